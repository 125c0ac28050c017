using CsCheck;
using DeepThin.Runtime;

namespace DeepThin.Kernels.Tests;

public class PositionsTests
{
    private const int Size = Panel.Size, Cases = 150;

    private static readonly Gen<int> Seed = Gen.Int[0, 1000];

    // Of one sample.
    private static readonly Gen<(SlidingWindow Window, int Seed, bool ChannelsLast, bool HasGains)> Any = Gen.Select(Window.Any, Seed, Gen.Bool, Gen.Bool);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void The_columns_of_one_sample_are_the_values_under_the_window(int bits) => Any.Sample(
        (window, seed, channelsLast, hasGains) =>
        {
            var library = KernelLibrary.Of(bits);
            Block x = Block.Random(seed, window.Channels * window.Plane), gains = Block.Random(seed + 1, window.Channels);
            Block padded = Block.Zeros((int)window.PaddedLength), columns = Block.Zeros(window.Channels * window.Taps * Size);
            padded.Values.Fill(float.NaN);
            if (hasGains) library.Pad(ref x.First, ref gains.First, window, ref padded.First);
            else library.Pad(ref x.First, window, ref padded.First);
            padded.AssertMargins();
            Assert.DoesNotContain(padded.Values.ToArray(), float.IsNaN);

            for (int place = 0; place < window.Places; place += Size)
            {
                library.Gather(ref padded.First, window, place, channelsLast, ref columns.First);
                columns.AssertMargins();
                foreach (var (column, position) in PositionsOf(window, place))
                {
                    for (int channel = 0; channel < window.Channels; channel++)
                    {
                        for (int tap = 0; tap < window.Taps; tap++)
                        {
                            float value = Window.Place(window, position, tap) is { } at ? x[channel * window.Plane + at] * (hasGains ? gains[channel] : 1) : 0;
                            Assert.Equal(value, columns[Row(window, channel, tap, channelsLast) * Size + column]);
                        }
                    }
                }
            }
        },
        iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void Scatter_writes_each_position_and_nothing_else(int bits) => Gen.Select(Window.Any, Gen.Int[1, 5]).Sample(
        (window, outputs) =>
        {
            Block y = Block.Zeros(outputs * window.Positions), panel = Block.Zeros(outputs * Size);
            y.Values.Fill(float.NaN);
            for (int place = 0; place < window.Places; place += Size)
            {
                panel.Values.Fill(float.NaN);
                foreach (var (column, position) in PositionsOf(window, place))
                {
                    for (int output = 0; output < outputs; output++) panel[output * Size + column] = output * window.Positions + position;
                }

                KernelLibrary.Of(bits).Scatter(ref panel.First, outputs, window, place, ref y.First);
            }

            y.AssertNear(i => (i, 0));
        },
        iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void The_columns_of_a_panel_are_the_values_under_the_window(int bits) => Any.Sample(
        (window, seed, channelsLast, hasGains) =>
        {
            var library = KernelLibrary.Of(bits);
            Block x = Block.Random(seed, window.Channels * window.Plane * Size), gains = Block.Random(seed + 1, window.Channels), columns = Block.Zeros(window.Channels * window.Taps * Size);
            int position = seed % window.Positions;
            if (hasGains) library.GatherRows(ref x.First, ref gains.First, window, position, channelsLast, ref columns.First);
            else library.GatherRows(ref x.First, window, position, channelsLast, ref columns.First);
            columns.AssertNear(i =>
            {
                var (channel, tap) = ChannelAndTap(window, i / Size, channelsLast);
                return (Window.Place(window, position, tap) is { } at ? x[(channel * window.Plane + at) * Size + i % Size] * (hasGains ? gains[channel] : 1) : 0, 0);
            });
        },
        iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void AddRows_adds_each_column_where_it_comes_from(int bits) => Gen.Select(Window.Any, Seed, Gen.Bool).Sample(
        (window, seed, channelsLast) =>
        {
            Block columns = Block.Random(seed, window.Channels * window.Taps * Size), gx = Block.Random(seed + 1, window.Channels * window.Plane * Size), before = gx.Copy();
            int position = seed % window.Positions;
            KernelLibrary.Of(bits).AddRows(ref columns.First, window, position, channelsLast, ref gx.First);
            var taps = Window.Inside(window, position).ToDictionary(inside => inside.Place, inside => inside.Tap);
            gx.AssertNear(i => (i / Size / window.Plane, i / Size % window.Plane) is var (channel, place) && taps.TryGetValue(place, out int tap)
                ? Sum.Over(1, _ => columns[Row(window, channel, tap, channelsLast) * Size + i % Size], before[i])
                : (before[i], 0));
        },
        iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void CopyRows_takes_rows_that_lie_apart(int bits) => Gen.Select(Gen.Int[1, 6], Gen.Int[1, 5], Gen.Int[1, 5], Seed).Sample(
        (count, fromRows, toRows, seed) =>
        {
            Block from = Block.Random(seed, ((count - 1) * fromRows + 1) * Size), to = Block.Random(seed + 1, ((count - 1) * toRows + 1) * Size), before = to.Copy();
            KernelLibrary.Of(bits).CopyRows(ref from.First, fromRows, ref to.First, toRows, count);
            to.AssertNear(i => (i / Size % toRows == 0 ? from[i / Size / toRows * fromRows * Size + i % Size] : before[i], 0));
        },
        iter: Cases);

    // The columns of a panel of places that are positions, and these.
    private static IEnumerable<(int Column, int Position)> PositionsOf(SlidingWindow window, int place)
    {
        for (int column = 0; column < Size && place + column < window.Places; column++)
        {
            int row = (place + column) / window.Columns.Pitch, at = (place + column) % window.Columns.Pitch;
            if (at < window.Columns.Positions) yield return (column, row * window.Columns.Positions + at);
        }
    }

    private static int Row(SlidingWindow window, int channel, int tap, bool channelsLast) => channelsLast ? tap * window.Channels + channel : channel * window.Taps + tap;

    private static (int Channel, int Tap) ChannelAndTap(SlidingWindow window, int row, bool channelsLast) =>
        channelsLast ? (row % window.Channels, row / window.Channels) : (row / window.Taps, row % window.Taps);
}
