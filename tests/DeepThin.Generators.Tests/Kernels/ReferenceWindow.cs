extern alias Library;

using Library::DeepThin;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>A window by its definition: which values of a channel lie under it at a position.</summary>
/// <param name="numbers">What <see cref="ReferenceLayer.Window"/> has.</param>
/// <param name="layer">The layer.</param>
internal sealed class ReferenceWindow(int[] numbers, LayerInfo layer)
{
    private readonly (int Length, int Kernel, int Stride, int Dilation, int Before, int After) _rows = Axis(numbers, 0), _columns = Axis(numbers, 6);

    /// <summary>The channels of the input.</summary>
    public int Channels => layer.InputShape[0];

    /// <summary>The values of a channel.</summary>
    public int Plane => _rows.Length * _columns.Length;

    /// <summary>The taps of a channel.</summary>
    public int Taps => _rows.Kernel * _columns.Kernel;

    /// <summary>The positions.</summary>
    public int Positions => Count(_rows) * Count(_columns);

    /// <summary>Whether zeros count in a mean.</summary>
    public bool CountsZeros => numbers[12] == 1;

    /// <summary>The taps that lie in the input at a position, and the places of their values in a channel.</summary>
    public IEnumerable<(int Tap, int Place)> Inside(int position)
    {
        for (int tap = 0; tap < Taps; tap++)
        {
            int row = position / Count(_columns) * _rows.Stride + tap / _columns.Kernel * _rows.Dilation - _rows.Before;
            int column = position % Count(_columns) * _columns.Stride + tap % _columns.Kernel * _columns.Dilation - _columns.Before;
            if (row >= 0 && row < _rows.Length && column >= 0 && column < _columns.Length) yield return (tap, row * _columns.Length + column);
        }
    }

    private static int Count((int Length, int Kernel, int Stride, int Dilation, int Before, int After) axis) =>
        (axis.Length + axis.Before + axis.After - (axis.Kernel - 1) * axis.Dilation - 1) / axis.Stride + 1;

    private static (int, int, int, int, int, int) Axis(int[] numbers, int at) => (numbers[at], numbers[at + 1], numbers[at + 2], numbers[at + 3], numbers[at + 4], numbers[at + 5]);
}
