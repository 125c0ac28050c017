using Listen.Data;
using Listen.Streaming;

namespace DeepThin.Samples.Tests.Listen;

/// <summary>Scenes for tests.</summary>
internal static class Scenes
{
    /// <summary>A scene without a file.</summary>
    public static Scene Of(int frames, IReadOnlyList<Stretch> speech) =>
        new() { File = "test-000.wav", Part = Part.Test, Voice = "slt of flite", Noise = "white", IsNoiseKnown = true, Decibels = 10, Frames = frames, Speech = speech };

    /// <summary>The frames of a scene whose filters all have a power.</summary>
    public static SceneFrames Frames(int[] labels, Func<int, double> power) => new(
        Of(labels.Length, Stretch.Of([.. labels.Select(label => label == 1)])),
        [.. Enumerable.Range(0, labels.Length).SelectMany(i => Enumerable.Repeat((float)Math.Log(power(i)), MelSpectrum.Features))],
        labels);
}
