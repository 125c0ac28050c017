using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>Reasons why something is refused. Whoever asked for it throws them, because only they know by which name it came.</summary>
internal static class Refusal
{
    /// <summary>The reason, or null if what must be is so.</summary>
    public static string? Unless(bool isSo, FormattableString reason) => isSo ? null : Invariant(reason);
}
