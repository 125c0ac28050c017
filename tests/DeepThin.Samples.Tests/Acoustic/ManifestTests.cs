using Acoustic.Data;
using Acoustic.Synthesis;

namespace DeepThin.Samples.Tests.Acoustic;

public sealed class ManifestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ManifestTests()
    {
        foreach (string file in SpeechFiles.All(_folder.Path)) File.WriteAllText(file, "");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(4, 90, true)]
    [InlineData(5, 90, false)]
    [InlineData(4, 91, false)]
    public void DataFitsItsOwnSettings(int seed, int sentences, bool fits)
    {
        Manifests.Some.Write(SpeechFiles.Manifest(_folder.Path));

        Assert.Equal(fits, Manifest.Fits(_folder.Path, new DataSettings(seed, sentences)));
    }

    [Fact]
    public void DataWithoutOneOfItsNineFilesDoesNotFit()
    {
        Manifests.Some.Write(SpeechFiles.Manifest(_folder.Path));
        string[] files = [.. SpeechFiles.All(_folder.Path)];

        Assert.Equal(9, files.Distinct().Count());
        foreach (string file in files)
        {
            File.Move(file, file + ".away");
            Assert.False(Manifest.Fits(_folder.Path, new DataSettings(4, 90)));
            File.Move(file + ".away", file);
        }
    }

    [Fact]
    public void DataOfAnotherRecipeDoesNotFit()
    {
        (Manifests.Some with { Recipe = Manifest.CurrentRecipe + 1 }).Write(SpeechFiles.Manifest(_folder.Path));

        Assert.False(Manifest.Fits(_folder.Path, new DataSettings(4, 90)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    public void DamagedDataDoesNotFit(string json)
    {
        File.WriteAllText(SpeechFiles.Manifest(_folder.Path), json);

        Assert.False(Manifest.Fits(_folder.Path, new DataSettings(4, 90)));
    }

    [Fact]
    public void MissingDataDoesNotFit() => Assert.False(Manifest.Fits(_folder.Path, new DataSettings(4, 90)));
}
