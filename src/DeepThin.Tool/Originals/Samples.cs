using System.Runtime.InteropServices;
using DeepThin.Onnx.Graphs;
using DeepThin.Onnx.Importing;
using DeepThin.Onnx.Layers;
using DeepThin.Training;

namespace DeepThin.Tool.Originals;

/// <summary>Samples, and what the original gives for them. Where it has a state, they are steps one after the other.</summary>
internal sealed class Samples
{
    /// <summary>Makes random samples: numbers of a standard normal, and indices of rows where rows are looked up.</summary>
    /// <param name="network">The network.</param>
    /// <param name="original">The original.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">The seed.</param>
    public Samples(ImportedNetwork network, Original original, int count, int seed)
        : this(Random(network, original.InputLength, count, seed), original)
    {
    }

    /// <summary>Reads samples: an array of NumPy, an idx file, a CSV file of numbers, or numbers of single precision one behind the other.</summary>
    /// <param name="file">The file.</param>
    /// <param name="length">The numbers of a sample.</param>
    /// <param name="count">How many are taken at most, from the first on.</param>
    /// <exception cref="ToolException">The file has no such samples.</exception>
    public static float[] Read(string file, int length, int count)
    {
        if (!File.Exists(file)) throw new ToolException($"There is no file {file}.");
        float[] all;
        try
        {
            all = Path.GetExtension(file).ToLowerInvariant() switch
            {
                ".npy" or ".npz" => NumpyFile.Read(file).ToFloats().ToArray(),
                ".gz" or ".idx" => IdxFile.Read(file).ToFloats().ToArray(),
                ".csv" => CsvFile.Read(file).ToFloats().ToArray(),
                _ => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(file)).ToArray(),
            };
        }
        catch (InvalidDataException error)
        {
            throw new ToolException(error.Message);
        }

        int found = all.Length / length;
        if (found == 0 || all.Length % length != 0) throw new ToolException($"{file} has {all.Length} numbers, and a sample has {length}.");
        return found <= count ? all : all[..(count * length)];
    }

    /// <summary>Takes given samples.</summary>
    /// <param name="inputs">The samples, one behind the other, as the original has them.</param>
    /// <param name="original">The original.</param>
    public Samples(float[] inputs, Original original)
    {
        Inputs = inputs;
        int length = original.InputLength;
        original.Reset();
        Outputs = [.. Enumerable.Range(0, inputs.Length / length).SelectMany(i => original.Run(inputs.AsSpan(i * length, length)))];
    }

    /// <summary>Takes given samples, and predictions that another program gave for them.</summary>
    /// <param name="inputs">The samples, one behind the other, as the original has them.</param>
    /// <param name="outputs">The predictions, one behind the other.</param>
    public Samples(float[] inputs, float[] outputs) => (Inputs, Outputs) = (inputs, outputs);

    /// <summary>The samples, one behind the other.</summary>
    public float[] Inputs { get; }

    /// <summary>The predictions of the original, one behind the other.</summary>
    public float[] Outputs { get; }

    /// <summary>Samples in the order of a network, where that is another one than the original's.</summary>
    /// <param name="network">The network.</param>
    /// <param name="samples">The samples one behind the other, as the original has them.</param>
    public static float[] Arranged(ImportedNetwork network, float[] samples)
    {
        if (network.Inputs.All(input => input.Order is null)) return samples;
        float[] arranged = [.. samples];
        for (int start = 0; start < samples.Length;)
        {
            foreach (var input in network.Inputs)
            {
                int end = start + Dims.Length(input.Dims);
                for (; start < end; start += input.Value.Length)
                {
                    for (int i = 0; i < input.Value.Length; i++) arranged[start + i] = samples[start + (input.Order?[i] ?? i)];
                }
            }
        }

        return arranged;
    }

    private static float[] Random(ImportedNetwork network, int length, int count, int seed)
    {
        var random = new Random(seed);
        float[] values = new float[count * length];
        int start = 0;
        foreach (var input in network.Inputs)
        {
            int own = Dims.Length(input.Dims), rows = Rows(network, input.Value);
            for (int i = 0; i < count; i++)
            {
                for (int k = 0; k < own; k++) values[i * length + start + k] = rows > 0 ? random.Next(rows) : (float)Normal(random);
            }

            start += own;
        }

        return values;
    }

    // The rows of the table that an input is looked up in, or 0.
    private static int Rows(ImportedNetwork network, NetworkValue input)
    {
        foreach (var layer in network.Layers)
        {
            if (layer.Kind == "Embedding" && (layer.Inputs[0] == input || layer.Inputs[0].Writer is { Kind: "Flatten" } flat && flat.Inputs[0] == input)) return int.Parse(layer.Arguments[0], System.Globalization.CultureInfo.InvariantCulture);
        }

        return 0;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
