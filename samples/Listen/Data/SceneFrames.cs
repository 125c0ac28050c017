using DeepThin.Samples.Sound;
using Listen.Streaming;

namespace Listen.Data;

/// <summary>The frames of a scene.</summary>
/// <param name="Scene">The scene.</param>
/// <param name="Features">32 values for each frame.</param>
/// <param name="Labels">For each frame whether somebody speaks: 1 or 0.</param>
internal sealed record SceneFrames(Scene Scene, float[] Features, int[] Labels)
{
    /// <summary>Reads the samples of a scene.</summary>
    /// <param name="folder">The folder of the data.</param>
    /// <param name="scene">The scene.</param>
    /// <exception cref="SynthesisException">The file is no wave file, or has other samples than it should.</exception>
    public static short[] Samples(string folder, Scene scene)
    {
        string path = Path.Combine(folder, scene.File);
        short[] samples = WavFile.ParseWhole(File.ReadAllBytes(path), path);
        return samples.Length / Frames.Length == scene.Frames
            ? samples
            : throw new SynthesisException($"{path} has {samples.Length / Frames.Length} frames, and by scenes.json it has {scene.Frames}. Make the data anew: --remake");
    }

    /// <summary>Reads a scene and computes its features.</summary>
    /// <param name="folder">The folder of the data.</param>
    /// <param name="scene">The scene.</param>
    /// <exception cref="SynthesisException">The file is no wave file, or has other samples than it should.</exception>
    public static SceneFrames Read(string folder, Scene scene) => new(scene, FeaturesOf(Samples(folder, scene)), scene.Labels());

    /// <summary>The features of a stream.</summary>
    /// <param name="samples">All its samples.</param>
    /// <returns>32 values for each whole frame.</returns>
    public static float[] FeaturesOf(ReadOnlySpan<short> samples)
    {
        var frames = new Frames();
        var spectrum = new MelSpectrum();
        float[] features = new float[samples.Length / Frames.Length * MelSpectrum.Features];
        for (var rest = features.AsSpan(); frames.Next(ref samples); rest = rest[MelSpectrum.Features..]) spectrum.Compute(frames.Window, rest[..MelSpectrum.Features]);
        return features;
    }
}
