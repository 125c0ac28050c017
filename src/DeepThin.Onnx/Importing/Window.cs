using DeepThin.Onnx.Graphs;

namespace DeepThin.Onnx.Importing;

/// <summary>How the window of a convolution or a pooling goes over a series or an image.</summary>
internal sealed class Window
{
    private readonly int[] _input, _kernel, _stride, _dilation, _before, _after;

    /// <summary>Reads the window of a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">The length, or the height and the width, of what it goes over.</param>
    /// <param name="kernel">The size of the window.</param>
    /// <exception cref="OnnxException">The attributes make no window.</exception>
    public Window(Node node, int[] input, int[] kernel)
    {
        int space = input.Length;
        int[] Read(string name, int otherwise, int length) => node.Integers(name) is not { } values ? [.. Enumerable.Repeat(otherwise, length)]
            : values.Length == length && values.All(value => value is >= 0 and <= 1 << 20) ? [.. values.Select(value => (int)value)]
            : throw node.Error($"its {name} {string.Join(", ", values)} do not fit; {length} numbers from 0 on are read.");
        (_input, _kernel) = (input, kernel);
        _stride = Read("strides", 1, space);
        _dilation = Read("dilations", 1, space);
        if (_stride.Contains(0) || _dilation.Contains(0) || kernel.Contains(0)) throw node.Error("its window, strides and dilations are 1 or more.");
        int[] pads = Read("pads", 0, 2 * space);
        (_before, _after) = (pads[..space], pads[space..]);
        string auto = node.Text("auto_pad", "NOTSET");
        if (auto is "SAME_UPPER" or "SAME_LOWER")
        {
            for (int i = 0; i < space; i++)
            {
                int needed = Math.Max(0, ((input[i] + _stride[i] - 1) / _stride[i] - 1) * _stride[i] + Reach(i) - input[i]);
                _before[i] = auto == "SAME_UPPER" ? needed / 2 : needed - needed / 2;
                _after[i] = needed - _before[i];
            }
        }
        else if (auto == "VALID")
        {
            (_before, _after) = (new int[space], new int[space]);
        }
        else if (auto != "NOTSET")
        {
            throw node.Error($"its auto_pad '{auto}' is none; NOTSET, SAME_UPPER, SAME_LOWER and VALID are read.");
        }

        if (Enumerable.Range(0, space).Any(i => input[i] + _before[i] + _after[i] < Reach(i))) throw node.Error($"its window of {Dims.Text(kernel)} reaches farther than {Dims.Text(input)} with their padding.");
    }

    /// <summary>Whether anything stands around the input.</summary>
    public bool HasPadding => _before.Any(pad => pad > 0) || _after.Any(pad => pad > 0);

    /// <summary>Whether positions are left over at the end.</summary>
    public bool RoundsUp => Enumerable.Range(0, _input.Length).Any(i => (_input[i] + _before[i] + _after[i] - Reach(i)) % _stride[i] != 0);

    /// <summary>Pads the end, so that the positions that are left over have a window of their own: what <c>ceil_mode</c> does, unless that window begins in the padding.</summary>
    public void RoundUp()
    {
        for (int i = 0; i < _input.Length; i++)
        {
            int over = (_input[i] + _before[i] + _after[i] - Reach(i)) % _stride[i];
            if (over == 0) continue;
            int positions = (_input[i] + _before[i] + _after[i] - Reach(i)) / _stride[i] + 1;
            if (positions * _stride[i] < _input[i] + _before[i]) _after[i] += _stride[i] - over;
        }
    }

    /// <summary>The positions of the window along each axis.</summary>
    public int[] Outputs() => [.. _input.Select((length, i) => (length + _before[i] + _after[i] - Reach(i)) / _stride[i] + 1)];

    /// <summary>The named arguments of the attribute.</summary>
    /// <param name="strideIsKernel">Whether the stride is the kernel unless given, as of poolings.</param>
    public IEnumerable<(string Name, string Value)> Options(bool strideIsKernel = false)
    {
        string[] axes = _input.Length == 1 ? [""] : ["Height", "Width"];
        foreach (var option in Sizes("Stride", _stride, strideIsKernel ? _kernel : [1, 1])) yield return option;
        foreach (var option in Sizes("Dilation", _dilation, [1, 1])) yield return option;
        if (!HasPadding) yield break;
        if (_before.Concat(_after).Distinct().Count() == 1)
        {
            yield return ("Padding", Text.Of(_before[0]));
            yield break;
        }

        string[] sides = axes.Length == 1 ? ["PaddingBefore", "PaddingAfter"] : ["PaddingTop", "PaddingLeft", "PaddingBottom", "PaddingRight"];
        int[] pads = [.. _before, .. _after];
        for (int i = 0; i < sides.Length; i++)
        {
            if (pads[i] > 0) yield return (sides[i], Text.Of(pads[i]));
        }

        IEnumerable<(string Name, string Value)> Sizes(string name, int[] sizes, int[] unless)
        {
            if (sizes.Zip(unless).All(pair => pair.First == pair.Second)) yield break;
            if (sizes.Distinct().Count() == 1)
            {
                yield return (name, Text.Of(sizes[0]));
                yield break;
            }

            for (int i = 0; i < sizes.Length; i++) yield return ($"{name}{axes[i]}", Text.Of(sizes[i]));
        }
    }

    private int Reach(int axis) => (_kernel[axis] - 1) * _dilation[axis] + 1;
}
