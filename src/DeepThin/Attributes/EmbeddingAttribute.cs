namespace DeepThin;

/// <summary>
/// Looks up a row of a table for each index that it reads: words, tokens, stations become vectors. An index is a value that is a whole number from 0 on. One index becomes a vector of
/// <paramref name="size"/> values, several become a series with so many channels. With a <see cref="Ratio"/> (or an <see cref="N"/>) the rows come straight from the two thin
/// factors of DeepThin (arXiv:1802.06944), and the table is never there.
/// </summary>
/// <param name="count">The number of rows, 1 to 16777216.</param>
/// <param name="size">The values of a row. At least 1.</param>
public sealed class EmbeddingAttribute(int count, int size) : TensorLayerAttribute
{
    /// <summary>The number of rows.</summary>
    public int Count { get; } = count;

    /// <summary>The values of a row.</summary>
    public int Size { get; } = size;

    /// <summary>The upper bound of the fraction of the table that is kept, r(m + n) / (count·size); between 0 and 1. Not compressed unless given.</summary>
    public double Ratio { get; set; }

    /// <summary>Which of the two shapes with that ratio is taken. <see cref="Form.Wide"/> by default.</summary>
    public Form Form { get; set; }

    /// <summary>The rank r of the factors, 1 to 16. 1 by default.</summary>
    public int Rank { get; set; } = 1;

    /// <summary>The length n of the rows of W_f, coprime with <see cref="Size"/>. Chosen by the planner unless given.</summary>
    public int N { get; set; }
}
