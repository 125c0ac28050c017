namespace FashionMnist.Data;

/// <summary>The images of Fashion-MNIST (Xiao, Rasul and Vollgraf, 2017) and the class of each.</summary>
/// <param name="Images">The images one after the other, <see cref="Pixels"/> values each, as the networks take them.</param>
/// <param name="Labels">The class of each image, 0 to 9.</param>
internal sealed record FashionData(float[] Images, int[] Labels)
{
    /// <summary>The pixels of an image.</summary>
    public const int Pixels = Side * Side;

    /// <summary>Where the package dataset-fashion-mnist puts the files.</summary>
    public const string UsualFolder = "/usr/share/datasets/fashion-mnist";

    private const int Side = 28;
    private const int TrainingImages = 60_000;
    private const int TestImages = 10_000;

    // The mean and the deviation of the pixels of the training images, white being 1.
    private const float Mean = 0.2860f;
    private const float Deviation = 0.3530f;

    /// <summary>The names of the classes.</summary>
    public static IReadOnlyList<string> Classes { get; } =
        ["T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];

    /// <summary>The names of the four files.</summary>
    public static IReadOnlyList<string> Files { get; } =
        ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"];

    /// <summary>The number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>Reads the 60 000 images for training.</summary>
    /// <param name="folder">The folder with the files.</param>
    /// <exception cref="FashionDataException">A file is missing or damaged.</exception>
    public static FashionData ReadTraining(string folder) => Read(folder, Files[0], Files[1], TrainingImages);

    /// <summary>Reads the 10 000 images for the test.</summary>
    /// <inheritdoc cref="ReadTraining"/>
    public static FashionData ReadTest(string folder) => Read(folder, Files[2], Files[3], TestImages);

    /// <summary>Reads the first image of the test, and nothing else.</summary>
    /// <inheritdoc cref="ReadTraining"/>
    public static float[] ReadFirstTestImage(string folder)
    {
        using var images = new IdxFile(Path.Combine(folder, Files[2]), TestImages, Side, Side);
        byte[] pixels = new byte[Pixels];
        images.Read(pixels);
        return Normalise(pixels);
    }

    /// <summary>One image.</summary>
    /// <param name="index">Which, from 0.</param>
    public ReadOnlySpan<float> Image(int index) => Images.AsSpan(index * Pixels, Pixels);

    private static FashionData Read(string folder, string imageFile, string labelFile, int count)
    {
        using var images = new IdxFile(Path.Combine(folder, imageFile), count, Side, Side);
        using var labels = new IdxFile(Path.Combine(folder, labelFile), count);
        return new FashionData(Normalise(images.ReadAll()), CheckLabels(labels.ReadAll(), Path.Combine(folder, labelFile)));
    }

    private static float[] Normalise(byte[] pixels)
    {
        float[] values = [.. Enumerable.Range(0, 256).Select(pixel => (pixel / 255f - Mean) / Deviation)];
        float[] image = new float[pixels.Length];
        for (int i = 0; i < pixels.Length; i++) image[i] = values[pixels[i]];
        return image;
    }

    private static int[] CheckLabels(byte[] labels, string path)
    {
        int wrong = Array.FindIndex(labels, label => label >= Classes.Count);
        if (wrong >= 0)
        {
            throw new FashionDataException($"{path} is damaged: label {wrong} is {labels[wrong]}, and the labels of Fashion-MNIST go from 0 to {Classes.Count - 1}.", null);
        }

        return Array.ConvertAll(labels, label => (int)label);
    }
}
