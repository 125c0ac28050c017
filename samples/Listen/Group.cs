using Listen.Data;

namespace Listen;

/// <summary>Scenes that detectors are judged by one group at a time.</summary>
/// <param name="Name">What the table calls them.</param>
/// <param name="Has">Whether a scene is one of them.</param>
internal sealed record Group(string Name, Predicate<Scene> Has)
{
    /// <summary>By how loud speech is beside the noise, and by whether networks know the kind of noise.</summary>
    public static IReadOnlyList<Group> All { get; } =
    [
        .. Synthesis.ScenePlan.Decibels.Select(decibels => new Group(FormattableString.Invariant($"{decibels} dB").Replace('-', '−'), scene => scene.Decibels == decibels)),
        new("nobody speaks", scene => scene.Voice == null),
        new("known noise", scene => scene.IsNoiseKnown),
        new("new noise", scene => !scene.IsNoiseKnown),
    ];
}
