namespace DeepThin.Samples.Tests.FashionMnist;

/// <summary>A test that needs the images of the Debian package dataset-fashion-mnist.</summary>
public sealed class ImagesFactAttribute : FactAttribute
{
    public ImagesFactAttribute()
    {
        if (!File.Exists("/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz")) Skip = "Needs the package dataset-fashion-mnist.";
    }
}
