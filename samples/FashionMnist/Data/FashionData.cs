using DeepThin.Training;

namespace FashionMnist.Data;

/// <summary>The images of Fashion-MNIST (Xiao, Rasul and Vollgraf, 2017) and the class of each.</summary>
/// <param name="Images">The images one after the other, <see cref="FashionImage.Pixels"/> values each, as the networks take them.</param>
/// <param name="Labels">The class of each image, 0 to 9.</param>
internal sealed record FashionData(float[] Images, int[] Labels)
{
    private const int TrainingImages = 60_000;

    /// <summary>The names of the four files.</summary>
    public static IReadOnlyList<string> Files { get; } =
        ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"];

    /// <summary>The names of the two with the test images.</summary>
    public static IEnumerable<string> TestFiles => Files.Skip(2);

    /// <summary>The number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>Reads the 60 000 images for training.</summary>
    /// <param name="folder">The folder with the files.</param>
    /// <exception cref="FashionDataException">A file is missing or damaged.</exception>
    public static FashionData ReadTraining(string folder) => Read(folder, Files[0], Files[1], TrainingImages);

    /// <summary>Reads the 10 000 images for the test.</summary>
    /// <inheritdoc cref="ReadTraining"/>
    public static FashionData ReadTest(string folder) => Read(folder, Files[2], Files[3], FashionImage.TestImages);

    /// <summary>One image.</summary>
    /// <param name="index">Which, from 0.</param>
    public ReadOnlySpan<float> Image(int index) => Images.AsSpan(index * FashionImage.Pixels, FashionImage.Pixels);

    private static FashionData Read(string folder, string imageFile, string labelFile, int count)
    {
        var images = ReadArray(Path.Combine(folder, imageFile), count, FashionImage.Side, FashionImage.Side);
        var labels = ReadArray(Path.Combine(folder, labelFile), count);
        return new FashionData(Normalise(images.ToFloats().Span), CheckLabels(labels.ToInts(), Path.Combine(folder, labelFile)));
    }

    private static NumericArray ReadArray(string path, params int[] shape)
    {
        try
        {
            var array = IdxFile.Read(path);
            return array.Shape.SequenceEqual(shape) ? array : throw new FashionDataException(
                $"{path} is not the file of Fashion-MNIST with this name: its shape is {Product(array.Shape)}, and {Product(shape)} is expected.", null);
        }
        catch (InvalidDataException error)
        {
            throw new FashionDataException(error.Message, error);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FashionDataException($"{path} does not exist.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FashionDataException($"{path} cannot be read: {error.Message}", error);
        }
    }

    private static string Product(IReadOnlyList<int> shape) => string.Join(" × ", shape);

    private static float[] Normalise(ReadOnlySpan<float> pixels)
    {
        float[] values = new float[pixels.Length];
        for (int i = 0; i < values.Length; i++) values[i] = FashionImage.Normalise(pixels[i]);
        return values;
    }

    private static int[] CheckLabels(int[] labels, string path)
    {
        int wrong = Array.FindIndex(labels, label => label < 0 || label >= FashionImage.Classes.Count);
        return wrong < 0 ? labels : throw new FashionDataException(
            $"{path} is damaged: label {wrong} is {labels[wrong]}, and the labels of Fashion-MNIST go from 0 to {FashionImage.Classes.Count - 1}.", null);
    }
}
