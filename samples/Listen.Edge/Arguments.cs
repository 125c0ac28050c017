using System.Globalization;

namespace Listen.Edge;

/// <summary>What the command line says.</summary>
internal sealed record Arguments
{
    private const float UsualThreshold = 0.5f;
    private const double UsualSeconds = 10;
    private const int MostStreams = 100_000;
    private const double MostSeconds = 3600;

    /// <summary>Whether the help is wanted.</summary>
    public bool Help { get; private set; }

    /// <summary>Whether there is a line for a change only.</summary>
    public bool Changes { get; private set; }

    /// <summary>Whether the program says at the end what listening cost.</summary>
    public bool Summary { get; private set; }

    /// <summary>The probability from which on somebody speaks.</summary>
    public float Threshold { get; private set; } = UsualThreshold;

    /// <summary>How many streams are listened to at once; null for the one on standard input.</summary>
    public int? Streams { get; private set; }

    /// <summary>The seconds of each of many streams.</summary>
    public double Seconds { get; private set; } = UsualSeconds;

    /// <summary>Reads a command line.</summary>
    /// <param name="args">The command line.</param>
    /// <returns>What it says, and what is wrong with it; one of both is null.</returns>
    public static (Arguments? Arguments, string? Fault) Read(ReadOnlySpan<string> args)
    {
        var arguments = new Arguments();
        var given = new HashSet<string>();
        for (int i = 0; i < args.Length; i++)
        {
            string name = args[i];
            bool hasValue = name is "--threshold" or "--streams" or "--seconds";
            if (hasValue && i + 1 == args.Length) return (null, $"{name} needs a value.");
            if (arguments.Take(name, hasValue ? args[++i] : "") is { } fault) return (null, fault);
            given.Add(name);
        }

        return Conflict(given) is { } conflict ? (null, conflict) : (arguments, null);
    }

    private string? Take(string name, string value)
    {
        switch (name)
        {
            case "--help":
                Help = true;
                return null;
            case "--changes":
                Changes = true;
                return null;
            case "--summary":
                Summary = true;
                return null;
            case "--threshold":
                Threshold = (float)Number(value);
                return Threshold is > 0 and < 1 ? null : $"--threshold is a probability above 0 and below 1, and not '{value}'.";
            case "--seconds":
                Seconds = Number(value);
                return Seconds is >= 0.1 and <= MostSeconds ? null : $"--seconds is a number of 0.1 to {MostSeconds}, and not '{value}'.";
            case "--streams":
                Streams = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int streams) ? streams : 0;
                return Streams is >= 1 and <= MostStreams ? null : $"--streams is a whole number of 1 to {MostStreams}, and not '{value}'.";
            default:
                return $"{name} is not an option.";
        }
    }

    // What would do nothing is not taken.
    private static string? Conflict(HashSet<string> given)
    {
        if (given.Contains("--threshold") && !given.Contains("--changes")) return "--threshold decides where changes are, so it goes with --changes.";
        if (given.Contains("--seconds") && !given.Contains("--streams")) return "--seconds is the length of many streams, so it goes with --streams.";
        if (given.Contains("--streams") && (given.Contains("--changes") || given.Contains("--summary"))) return "--streams tells the load and nothing else, so it goes with --seconds alone.";
        return null;
    }

    private static double Number(string value) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;
}
