namespace FashionMnist.Data;

/// <summary>What an image of Fashion-MNIST is, for those who train with it and those who only classify it.</summary>
internal static class FashionImage
{
    /// <summary>The rows and columns of an image.</summary>
    public const int Side = 28;

    /// <summary>The pixels of an image.</summary>
    public const int Pixels = Side * Side;

    /// <summary>Where the package dataset-fashion-mnist puts the files.</summary>
    public const string UsualFolder = "/usr/share/datasets/fashion-mnist";

    /// <summary>The number of images for the test.</summary>
    public const int TestImages = 10_000;

    // The mean and the deviation of the pixels of the training images, white being 1.
    private const float Mean = 0.2860f;
    private const float Deviation = 0.3530f;

    /// <summary>The names of the classes.</summary>
    public static IReadOnlyList<string> Classes { get; } =
        ["T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];

    /// <summary>The pixels as the networks take them.</summary>
    /// <param name="pixels">0 to 255, which is white.</param>
    /// <param name="values">Receives as many values.</param>
    public static void Normalise(ReadOnlySpan<byte> pixels, Span<float> values)
    {
        for (int i = 0; i < pixels.Length; i++) values[i] = Normalise(pixels[i]);
    }

    /// <summary>A pixel as the networks take it.</summary>
    /// <param name="pixel">0 to 255, which is white.</param>
    public static float Normalise(float pixel) => (pixel / 255f - Mean) / Deviation;
}
