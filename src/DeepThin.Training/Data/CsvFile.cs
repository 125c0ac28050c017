using System.Globalization;

namespace DeepThin.Training;

/// <summary>Reads the numbers of CSV files, where all columns are numbers. <see cref="Dataset.FromCsv(string, CsvOptions)"/> reads files with classes, targets and categories.</summary>
public static class CsvFile
{
    private static readonly char[] Separators = [';', '\t', '|', ','];

    /// <summary>Reads an array of lines × columns. The first line is a header where one of its fields is no number.</summary>
    /// <param name="path">The file, which is not held in memory as text. It is read as UTF-8 unless it begins as another encoding does.</param>
    /// <exception cref="InvalidDataException">A value is missing or is no number. The message names the first bad lines with their columns, and says how many more there are.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NumericArray Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        bool hasHeader = File.ReadLines(path).FirstOrDefault(line => !string.IsNullOrWhiteSpace(line)) is { } first && !first.Split(Separators).All(IsNumber);
        using var text = new StreamReader(path);
        var (values, columns) = CsvReader.ReadNumbers(text, path, hasHeader);
        return new(path, [values.Length / columns, columns], new('f', sizeof(float), IsBigEndian: false), values, []);
    }

    private static bool IsNumber(string field) => field.Trim(' ', '"') is "" || float.TryParse(field.Trim(' ', '"'), NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
