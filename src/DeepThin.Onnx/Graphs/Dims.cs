namespace DeepThin.Onnx.Graphs;

/// <summary>Arithmetic on the dimensions of tensors, outermost first.</summary>
internal static class Dims
{
    /// <summary>The largest tensor that is computed with.</summary>
    public const int MaxLength = 1 << 26;

    /// <summary>The number of values of a tensor.</summary>
    /// <exception cref="OnnxException">A dimension is negative, or the values are too many.</exception>
    public static int Length(IReadOnlyList<int> dims)
    {
        long length = 1;
        foreach (int dimension in dims)
        {
            if (dimension < 0) throw new OnnxException($"A tensor of {Text(dims)} has a negative dimension.");
            length *= dimension;
            if (length > MaxLength) throw new OnnxException($"A tensor of {Text(dims)} has more values than the {MaxLength} that are computed with.");
        }

        return (int)length;
    }

    /// <summary>The distance of values that are neighbours along each dimension.</summary>
    public static int[] Strides(IReadOnlyList<int> dims)
    {
        int[] strides = new int[dims.Count];
        for (int i = dims.Count - 1, stride = 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= dims[i];
        }

        return strides;
    }

    /// <summary>A dimension, counted from the end where it is negative.</summary>
    /// <exception cref="OnnxException">There is no such dimension.</exception>
    public static int Axis(long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw new OnnxException($"Axis {axis} is not one of a tensor of {rank} dimensions.");

    /// <summary>The dimensions of two tensors together, by NumPy's rules.</summary>
    /// <exception cref="OnnxException">They do not fit.</exception>
    public static int[] Broadcast(IReadOnlyList<int> first, IReadOnlyList<int> second)
    {
        int[] dims = new int[Math.Max(first.Count, second.Count)];
        for (int i = 1; i <= dims.Length; i++)
        {
            int a = i <= first.Count ? first[^i] : 1, b = i <= second.Count ? second[^i] : 1;
            dims[^i] = a == b || b == 1 ? a : a == 1 ? b : throw new OnnxException($"Tensors of {Text(first)} and {Text(second)} do not fit together.");
        }

        return dims;
    }

    /// <summary>The place in a tensor of each value of what it is broadcast to.</summary>
    public static int[] Places(IReadOnlyList<int> dims, IReadOnlyList<int> broadcast)
    {
        int[] strides = Strides(dims), steps = new int[broadcast.Count];
        for (int i = 1; i <= dims.Count; i++) steps[^i] = dims[^i] == 1 ? 0 : strides[^i];
        return Walk(broadcast, steps, 0);
    }

    /// <summary>The places that one comes by in going over a tensor, with a step for each dimension.</summary>
    /// <param name="dims">The tensor.</param>
    /// <param name="steps">How far each dimension leads.</param>
    /// <param name="start">The place of the first value.</param>
    public static int[] Walk(IReadOnlyList<int> dims, IReadOnlyList<int> steps, int start)
    {
        int[] places = new int[Length(dims)], index = new int[dims.Count];
        int place = start;
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = place;
            for (int axis = dims.Count - 1; axis >= 0; axis--)
            {
                place += steps[axis];
                if (++index[axis] < dims[axis]) break;
                place -= index[axis] * steps[axis];
                index[axis] = 0;
            }
        }

        return places;
    }

    /// <summary>The dimensions as people write them, such as <c>1×64×7</c>.</summary>
    public static string Text(IEnumerable<int> dims) => string.Join('×', dims) is { Length: > 0 } text ? text : "one value";
}
