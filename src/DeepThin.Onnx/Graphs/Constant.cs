namespace DeepThin.Onnx.Graphs;

/// <summary>A tensor whose values are known.</summary>
internal sealed class Constant
{
    // float[] or double[] of real numbers, long[] of all others.
    private readonly Array _values;

    /// <summary>Creates a tensor.</summary>
    /// <param name="type">The type of its values.</param>
    /// <param name="dims">Its dimensions.</param>
    /// <param name="values">Its values, row-major: floats or doubles of real numbers, longs of all others.</param>
    public Constant(ElementType type, int[] dims, Array values)
    {
        if (values.Length != Graphs.Dims.Length(dims)) throw new OnnxException($"A tensor of {Graphs.Dims.Text(dims)} has {values.Length} values.");
        (Type, Dims, _values) = (type, dims, values);
    }

    /// <summary>The type of the values.</summary>
    public ElementType Type { get; }

    /// <summary>The dimensions.</summary>
    public int[] Dims { get; }

    /// <summary>The number of values.</summary>
    public int Length => _values.Length;

    /// <summary>Whether all values are equal.</summary>
    public bool IsUniform
    {
        get
        {
            switch (_values)
            {
                case float[] values: return !values.AsSpan().ContainsAnyExcept(values.Length > 0 ? values[0] : 0);
                case double[] values: return !values.AsSpan().ContainsAnyExcept(values.Length > 0 ? values[0] : 0);
                default: return _values is long[] whole && !whole.AsSpan().ContainsAnyExcept(whole.Length > 0 ? whole[0] : 0);
            }
        }
    }

    /// <summary>Real numbers.</summary>
    public static Constant Of(int[] dims, double[] values) => new(ElementType.Double, dims, values);

    /// <summary>Whole numbers.</summary>
    public static Constant Of(int[] dims, long[] values) => new(ElementType.Int64, dims, values);

    /// <summary>The values in single precision.</summary>
    public float[] Floats() => _values switch
    {
        float[] values => values,
        double[] values => Array.ConvertAll(values, value => (float)value),
        _ => Array.ConvertAll((long[])_values, value => (float)value),
    };

    /// <summary>The values in double precision.</summary>
    public double[] Doubles() => _values switch
    {
        double[] values => values,
        float[] values => Array.ConvertAll(values, value => (double)value),
        _ => Array.ConvertAll((long[])_values, value => (double)value),
    };

    /// <summary>The values as whole numbers, cut off toward 0.</summary>
    public long[] Longs() => _values switch
    {
        long[] values => values,
        float[] values => Array.ConvertAll(values, value => (long)value),
        _ => Array.ConvertAll((double[])_values, value => (long)value),
    };

    /// <summary>The values as sizes or places.</summary>
    public int[] Ints() => Array.ConvertAll(Longs(), value => (int)Math.Clamp(value, int.MinValue, int.MaxValue));

    /// <summary>The same values with other dimensions.</summary>
    public Constant Reshaped(params int[] dims) => new(Type, dims, _values);

    /// <summary>The same values as another type.</summary>
    public Constant As(ElementType type) => type.IsReal()
        ? new(type, Dims, type == ElementType.Double ? Doubles() : Floats())
        : new(type, Dims, type == ElementType.Bool ? Array.ConvertAll(Doubles(), value => value != 0 ? 1L : 0L) : Longs());

    /// <summary>Values of this tensor, and of those that follow it, in other places.</summary>
    /// <param name="dims">The dimensions of what is made.</param>
    /// <param name="places">Where each value comes from: its place in the tensors one behind the other, or a negative number for the fill.</param>
    /// <param name="others">The tensors that follow.</param>
    /// <param name="fill">The value of what comes from no place.</param>
    public Constant Moved(int[] dims, int[] places, IReadOnlyList<Constant> others, double fill)
    {
        if (Type.IsReal() && _values is float[])
        {
            float[] all = others.Count == 0 ? Floats() : [.. Floats(), .. others.SelectMany(other => other.Floats())];
            return new(Type, dims, Array.ConvertAll(places, place => place < 0 ? (float)fill : all[place]));
        }

        if (Type.IsReal())
        {
            double[] all = [.. Doubles(), .. others.SelectMany(other => other.Doubles())];
            return new(Type, dims, Array.ConvertAll(places, place => place < 0 ? fill : all[place]));
        }

        long[] whole = [.. Longs(), .. others.SelectMany(other => other.Longs())];
        return new(Type, dims, Array.ConvertAll(places, place => place < 0 ? (long)fill : whole[place]));
    }
}
