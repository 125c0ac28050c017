using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>Times as people write them.</summary>
internal static class Times
{
    /// <summary>Such as <c>0.85 s</c>, <c>12.3 s</c>, <c>4 min 05 s</c> or <c>2 h 03 min</c>.</summary>
    public static string InWords(TimeSpan time) => time.TotalSeconds switch
    {
        < 9.995 => Invariant($"{time.TotalSeconds:0.00} s"),
        < 59.95 => Invariant($"{time.TotalSeconds:0.0} s"),
        < 3599.5 => InTwo(Math.Round(time.TotalSeconds), "min", "s"),
        _ => InTwo(Math.Round(time.TotalMinutes), "h", "min"),
    };

    private static string InTwo(double count, string large, string small) => Invariant($"{Math.Floor(count / 60):0} {large} {count % 60:00} {small}");
}
