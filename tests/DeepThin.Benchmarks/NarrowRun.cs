using DeepThin.Benchmarks.Models;

namespace DeepThin.Benchmarks;

/// <summary>Layers whose kernels read weights in 16 or 8 bits, against the same ones in single precision: time, memory, and how far the outputs are.</summary>
internal static class NarrowRun
{
    private const int Rounds = 101;

    private static readonly int[] BatchSizes = [1, 64];

    /// <summary>Measures and prints.</summary>
    public static void Run()
    {
        Console.WriteLine($"""
            One thread: medians of {Rounds} interleaved measurements; times float32 are medians of the ratios in the same round. Bytes: parameters, as they are
            held, and what is prepared. Error: the norm of the differences of the outputs over the norm of the outputs, for weights drawn at random.

            """);
        string path = Path.GetTempFileName();
        try
        {
            Console.Write(MarkdownTable.Of(
                ["layer", "samples", "weights", "bytes", "times fewer", "µs", "times float32", "error"],
                [
                    .. Rows("1024×1024", path, FileModel.Of<Dense1024>(), FileModel.Of<Dense1024BFloat16>(), FileModel.Of<Dense1024Float16>(), FileModel.Of<Dense1024Int8>()),
                    .. Rows("1024×1024 tall 10 %", path, FileModel.Of<Tall1024At10>(), FileModel.Of<Tall1024At10BFloat16>(), FileModel.Of<Tall1024At10Float16>(), FileModel.Of<Tall1024At10Int8>()),
                    .. Rows("1024×1024 tall 3 %", path, FileModel.Of<Tall1024At3>(), FileModel.Of<Tall1024At3BFloat16>(), FileModel.Of<Tall1024At3Float16>(), FileModel.Of<Tall1024At3Int8>()),
                    .. Rows("2048×2048 tall 10 %", path, FileModel.Of<Tall2048At10>(), FileModel.Of<Tall2048At10BFloat16>(), FileModel.Of<Tall2048At10Float16>(), FileModel.Of<Tall2048At10Int8>()),
                ]));
        }
        finally
        {
            File.Delete(path);
        }
    }

    // The first of the models gives all of them its weights.
    private static IEnumerable<string[]> Rows(string layer, string path, params FileModel[] models)
    {
        models[0].Create(path);
        foreach (int count in BatchSizes)
        {
            var samples = new Samples(models[0].Info.Layers[0].Inputs, models[0].Info.Layers[^1].Outputs, count);
            Contender[] contenders = [.. models.Select(model => new Contender(model.Info.Held.ToString(), model.Forward(path, samples)))];
            Interleaved.Measure($"{layer}, {count}", Rounds, contenders);
            contenders[0].Run();
            float[] wanted = samples.Outputs.Span.ToArray();
            for (int i = 0; i < models.Length; i++)
            {
                contenders[i].Run();
                yield return
                [
                    layer,
                    $"{count}",
                    contenders[i].Name,
                    $"{models[i].Bytes}",
                    $"{models[0].Bytes / (double)models[i].Bytes:0.0}",
                    $"{contenders[i].Median:0.00}",
                    $"{contenders[i].RatioTo(contenders[0]):0.00}",
                    $"{100 * Error(wanted, samples.Outputs.Span):0.000} %",
                ];
            }
        }
    }

    private static double Error(float[] wanted, ReadOnlySpan<float> found)
    {
        double squares = 0;
        for (int i = 0; i < wanted.Length; i++) squares += Math.Pow(found[i] - (double)wanted[i], 2);
        return Math.Sqrt(squares / wanted.Sum(value => (double)value * value));
    }
}
