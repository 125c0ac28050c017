namespace DeepThin.Kernels.Tests;

/// <summary>
/// Floats that a kernel may read and write, between two margins of NaN: what is read there by mistake shows in the result, and what is written there
/// is found by <see cref="AssertMargins"/>.
/// </summary>
internal sealed class Block
{
    private const int Margin = 128;

    private readonly float[] _all;

    private Block(int length)
    {
        _all = new float[length + 2 * Margin];
        _all.AsSpan(0, Margin).Fill(float.NaN);
        _all.AsSpan(Margin + length).Fill(float.NaN);
    }

    public int Length => _all.Length - 2 * Margin;

    public ref float First => ref _all[Margin];

    public Span<float> Values => _all.AsSpan(Margin, Length);

    public float this[long index]
    {
        get => Values[checked((int)index)];
        set => Values[checked((int)index)] = value;
    }

    public static Block Zeros(int length) => new(length);

    /// <summary>Values between −1 and 1.</summary>
    public static Block Random(int seed, int length)
    {
        var block = new Block(length);
        var random = new Random(seed);
        foreach (ref float value in block.Values) value = 2 * random.NextSingle() - 1;
        return block;
    }

    public Block Copy()
    {
        var copy = new Block(Length);
        Values.CopyTo(copy.Values);
        return copy;
    }

    public void AssertMargins()
    {
        Assert.DoesNotContain(_all[..Margin], value => !float.IsNaN(value));
        Assert.DoesNotContain(_all[^Margin..], value => !float.IsNaN(value));
    }

    /// <summary>Asserts the margins, and each value within what single precision loses of its terms.</summary>
    /// <param name="expected">The value at each place in double precision, with the sum of its terms' magnitudes.</param>
    public void AssertNear(Func<int, (double Value, double Magnitude)> expected)
    {
        const double Tolerance = 1e-6;
        AssertMargins();
        for (int i = 0; i < Length; i++)
        {
            var (value, magnitude) = expected(i);
            if (!(Math.Abs(this[i] - value) <= Tolerance * magnitude)) Assert.Fail($"Value {i} is {this[i]:R} and should be {value:R}.");
        }
    }
}
