using System.Globalization;
using DeepThin.Training;

namespace Tables.Data;

/// <summary>
/// Breast Cancer Wisconsin (Diagnostic), by W. H. Wolberg, W. N. Street and O. L. Mangasarian, 1995: 569 tumours, each with 30 measurements of its cells, as the
/// package of scikit-learn has it. Its file has no names of columns and numbers in place of classes.
/// </summary>
internal static class TumourTable
{
    /// <summary>Where the Debian package python3-sklearn has its tables.</summary>
    public const string UsualFolder = "/usr/lib/python3/dist-packages/sklearn/datasets/data";

    /// <summary>The file in that folder.</summary>
    public const string FileName = "breast_cancer.csv";

    /// <summary>The column with the classes.</summary>
    public const string Label = "diagnosis";

    private const string FirstLine = "569,30,malignant,benign";

    private static readonly string[] Classes = ["malignant", "benign"];

    private static readonly string[] Quantities =
        ["radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity", "concave points", "symmetry", "fractal dimension"];

    /// <summary>The names of the measurements in the order of the file: of ten quantities the mean over the cells, its standard error, and the mean of the three largest.</summary>
    public static IReadOnlyList<string> Features { get; } =
        [.. Quantities.Select(name => $"mean {name}"), .. Quantities.Select(name => $"{name} error"), .. Quantities.Select(name => $"worst {name}")];

    /// <summary>Writes the table as CSV with the names of the columns and of the classes.</summary>
    /// <param name="folder">The folder with the file of scikit-learn.</param>
    /// <param name="path">The file to write.</param>
    /// <exception cref="TableException">The file is missing, or another one.</exception>
    public static void Write(string folder, string path)
    {
        string source = Path.Combine(folder, FileName);
        if (!File.Exists(source)) throw new TableException($"There is no file {source}. On Debian and Ubuntu the package python3-sklearn has it; or give the folder where it is: --table DIR");
        string[] lines = File.ReadAllLines(source);
        if (lines.Length == 0 || lines[0] != FirstLine)
        {
            throw new TableException($"{source} is not the table of scikit-learn: it begins with '{lines.FirstOrDefault()}', and not with '{FirstLine}'.");
        }

        File.WriteAllLines(path, [string.Join(',', Features.Append(Label)), .. lines.Skip(1).Select((line, i) => Named(source, line, i + 2))]);
    }

    /// <summary>Reads the table that was written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classes">The classes in the order of a model's; null for the ordinal one.</param>
    /// <exception cref="TableException">The file is not such a table.</exception>
    public static Dataset Read(string path, IReadOnlyList<string>? classes = null)
    {
        try
        {
            return Dataset.FromCsv(path, new CsvOptions { Label = Label, Classes = classes });
        }
        catch (InvalidDataException error)
        {
            throw new TableException(error.Message, error);
        }
    }

    /// <summary>Writes samples in the same way.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="path">The file to write.</param>
    public static void Write(Dataset data, string path) => File.WriteAllLines(
        path, [string.Join(',', data.FeatureNames.Append(Label)), .. Enumerable.Range(0, data.Count).Select(i => $"{Line(data, i)},{data.ClassNames[data.Labels.Span[i]]}")]);

    /// <summary>The values of a sample as a line of CSV.</summary>
    public static string Line(Dataset data, int index) =>
        string.Join(',', data.Samples.Slice(index * data.Features, data.Features).ToArray().Select(value => value.ToString("R", CultureInfo.InvariantCulture)));

    // The last column has the number of the class.
    private static string Named(string source, string line, int number)
    {
        int comma = line.LastIndexOf(',');
        return line[(comma + 1)..] is "0" or "1"
            ? $"{line[..comma]},{Classes[line[^1] - '0']}"
            : throw new TableException($"{source}, line {number}: the class is '{line[(comma + 1)..]}', and not 0 or 1.");
    }
}
