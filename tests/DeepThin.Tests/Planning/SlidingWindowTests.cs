using CsCheck;
using DeepThin.Planning;

namespace DeepThin.Tests.Planning;

public sealed class SlidingWindowTests
{
    private static readonly Gen<WindowAxis> Axes = Gen.Select(
        Gen.Int[1, 60], Gen.Int[1, 7], Gen.OneOf(Gen.Int[1, 4], Gen.Int[1, 80]), Gen.Int[1, 5], Gen.Int[0, 6], Gen.Int[0, 6],
        (length, kernel, stride, dilation, before, after) => new WindowAxis(length, kernel, stride, dilation, before, after));

    private static readonly Gen<WindowAxis> Usable = Axes.Where(axis => axis.Positions > 0);

    private static readonly Gen<SlidingWindow> Windows = Gen.Select(Gen.Int[1, 5], Usable, Usable, (channels, rows, columns) => new SlidingWindow(channels, rows, columns));

    [Fact]
    public void A_position_is_where_the_whole_window_lies_in_the_value_with_its_zeros() => Axes.Sample(axis =>
    {
        int positions = 0;
        while (axis.Index(positions, axis.Kernel - 1) < axis.Length + axis.After) positions++;
        Assert.Equal(positions, axis.Positions);
    });

    [Fact]
    public void Behind_the_index_of_its_position_a_tap_reads_its_phase_side_by_side() => Usable.Sample(axis =>
    {
        for (int tap = 0; tap < axis.Kernel; tap++)
        {
            Assert.InRange(axis.Phase(tap), 0, axis.Phases - 1);
            for (int position = 0; position < axis.Positions; position++)
            {
                int at = axis.Shift(tap) + position;
                Assert.InRange(at, 0, axis.Pitch - 1);
                Assert.Equal(axis.Index(position, tap), axis.First(axis.Phase(tap)) + at * axis.Stride);
            }
        }
    });

    [Fact]
    public void Every_tap_of_every_place_lies_in_its_channel() => Windows.Sample(window =>
    {
        Assert.Equal((window.Rows.Positions - 1) * window.Columns.Pitch + window.Columns.Positions, window.Places);
        for (int row = 0; row < window.Rows.Kernel; row++)
        {
            for (int column = 0; column < window.Columns.Kernel; column++) Assert.InRange(window.Offset(row, column) + window.Places - 1, 0, window.ChannelStride - 1);
        }
    });

    [Fact]
    public void From_each_place_a_panel_of_places_can_be_read() => Windows.Sample(window =>
    {
        int last = window.Offset(window.Rows.Kernel - 1, window.Columns.Kernel - 1), place = (window.Places - 1) / KernelShape.PanelSize * KernelShape.PanelSize;
        Assert.InRange((window.Channels - 1) * window.ChannelStride + last + place + KernelShape.PanelSize, 0, window.PaddedLength);
    });

    [Fact]
    public void Channels_lie_an_odd_number_of_full_vectors_apart() => Windows.Sample(window =>
    {
        Assert.Equal(0, window.ChannelStride % KernelShape.Lanes);
        Assert.Equal(1, window.ChannelStride / KernelShape.Lanes % 2);
    });

    [Fact]
    public void A_window_over_all_has_one_position()
    {
        var window = new SlidingWindow(3, new(7, 7, 1, 1, 0, 0), new(5, 5, 1, 1, 0, 0));
        Assert.Equal((1, 1, 35), (window.Positions, window.Places, window.Taps));
    }

    [Fact]
    public void A_window_longer_than_all_has_none() => Assert.Equal(0, new WindowAxis(4, 3, 1, 3, 1, 1).Positions);
}
