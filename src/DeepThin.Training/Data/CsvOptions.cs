namespace DeepThin.Training;

/// <summary>
/// How a CSV file becomes a dataset. Give <see cref="Label"/> or <see cref="Targets"/>; all other columns are features then. Numbers have a decimal point in every
/// culture, fields may be quoted, and blanks around a field and blank lines do not count.
/// </summary>
public sealed record CsvOptions
{
    /// <summary>Whether the first line has the names of the columns; otherwise their numbers, from 0, serve as names.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>What separates the fields; null takes the first of semicolon, tab, bar and comma that the first line has.</summary>
    public char? Separator { get; init; }

    /// <summary>The column with the class of each sample, as text or number.</summary>
    public CsvColumn? Label { get; init; }

    /// <summary>The columns with the target values of each sample.</summary>
    public IReadOnlyList<CsvColumn> Targets { get; init; } = [];

    /// <summary>The columns that are features, in this order; null takes all but the label, the targets and the ignored ones.</summary>
    public IReadOnlyList<CsvColumn>? Features { get; init; }

    /// <summary>Columns that are no features, such as the number of a line.</summary>
    public IReadOnlyList<CsvColumn> Ignored { get; init; } = [];

    /// <summary>
    /// Feature columns whose texts are categories. Each text becomes a feature with a name such as <c>color=red</c>, in ordinal order. It is 1 for the samples with
    /// this text, and 0 for others.
    /// </summary>
    public IReadOnlyList<CsvColumn> OneHot { get; init; } = [];

    /// <summary>
    /// The classes in their order, the text of class 0 first; other texts are errors then. Null takes the texts that the file has, by value if all are numbers, and
    /// otherwise in ordinal order.
    /// </summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>
    /// An earlier dataset, such as the training samples when those of the test are read. The classes and the categories are those of this dataset, means and medians
    /// for missing values are taken from it, and features with other names are refused.
    /// </summary>
    public Dataset? Like { get; init; }

    /// <summary>
    /// What becomes of missing features. A one-hot column that misses its text has only zeros. A missing label or target is an error in any case.
    /// </summary>
    public MissingValues Missing { get; init; } = MissingValues.Refused;

    /// <summary>The texts that stand for a missing number. In label and one-hot columns only an empty field is missing.</summary>
    public IReadOnlyList<string> MissingTexts { get; init; } = ["", "?", "NA", "N/A", "NaN", "nan", "null"];

    /// <summary>Which option does not go with the others; null if all do.</summary>
    internal string? Fault() =>
        Refusal.Unless(Targets != null && Ignored != null && OneHot != null && MissingTexts != null, $"Targets, Ignored, OneHot or MissingTexts is null; give an empty list.")
        ?? Refusal.Unless(Missing != null, $"Missing is null; MissingValues.Refused is the default.")
        ?? Refusal.Unless(Label != null || Targets!.Count > 0, $"Give Label, the column of the classes, or Targets, the columns of the values to predict.")
        ?? Refusal.Unless(Label == null || Targets!.Count == 0, $"Label and Targets are given; a dataset has one of the two.")
        ?? Refusal.Unless(Features is not { Count: 0 }, $"Features is empty; null takes all columns but the label, the targets and the ignored ones.")
        ?? Refusal.Unless(Classes == null || Label != null, $"Classes are given, and no Label.")
        ?? Refusal.Unless(Classes == null || Like == null, $"Classes and Like are given; the classes are those of Like, so leave Classes out.")
        ?? Refusal.Unless(Classes == null || (Classes.Count >= 2 && Classes.Distinct(StringComparer.Ordinal).Count() == Classes.Count), $"Classes must be two or more different texts.")
        ?? Refusal.Unless(Like == null || Like.HasLabels == (Label != null), $"Like has {(Like?.HasLabels == true ? "labels" : "targets")}, and the options name {(Label != null ? "a label" : "targets")}.")
        ?? Refusal.Unless(Like == null || OneHot!.Count == 0 || Like.FeatureNames.Count > 0, $"Like has no FeatureNames, which would say the categories of the OneHot columns.")
        ?? Refusal.Unless(
            Separator is null or '\t' or (>= ' ' and <= '~' and not ('"' or '.' or '-' or '+') and not (>= '0' and <= '9')),
            $"Separator is '{Separator}'; it must be a tab or another ASCII character that is in no number, such as ','.");
}
