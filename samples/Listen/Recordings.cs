using DeepThin.Training;
using Listen.Data;
using Listen.Streaming;

namespace Listen;

/// <summary>The scenes of a training.</summary>
internal sealed class Recordings
{
    // Networks are trained with pieces of scenes, 4 s long: what is further back would be learnt no better and costs memory.
    private const int PieceFrames = 250;

    private Recordings(Manifest manifest, IReadOnlyList<SceneFrames> training, IReadOnlyList<SceneFrames> validation, IReadOnlyList<SceneFrames> test)
    {
        (Scenes, ValidationScenes, TestScenes) = (training, validation, test);
        Training = Sequences(training, PieceFrames);
        Validation = Sequences(validation, int.MaxValue);
        Fingerprint = FormattableString.Invariant($"{string.Join(", ", manifest.Programs)}, recipe {manifest.Recipe}, seed {manifest.Seed}, {manifest.TrainingScenes} scenes");
    }

    /// <summary>The scenes that networks are trained with.</summary>
    public IReadOnlyList<SceneFrames> Scenes { get; }

    /// <summary>The scenes that choose the best epoch.</summary>
    public IReadOnlyList<SceneFrames> ValidationScenes { get; }

    /// <summary>The scenes that networks are judged by.</summary>
    public IReadOnlyList<SceneFrames> TestScenes { get; }

    /// <summary>Pieces of the scenes that networks are trained with.</summary>
    public SequenceDataset Training { get; }

    /// <summary>The whole scenes that choose the best epoch.</summary>
    public SequenceDataset Validation { get; }

    /// <summary>A text that is another one for other scenes.</summary>
    public string Fingerprint { get; }

    /// <summary>Reads all scenes.</summary>
    /// <param name="folder">The folder of the data.</param>
    /// <param name="manifest">What is in it.</param>
    public static Recordings Read(string folder, Manifest manifest)
    {
        SceneFrames[] scenes = [.. manifest.Scenes.AsParallel().AsOrdered().Select(scene => SceneFrames.Read(folder, scene))];
        return new(manifest, Of(Part.Training), Of(Part.Validation), Of(Part.Test));

        SceneFrames[] Of(Part part) => [.. scenes.Where(scene => scene.Scene.Part == part)];
    }

    private static SequenceDataset Sequences(IReadOnlyList<SceneFrames> scenes, int longest) => SequenceDataset.FromLabels(
        scenes.SelectMany(scene => scene.Features).ToArray(),
        scenes.SelectMany(scene => PiecesOf(scene.Labels.Length, longest)).ToArray(),
        scenes.SelectMany(scene => scene.Labels).ToArray(),
        MelSpectrum.Features,
        classes: 2);

    private static IEnumerable<int> PiecesOf(int frames, int longest)
    {
        for (; frames > longest; frames -= longest) yield return longest;
        yield return frames;
    }
}
