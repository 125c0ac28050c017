using System.Text.Json.Serialization;

namespace Listen.Data;

/// <summary>A scene that has been made: a wave file, and what is known of it.</summary>
internal sealed record Scene
{
    /// <summary>The name of the wave file.</summary>
    public required string File { get; init; }

    /// <summary>What it is for.</summary>
    public required Part Part { get; init; }

    /// <summary>Who speaks; null where nobody does.</summary>
    public required string? Voice { get; init; }

    /// <summary>The noise.</summary>
    public required string Noise { get; init; }

    /// <summary>Whether networks are trained with noise of this kind.</summary>
    public required bool IsNoiseKnown { get; init; }

    /// <summary>The power of the speech over that of the noise in dB; null where nobody speaks.</summary>
    public required double? Decibels { get; init; }

    /// <summary>The frames.</summary>
    public required int Frames { get; init; }

    /// <summary>Where somebody speaks: the first frame of each stretch, and the one behind its last.</summary>
    public required IReadOnlyList<Stretch> Speech { get; init; }

    /// <summary>The seconds of the scene.</summary>
    [JsonIgnore]
    public double Seconds => (double)Frames * Streaming.Frames.Milliseconds / 1000;

    /// <summary>For each frame whether somebody speaks: 1 or 0.</summary>
    public int[] Labels()
    {
        int[] labels = new int[Frames];
        foreach (var (first, end) in Speech) labels.AsSpan(first, end - first).Fill(1);
        return labels;
    }
}
