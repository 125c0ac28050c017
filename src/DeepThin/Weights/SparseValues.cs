namespace DeepThin;

/// <summary>A matrix of which few values are not zero: these, their columns, and where each row begins among them (compressed sparse rows).</summary>
/// <param name="values">The values, row by row.</param>
/// <param name="columns">The column of each, ascending within a row.</param>
/// <param name="starts">The place of the first value of each row, and the number of values.</param>
internal sealed class SparseValues(float[] values, int[] columns, int[] starts)
{
    /// <summary>The values, row by row.</summary>
    public float[] Values => values;

    /// <summary>The column of each value, ascending within a row.</summary>
    public int[] Columns => columns;

    /// <summary>The place of the first value of each row, and the number of values.</summary>
    public int[] Starts => starts;

    /// <summary>Takes the values that are not zero; if there are fewer than are kept, the first zeros as well, so that there are always as many.</summary>
    /// <param name="dense">The matrix, row-major.</param>
    /// <param name="tensor">Its shape, and how many values it keeps.</param>
    /// <exception cref="InvalidOperationException">More values are not zero than are kept.</exception>
    public static SparseValues Of(ReadOnlySpan<float> dense, TensorInfo tensor)
    {
        int zeros = tensor.NonZeros - (dense.Length - dense.Count(0f));
        if (zeros < 0)
        {
            throw new InvalidOperationException(
                $"{tensor.Name} has {tensor.NonZeros - zeros} weights that are not zero, and keeps {tensor.NonZeros}; prune the model with DeepThin.Training.Pruning.Prune first.");
        }

        var sparse = new SparseValues(new float[tensor.NonZeros], new int[tensor.NonZeros], new int[tensor.Rows + 1]);
        int count = 0;
        for (int i = 0; i < dense.Length; i++)
        {
            if (i % tensor.Columns == 0) sparse.Starts[i / tensor.Columns] = count;
            if (dense[i] == 0 && zeros-- <= 0) continue;
            sparse.Values[count] = dense[i];
            sparse.Columns[count++] = i % tensor.Columns;
        }

        sparse.Starts[tensor.Rows] = count;
        return sparse;
    }

    /// <summary>What is wrong with places that a file gives; null where nothing is.</summary>
    /// <param name="tensor">The shape of the matrix.</param>
    public string? Fault(TensorInfo tensor)
    {
        if (Starts[0] != 0 || Starts[^1] != Values.Length) return $"its rows begin at {Starts[0]} and end at {Starts[^1]}, with {Values.Length} values";
        for (int row = 0; row < tensor.Rows; row++)
        {
            if (Starts[row + 1] < Starts[row] || Starts[row + 1] > Values.Length) return $"row {row} goes from value {Starts[row]} to {Starts[row + 1]}";
            for (int i = Starts[row]; i < Starts[row + 1]; i++)
            {
                if (Columns[i] >= tensor.Columns) return $"row {row} has a value in column {Columns[i]} of {tensor.Columns}";
                if (i > Starts[row] && Columns[i] <= Columns[i - 1]) return $"the columns of row {row} do not ascend";
            }
        }

        return null;
    }

    /// <summary>Writes the values to their places in a matrix of zeros.</summary>
    /// <param name="dense">The matrix, row-major.</param>
    /// <param name="width">The length of a row.</param>
    public void CopyTo(Span<float> dense, int width)
    {
        for (int row = 0; row < Starts.Length - 1; row++)
        {
            for (int i = Starts[row]; i < Starts[row + 1]; i++) dense[row * width + Columns[i]] = Values[i];
        }
    }
}
