using DeepThin.Samples.Tests.Acoustic;
using Listen.Data;

namespace DeepThin.Samples.Tests.Listen;

public sealed class ManifestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_found()
    {
        Assert.Null(Manifest.Find(_folder.Path));
        var scene = Scenes.Of(100, [new(3, 40), new(50, 100)]);
        new Manifest { Recipe = Manifest.CurrentRecipe, Seed = 2, TrainingScenes = 10, Programs = ["flite-2.2"], Scenes = [scene] }.Write(_folder.Path);
        var found = Manifest.Find(_folder.Path)!;
        Assert.True(found.Fits(new(2, 10)));
        Assert.False(found.Fits(new(1, 10)));
        Assert.False(found.Fits(new(2, 11)));
        Assert.False((found with { Recipe = Manifest.CurrentRecipe + 1 }).Fits(new(2, 10)));
        Assert.Equal(scene.Labels(), found.Scenes[0].Labels());
        Assert.Equal(scene with { Speech = [] }, found.Scenes[0] with { Speech = [] });
        Manifest.Remove(_folder.Path);
        Assert.Null(Manifest.Find(_folder.Path));
    }

    [Fact]
    public void What_is_damaged_is_not_there()
    {
        File.WriteAllText(_folder.File("scenes.json"), "{ \"recipe\": 1");
        Assert.Null(Manifest.Find(_folder.Path));
    }
}
