namespace DeepThin.Planning;

/// <summary>The shape of a value: channels, then rows and columns. A vector of n values is n×1×1, a series of c channels c×1×l.</summary>
internal readonly record struct Shape(int Channels, int Height = 1, int Width = 1)
{
    /// <summary>The values.</summary>
    public long Length => (long)Channels * Height * Width;

    /// <summary>The values of a channel.</summary>
    public int Positions => Height * Width;

    /// <summary>Whether it is a vector.</summary>
    public bool IsVector => Height == 1 && Width == 1;

    /// <summary>The shape as messages have it: <c>784</c>, <c>40×16</c> or <c>64×7×7</c>.</summary>
    public override string ToString() => (Height, Width) switch
    {
        (1, 1) => Numbers.Text(Channels),
        (1, _) => $"{Numbers.Text(Channels)}×{Numbers.Text(Width)}",
        _ => $"{Numbers.Text(Channels)}×{Numbers.Text(Height)}×{Numbers.Text(Width)}",
    };
}
