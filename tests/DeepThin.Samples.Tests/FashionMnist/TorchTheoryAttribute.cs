using DeepThin.PyTorch.Tests;

namespace DeepThin.Samples.Tests.FashionMnist;

/// <summary>A test that needs PyTorch, and the images of the Debian package dataset-fashion-mnist.</summary>
public sealed class TorchTheoryAttribute : TheoryAttribute
{
    public TorchTheoryAttribute() => Skip = Python.Missing ?? new ImagesFactAttribute().Skip;
}
