using System.Buffers.Binary;
using DeepThin.Samples;

namespace FashionMnist;

/// <summary>Compares the predictions and scores of two programs, each in a folder that its <c>--predictions</c> and <c>--scores</c> wrote to.</summary>
internal sealed class CompareCommand(string first, string second)
{
    private const int Images = 10_000;

    /// <summary>How far two scores of an image may be apart.</summary>
    private const double Tolerance = 1e-5;

    /// <summary>Says how far they are apart.</summary>
    /// <exception cref="SampleException">A file is missing or has another length, a class differs, or a score differs by more than 1e-5.</exception>
    public void Run()
    {
        ComparePredictions(Read(first, "predictions.bin"), Read(second, "predictions.bin"));
        CompareScores(Scores(first), Scores(second));
    }

    private void ComparePredictions(byte[] of, byte[] with)
    {
        int[] different = [.. Enumerable.Range(0, of.Length).Where(image => of[image] != with[image])];
        if (different.Length > 0)
        {
            int image = different[0];
            throw new SampleException(
                $"{different.Length} of {of.Length} images are classified otherwise: image {image} is of class {of[image]} in {first} and of class {with[image]} in {second}");
        }

        Console.WriteLine($"All {of.Length} images are classified alike.");
    }

    private void CompareScores(float[] of, float[] with)
    {
        int worst = Enumerable.Range(0, of.Length).MaxBy(i => Distance(of[i], with[i]));
        double distance = Distance(of[worst], with[worst]);
        if (distance > Tolerance)
        {
            throw new SampleException(
                $"Score {worst % FashionClassifier.OutputLength} of image {worst / FashionClassifier.OutputLength} is {of[worst]} in {first} and {with[worst]} in {second}; they may be {Tolerance:0e+0} apart");
        }

        Console.WriteLine($"Their {of.Length} scores, which reach from {of.Min()} to {of.Max()}, are at most {distance:0.0e+0} apart; {Tolerance:0e+0} is allowed.");
    }

    // What is not a number is far from everything.
    private static double Distance(float a, float b) => double.IsNaN((double)a - b) ? double.PositiveInfinity : Math.Abs((double)a - b);

    private static float[] Scores(string folder)
    {
        byte[] bytes = Read(folder, "scores.bin", sizeof(float) * FashionClassifier.OutputLength);
        return [.. Enumerable.Range(0, bytes.Length / sizeof(float)).Select(i => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(sizeof(float) * i)))];
    }

    private static byte[] Read(string folder, string name, int bytesOfImage = 1)
    {
        string path = Path.Combine(folder, name);
        if (!File.Exists(path)) throw new SampleException($"There is no file {path}; samples/FashionMnist/arm64.sh makes it");
        byte[] bytes = File.ReadAllBytes(path);
        int wanted = Images * bytesOfImage;
        return bytes.Length == wanted ? bytes : throw new SampleException($"{path} has {bytes.Length} bytes where {Images} images take {wanted}; samples/FashionMnist/arm64.sh makes it anew");
    }
}
