using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>What is wrong with the lines of a file: the first few are told, the others are counted.</summary>
/// <param name="file">The file in a message.</param>
internal sealed class CsvFaults(string file)
{
    /// <summary>So many lines are told.</summary>
    private const int Told = 5;

    private readonly List<string> _told = [];
    private readonly List<string> _advice = [];
    private int _count;

    /// <summary>Whether there is any.</summary>
    public bool Any => _count > 0;

    /// <summary>Takes note of a bad line.</summary>
    /// <param name="place">The line, and the column.</param>
    /// <param name="fault">What is wrong.</param>
    /// <param name="advice">What would help, for all lines with the same fault.</param>
    public void Add(string place, string fault, string? advice = null)
    {
        if (++_count <= Told) _told.Add($"  {place}: {fault}");
        if (advice != null && !_advice.Contains(advice)) _advice.Add(advice);
    }

    /// <summary>Throws if a line is bad.</summary>
    /// <exception cref="InvalidDataException">There are bad lines; the message tells of the first few, and how many more there are.</exception>
    public void ThrowIfAny()
    {
        if (!Any) return;

        var lines = new List<string> { Invariant($"{file} has {_count} bad {(_count == 1 ? "line" : "lines")}:") };
        lines.AddRange(_told);
        if (_count > Told) lines.Add(Invariant($"  and {_count - Told} more."));
        throw new InvalidDataException(string.Join('\n', lines.Concat(_advice)));
    }
}
