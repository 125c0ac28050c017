using DeepThin.Tool.Commands;

namespace DeepThin.Tests.Planning;

public sealed class ReLayoutPictureTests
{
    /// <summary>The picture in the docs is what the index map draws; DEEPTHIN_UPDATE_GOLDEN=1 in the environment draws it anew.</summary>
    [Fact]
    public void The_picture_in_the_docs_is_drawn_from_the_index_map()
    {
        string picture = ReLayoutPicture.Draw(
            12, 8,
            (5, "Tall: n = 5. A column takes parts of three or four rows, and begins elsewhere in them each time."),
            (25, "Wide: n = 25. A row covers two columns and a little more, so that it drifts."),
            (6, "Not allowed: n = 6 shares a factor with Q = 12. All columns are cut alike."));
        string path = Path.Combine(Repository.Root, "docs", "relayout.svg");
        if (Environment.GetEnvironmentVariable("DEEPTHIN_UPDATE_GOLDEN") == "1") File.WriteAllText(path, picture);
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), picture);
    }
}
