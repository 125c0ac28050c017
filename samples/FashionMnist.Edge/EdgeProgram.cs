using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using FashionMnist.Data;

namespace FashionMnist.Edge;

/// <summary>Classifies the test images of Fashion-MNIST with the weights that the program carries.</summary>
internal static class EdgeProgram
{
    private const string Help =
        """
        Classifies the 10 000 test images of Fashion-MNIST with the weights in this program, one after the other.

        FashionMnist.Edge [options]
          --data DIR          the folder with t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, unpacked (default: the current folder)
          --predictions FILE  also writes the predicted class of each image to a file, a byte for each
          --scores FILE       also writes the ten scores of each image to a file, as little-endian float32
          --startup           only classifies the first image: what the start of the program takes, timed from outside
          --help              this text
        """;

    /// <summary>Does what the command line says.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args)
    {
        string data = "";
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
        using var images = OpenImages(data);
        float[] image = new float[FashionImage.Pixels];
        Read(images, 0, image);
        Console.WriteLine($"The first image shows: {FashionImage.Classes[Predict(Classifier.LoadEmbedded(), image, new float[Classifier.OutputLength])]}");
    }

    private static void PredictAll(string data, string? predictions, string? scores)
    {
        using var images = OpenImages(data);
        byte[] labels = ReadLabels(data), predicted = new byte[labels.Length];
        var model = Classifier.LoadEmbedded();
        float[] image = new float[FashionImage.Pixels], all = new float[labels.Length * Classifier.OutputLength];
        Predict(model, image, all);

        long allocated = GC.GetAllocatedBytesForCurrentThread(), ticks = 0;
        int correct = 0;
        for (int i = 0; i < predicted.Length; i++)
        {
            Read(images, i, image);
            long start = Stopwatch.GetTimestamp();
            predicted[i] = (byte)Predict(model, image, all.AsSpan(i * Classifier.OutputLength));
            ticks += Stopwatch.GetTimestamp() - start;
            if (predicted[i] == labels[i]) correct++;
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        double seconds = (double)ticks / Stopwatch.Frequency;
        Console.WriteLine($"{correct} of {predicted.Length} images classified correctly, {100.0 * correct / predicted.Length:0.00} %");
        Console.WriteLine($"{predicted.Length / seconds:0} images/s on one thread, {1e6 * seconds / predicted.Length:0.00} µs each, {allocated} bytes allocated for all");
        if (predictions != null) File.WriteAllBytes(predictions, predicted);
        if (scores != null) File.WriteAllBytes(scores, MemoryMarshal.AsBytes(all.AsSpan()));
    }

    private static TestFile OpenImages(string data) =>
        new(Path.Combine(data, "t10k-images-idx3-ubyte"), FashionImage.TestImages, FashionImage.Side, FashionImage.Side);

    private static byte[] ReadLabels(string data)
    {
        using var file = new TestFile(Path.Combine(data, "t10k-labels-idx1-ubyte"), FashionImage.TestImages);
        byte[] labels = new byte[FashionImage.TestImages];
        file.Read(0, labels);
        return labels;
    }

    private static void Read(TestFile images, int index, Span<float> image)
    {
        Span<byte> pixels = stackalloc byte[FashionImage.Pixels];
        images.Read(index, pixels);
        FashionImage.Normalise(pixels, image);
    }

    private static int Predict(Classifier model, ReadOnlySpan<float> image, Span<float> scores)
    {
        scores = scores[..Classifier.OutputLength];
        model.Forward(image, scores);
        return TensorPrimitives.IndexOfMax(scores);
    }
}
