namespace Listen.Data;

/// <summary>What decides the data.</summary>
/// <param name="Seed">Decides who says what in which scene, and the noise.</param>
/// <param name="Scenes">How many scenes networks are trained with. For each five of them one more chooses the epoch, and for each two one more is for the test.</param>
internal sealed record DataSettings(int Seed, int Scenes)
{
    /// <summary>The fewest scenes: with less, a part would have none in which somebody speaks.</summary>
    public const int FewestScenes = 10;

    /// <summary>The scenes of a part.</summary>
    /// <param name="part">The part.</param>
    public int Of(Part part) => part switch
    {
        Part.Training => Scenes,
        Part.Validation => Scenes / 5,
        _ => Scenes / 2,
    };
}
