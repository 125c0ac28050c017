using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using FashionMnist.Data;

namespace FashionMnist.Edge;

/// <summary>Classifies the test images of Fashion-MNIST with the weights that the program carries.</summary>
internal static class EdgeProgram
{
    private const string Help =
        $"""
        Classifies the 10 000 test images of Fashion-MNIST with the weights in this program, one after the other.

        FashionMnist.Edge [options]
          --data DIR          the folder with the four .gz files (default {FashionData.UsualFolder})
          --predictions FILE  also writes the predicted class of each image to a file, a byte for each
          --scores FILE       also writes the ten scores of each image to a file, as little-endian float32
          --startup           only classifies the first image: what the start of the program takes, timed from outside
          --help              this text
        """;

    /// <summary>Does what the command line says.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        string data = FashionData.UsualFolder;
        string? predictions = null, scores = null;
        bool startup = false;
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--data" when i + 1 < args.Length: data = args[++i]; break;
                case "--predictions" when i + 1 < args.Length: predictions = args[++i]; break;
                case "--scores" when i + 1 < args.Length: scores = args[++i]; break;
                case "--startup": startup = true; break;
                case "--help": Console.WriteLine(Help); return 0;
                default: Console.Error.WriteLine($"{args[i]} is not an option, or lacks its value.\n\n{Help}"); return 2;
            }
        }

        if (startup) PredictFirst(data);
        else PredictAll(data, predictions, scores);
        return 0;
    }

    private static void PredictFirst(string data)
    {
        float[] image = FashionData.ReadFirstTestImage(data);
        Console.WriteLine($"The first image shows: {FashionData.Classes[Predict(FashionClassifier.LoadEmbedded(), image)]}");
    }

    private static void PredictAll(string data, string? predictions, string? scores)
    {
        var model = FashionClassifier.LoadEmbedded();
        var test = FashionData.ReadTest(data);
        byte[] predicted = new byte[test.Count];
        Predict(model, test.Image(0));

        long allocated = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        for (int i = 0; i < test.Count; i++) predicted[i] = (byte)Predict(model, test.Image(i));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        int correct = predicted.Zip(test.Labels).Count(pair => pair.First == pair.Second);
        Console.WriteLine($"{correct} of {test.Count} images classified correctly, {100.0 * correct / test.Count:0.00} %");
        Console.WriteLine($"{test.Count / seconds:0} images/s on one thread, {1e6 * seconds / test.Count:0.00} µs each, {allocated} bytes allocated for all");
        if (predictions != null) File.WriteAllBytes(predictions, predicted);
        if (scores != null) File.WriteAllBytes(scores, Scores(model, test));
    }

    private static byte[] Scores(FashionClassifier model, FashionData test)
    {
        float[] scores = new float[FashionClassifier.OutputLength];
        byte[] all = new byte[test.Count * scores.Length * sizeof(float)];
        for (int i = 0; i < test.Count; i++)
        {
            model.Forward(test.Image(i), scores);
            for (int c = 0; c < scores.Length; c++) BinaryPrimitives.WriteSingleLittleEndian(all.AsSpan((i * scores.Length + c) * sizeof(float)), scores[c]);
        }

        return all;
    }

    private static int Predict(FashionClassifier model, ReadOnlySpan<float> image)
    {
        Span<float> scores = stackalloc float[FashionClassifier.OutputLength];
        model.Forward(image, scores);
        return TensorPrimitives.IndexOfMax(scores);
    }
}
