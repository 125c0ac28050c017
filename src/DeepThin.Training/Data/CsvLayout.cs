using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>Which column of a file is what.</summary>
internal sealed class CsvLayout
{
    private readonly string _file;
    private readonly bool _hasHeader;

    /// <summary>Finds the columns of the options.</summary>
    /// <param name="file">The file in a message.</param>
    /// <param name="names">The names of its columns.</param>
    /// <param name="options">What each is.</param>
    /// <exception cref="InvalidDataException">A column is not there, or is two things at once.</exception>
    public CsvLayout(string file, string[] names, CsvOptions options)
    {
        _file = file;
        _hasHeader = options.HasHeader;
        Names = names;
        Label = options.Label is { } label ? Find(label) : -1;
        Targets = FindAll(options.Targets);
        int[] ignored = FindAll(options.Ignored);
        int[] oneHot = FindAll(options.OneHot);
        int[] others = [.. Targets, .. ignored];
        if (Label >= 0) others = [.. others, Label];
        Features = options.Features == null ? [.. Enumerable.Range(0, names.Length).Except(others)] : FindAll(options.Features);
        IsOneHot = Array.ConvertAll(Features, oneHot.Contains);
        if (Repeated([.. others, .. Features]) is { } twice) throw Bad(Invariant($"has column {Show(twice)}, which the options name twice among label, targets, features and ignored columns."));
        if (Features.Length == 0) throw Bad("has no column that is left to be a feature.");
        if (oneHot.Except(Features).ToArray() is [var stranger, ..]) throw Bad(Invariant($"has column {Show(stranger)}, which OneHot names, and which is no feature."));
    }

    /// <summary>The names of all columns.</summary>
    public string[] Names { get; }

    /// <summary>The column of the classes; −1 where there is none.</summary>
    public int Label { get; }

    /// <summary>The columns of the targets.</summary>
    public int[] Targets { get; }

    /// <summary>The columns of the features.</summary>
    public int[] Features { get; }

    /// <summary>For each of the features whether its texts are categories.</summary>
    public bool[] IsOneHot { get; }

    /// <summary>A column in a message.</summary>
    public string Show(int column) => _hasHeader ? $"'{Names[column]}'" : Names[column];

    private static int? Repeated(int[] columns) => columns.GroupBy(column => column).Where(group => group.Count() > 1).Select(group => (int?)group.Key).FirstOrDefault();

    private int[] FindAll(IEnumerable<CsvColumn> columns) => [.. columns.Select(Find)];

    private int Find(CsvColumn column)
    {
        int number = column.Find(Names, _hasHeader, out string? fault);
        return fault == null ? number : throw Bad(fault);
    }

    private InvalidDataException Bad(string what) => new($"{_file} {what}");
}
