using System.Globalization;

namespace DeepThin.Training;

/// <summary>Numbers for the texts of a column: given ones, or those that are found.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];
    private readonly bool _isGiven;

    /// <summary>Starts with given texts, to which none is added, or without any.</summary>
    public Vocabulary(IReadOnlyList<string>? given)
    {
        _isGiven = given != null;
        foreach (string text in given ?? []) Add(text);
    }

    /// <summary>The texts, by number.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>The number of a text, which is a new one where it can be; −1 where it is none of the given.</summary>
    public int NumberOf(ReadOnlySpan<char> text)
    {
        if (_numbers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out int number)) return number;

        return _isGiven ? -1 : Add(text.ToString());
    }

    /// <summary>
    /// Brings texts that were found into their order: by value where all are numbers, so that 10 comes after 9, and otherwise as ordinal comparison has them.
    /// </summary>
    /// <returns>For each number so far the new one.</returns>
    public int[] Sort()
    {
        int[] order = [.. Enumerable.Range(0, _texts.Count)];
        if (!_isGiven)
        {
            double[] values = [.. _texts.Select(ValueOf)];
            bool byValue = values.All(double.IsFinite);
            order = [.. order.OrderBy(number => byValue ? values[number] : 0).ThenBy(number => _texts[number], StringComparer.Ordinal)];
            string[] sorted = [.. order.Select(number => _texts[number])];
            _texts.Clear();
            _texts.AddRange(sorted);
        }

        int[] renumbered = new int[order.Length];
        for (int i = 0; i < order.Length; i++) renumbered[order[i]] = i;
        return renumbered;
    }

    private static double ValueOf(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;

    private int Add(string text)
    {
        _numbers.Add(text, _texts.Count);
        _texts.Add(text);
        return _texts.Count - 1;
    }
}
