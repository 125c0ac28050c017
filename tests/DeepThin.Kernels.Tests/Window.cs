using CsCheck;

namespace DeepThin.Kernels.Tests;

/// <summary>Windows for tests: random ones, and by plain loops which values lie under them.</summary>
internal static class Window
{
    // Strides may be larger than the input, and padding than the window.
    private static readonly Gen<WindowAxis> Rows = Axis(Gen.Int[1, 9]), Columns = Axis(Gen.OneOf(Gen.Int[1, 12], Gen.Int[1, 90]));

    private static readonly Gen<WindowAxis> OneRow = Gen.Const(new WindowAxis(1, 1, 1, 1, 0, 0));

    /// <summary>Windows over series and images.</summary>
    public static Gen<SlidingWindow> Any { get; } = Gen.Select(Gen.Int[1, 4], Gen.OneOf(OneRow, Rows), Columns, (channels, rows, columns) => new SlidingWindow(channels, rows, columns));

    /// <summary>Those that have a value under them at each position, as poolings need.</summary>
    public static Gen<SlidingWindow> WithValues { get; } = Any.Where(window => Enumerable.Range(0, window.Positions).All(position => Inside(window, position).Any()));

    /// <summary>Axes of three taps that move value by value.</summary>
    public static Gen<WindowAxis> OfThree { get; } =
        from length in Gen.Int[1, 40]
        from before in Gen.Int[0, 4]
        from after in Gen.Int[0, 4]
        select new WindowAxis(length, 3, 1, 1, before, after + Math.Max(0, 3 - length - before - after));

    /// <summary>The taps that lie in the input at a position, and the places of their values in a channel.</summary>
    public static IEnumerable<(int Tap, int Place)> Inside(SlidingWindow window, int position)
    {
        for (int tap = 0; tap < window.Rows.Kernel * window.Columns.Kernel; tap++)
        {
            if (Place(window, position, tap) is { } place) yield return (tap, place);
        }
    }

    /// <summary>The place of the value that a tap reads at a position, or null for one of the zeros around the input.</summary>
    public static int? Place(SlidingWindow window, int position, int tap)
    {
        var (rows, columns) = (window.Rows, window.Columns);
        int row = position / columns.Positions * rows.Stride + tap / columns.Kernel * rows.Dilation - rows.Before;
        int column = position % columns.Positions * columns.Stride + tap % columns.Kernel * columns.Dilation - columns.Before;
        return row >= 0 && row < rows.Length && column >= 0 && column < columns.Length ? row * columns.Length + column : null;
    }

    private static Gen<WindowAxis> Axis(Gen<int> lengths) =>
        from length in lengths
        from kernel in Gen.Int[1, 5]
        from stride in Gen.Frequency((3, Gen.Int[1, 3]), (1, Gen.Int[1, 20]))
        from dilation in Gen.Frequency((3, Gen.Const(1)), (1, Gen.Int[1, 4]))
        from before in Gen.Int[0, 4]
        from after in Gen.Int[0, 4]
        let missing = (kernel - 1) * dilation + 1 - length - before - after
        select new WindowAxis(length, kernel, stride, dilation, before, after + Math.Max(0, missing));
}
