using System.Globalization;
using nietras.SeparatedValues;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// Reads a dataset from a CSV file, line by line. Only numbers are kept: a text that is a class or a category is one from the start, in the order in which the texts
/// come, and is renumbered at the end. A field is taken only once: Sep trims and unescapes it in place, and gives another text the second time.
/// </summary>
internal sealed class CsvReader
{
    /// <summary>A longer text is cut in a message.</summary>
    private const int ShownLength = 40;

    private const string OneHotAdvice = "If the texts of a column are categories, name it in OneHot; if it is no feature, name it in Ignored.";
    private const string MissingAdvice = "To fill what is missing, set Missing, for example to MissingValues.Mean.";

    private readonly string _file;
    private readonly CsvOptions _options;
    private readonly CsvLayout _layout;
    private readonly CsvFaults _faults;
    private readonly Vocabulary _classes;
    private readonly Vocabulary?[] _categories;
    private readonly GrowingBuffer<float> _features = new();
    private readonly GrowingBuffer<float> _targets = new();
    private readonly GrowingBuffer<int> _labels = new();
    private int _count;
    private int _line;

    private CsvReader(string file, CsvOptions options, string[] names)
    {
        _file = file;
        _options = options;
        _layout = new CsvLayout(file, names, options);
        _faults = new CsvFaults(file);
        _classes = new Vocabulary(options.Classes ?? (options.Like == null ? null : ClassesOf(options.Like)));
        _categories = [.. _layout.Features.Select((column, place) => _layout.IsOneHot[place] ? new Vocabulary(CategoriesOfLike(names[column])) : null)];
    }

    /// <summary>Reads a dataset.</summary>
    /// <param name="text">The text of the file, which stays open.</param>
    /// <param name="file">The file in a message.</param>
    /// <param name="options">What its columns are.</param>
    /// <exception cref="InvalidDataException">The text does not fit the options.</exception>
    public static Dataset Read(TextReader text, string file, CsvOptions options) => ReadLines(text, file, options).Finish();

    /// <summary>Reads numbers: all columns are features, and there is nothing besides.</summary>
    /// <param name="text">The text of the file, which stays open.</param>
    /// <param name="file">The file in a message.</param>
    /// <param name="hasHeader">Whether the first line has the names of the columns.</param>
    /// <exception cref="InvalidDataException">A value is missing or is no number.</exception>
    public static (float[] Values, int Columns) ReadNumbers(TextReader text, string file, bool hasHeader)
    {
        var reader = ReadLines(text, file, new CsvOptions { HasHeader = hasHeader });
        reader.CheckLines();
        return (reader._features.Values.ToArray(), reader._layout.Features.Length);
    }

    private static CsvReader ReadLines(TextReader text, string file, CsvOptions options)
    {
        var sep = options.Separator is { } separator ? new Sep(separator) : (Sep?)null;
        var settings = new SepReaderOptions(sep) { HasHeader = false, DisableColCountCheck = true, Unescape = true, Trim = SepTrim.Outer, CultureInfo = CultureInfo.InvariantCulture };
        var fromFirstLine = new FromFirstLine(text);
        using var rows = settings.From(fromFirstLine);
        CsvReader? reader = null;
        for (int line = 1; Next(rows, file); line = rows.Current.LineNumberToExcl)
        {
            var row = rows.Current;
            if (IsBlank(row)) continue;

            bool isFirst = reader == null;
            reader ??= new CsvReader(file, options, NamesOf(row, options.HasHeader));
            reader._line = fromFirstLine.LinesBefore + line;
            if (!isFirst || !options.HasHeader) reader.Add(row);
        }

        return reader ?? throw new InvalidDataException($"{file} is empty.");
    }

    private static bool Next(SepReader rows, string file)
    {
        try
        {
            return rows.MoveNext();
        }
        catch (NotSupportedException error)
        {
            throw new InvalidDataException($"{file} has a line of millions of characters; a quote may not be closed.", error);
        }
    }

    private static bool IsBlank(SepReader.Row row) => row.ColCount == 1 && row[0].Span.IsWhiteSpace();

    private static string[] NamesOf(SepReader.Row row, bool hasHeader)
    {
        string[] names = new string[row.ColCount];
        for (int i = 0; i < names.Length; i++) names[i] = hasHeader ? row[i].ToString() : Invariant($"{i}");
        return names;
    }

    private static IReadOnlyList<string> ClassesOf(Dataset like) =>
        like.ClassNames.Count > 0 ? like.ClassNames : [.. Enumerable.Range(0, like.Outputs).Select(label => label.ToString(CultureInfo.InvariantCulture))];

    private string[]? CategoriesOfLike(string column) =>
        _options.Like?.FeatureNames.Where(name => name.StartsWith(column + '=', StringComparison.Ordinal)).Select(name => name[(column.Length + 1)..]).ToArray();

    private void Add(SepReader.Row row)
    {
        if (row.ColCount != _layout.Names.Length)
        {
            string quote = row.Span.Contains('\n') ? " It goes on in further lines; a quote may not be closed." : "";
            _faults.Add(Invariant($"line {_line}"), Invariant($"it has {row.ColCount} columns, and the first line has {_layout.Names.Length}.{quote}"));
            return;
        }

        if (AddFeatures(row) && AddTargets(row) && AddLabel(row)) _count++;
    }

    private bool AddFeatures(SepReader.Row row)
    {
        var values = _features.Append(_layout.Features.Length);
        for (int i = 0; i < values.Length; i++)
        {
            int column = _layout.Features[i];
            var text = row[column].Span;
            bool isGood = _categories[i] is { } categories ? ReadCategory(column, text, categories, out values[i]) : ReadNumber(column, text, _options.Missing.AreRefused, out values[i]);
            if (!isGood) return false;
        }

        return true;
    }

    private bool AddTargets(SepReader.Row row)
    {
        var values = _targets.Append(_layout.Targets.Length);
        for (int i = 0; i < values.Length; i++)
        {
            if (!ReadNumber(_layout.Targets[i], row[_layout.Targets[i]].Span, mustBeThere: true, out values[i])) return false;
        }

        return true;
    }

    private bool AddLabel(SepReader.Row row)
    {
        if (_layout.Label < 0) return true;

        var text = row[_layout.Label].Span;
        if (text.IsEmpty) return Fault(_layout.Label, "the label is missing.");

        int label = _classes.NumberOf(text);
        if (label < 0) return Fault(_layout.Label, $"'{Shown(text)}' is none of the {_classes.Texts.Count} classes: {Listed(_classes.Texts)}.");

        _labels.Append(1)[0] = label;
        return true;
    }

    private bool ReadNumber(int column, ReadOnlySpan<char> text, bool mustBeThere, out float value)
    {
        value = float.NaN;
        if (IsMissing(text))
        {
            bool isFeature = _layout.Features.Contains(column);
            return !mustBeThere || Fault(column, $"the {(isFeature ? "value" : "target")} is missing.", isFeature ? MissingAdvice : null);
        }

        if (!float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
        {
            string comma = text.Contains(',') ? ", which has a decimal point and no comma" : "";
            return Fault(column, $"'{Shown(text)}' is not a number{comma}.", _layout.Features.Contains(column) ? OneHotAdvice : null);
        }

        return float.IsFinite(value) || Fault(column, $"'{Shown(text)}' is not finite in single precision.");
    }

    private bool ReadCategory(int column, ReadOnlySpan<char> text, Vocabulary categories, out float value)
    {
        value = float.NaN;
        if (text.IsEmpty) return !_options.Missing.AreRefused || Fault(column, "the value is missing.", MissingAdvice);

        int category = categories.NumberOf(text);
        value = category;
        return category >= 0 || Fault(column, $"'{Shown(text)}' is none of the categories of Like: {Listed(categories.Texts)}.");
    }

    private bool IsMissing(ReadOnlySpan<char> text)
    {
        foreach (string missing in _options.MissingTexts)
        {
            if (text.SequenceEqual(missing)) return true;
        }

        return false;
    }

    // What options are advised nobody gives who reads numbers alone.
    private bool Fault(int column, string fault, string? advice = null)
    {
        _faults.Add(Invariant($"line {_line}, column {_layout.Show(column)}"), fault, _options is { Label: null, Targets.Count: 0 } ? null : advice);
        return false;
    }

    private void CheckLines()
    {
        _faults.ThrowIfAny();
        if (_count == 0) throw new InvalidDataException($"{_file} has no line with a sample.");
    }

    private Dataset Finish()
    {
        CheckLines();
        string[] names = FeatureNames(out int[]?[] renumbered);
        CheckLike(names);
        var samples = FillAndExpand(names.Length, renumbered);
        if (_layout.Label < 0) return Dataset.WithTargets(samples, names.Length, _targets.Values, _layout.Targets.Length).WithNames(names);

        int[] order = _classes.Sort();
        if (_classes.Texts.Count < 2)
        {
            throw new InvalidDataException(
                $"{_file} has the label '{_classes.Texts[0]}' in every line, and a classification needs at least 2 classes. If the others are only missing here, give Classes.");
        }

        foreach (ref int label in _labels.Values.Span) label = order[label];
        return Dataset.WithLabels(samples, names.Length, _labels.Values, _classes.Texts.Count).WithNames(names, _classes.Texts);
    }

    private string[] FeatureNames(out int[]?[] renumbered)
    {
        renumbered = Array.ConvertAll(_categories, categories => categories?.Sort());
        return [.. _layout.Features.SelectMany((column, place) => _categories[place] is { } categories
            ? categories.Texts.Select(text => $"{_layout.Names[column]}={text}")
            : [_layout.Names[column]])];
    }

    private void CheckLike(string[] names)
    {
        if (_options.Like is not { } like) return;

        if (like.Features != names.Length || (like.FeatureNames.Count > 0 && !like.FeatureNames.SequenceEqual(names)))
        {
            throw new InvalidDataException(Invariant($"{_file} gives the {names.Length} features {Listed(names)}, and Like has {like.Features}{(like.FeatureNames.Count > 0 ? ": " + Listed(like.FeatureNames) : "")}."));
        }

        if (!like.HasLabels && like.Outputs != _layout.Targets.Length)
        {
            throw new InvalidDataException(Invariant($"{_file} gives {_layout.Targets.Length} targets, and Like has {like.Outputs}."));
        }
    }

    /// <summary>Fills what is missing, and gives each category a feature of its own.</summary>
    private Memory<float> FillAndExpand(int width, int[]?[] renumbered)
    {
        int columns = _layout.Features.Length;
        var read = _features.Values;
        var samples = _categories.All(categories => categories == null) ? read : new float[_count * (long)width <= Array.MaxLength ? _count * width : throw GrowingBuffer<float>.TooLong()];
        for (int column = 0, feature = 0; column < columns; column++)
        {
            if (renumbered[column] is { } numbers)
            {
                Mark(read.Span, samples.Span, column, columns, feature, width, numbers);
                feature += numbers.Length;
            }
            else
            {
                Fill(read.Span, samples.Span, column, columns, feature, width);
                feature++;
            }
        }

        return samples;
    }

    private void Mark(ReadOnlySpan<float> read, Span<float> samples, int column, int columns, int feature, int width, int[] numbers)
    {
        for (int i = 0; i < _count; i++)
        {
            float category = read[i * columns + column];
            if (!float.IsNaN(category)) samples[i * width + feature + numbers[(int)category]] = 1;
        }
    }

    private void Fill(ReadOnlySpan<float> read, Span<float> samples, int column, int columns, int feature, int width)
    {
        float? fill = null;
        for (int i = 0; i < _count; i++)
        {
            float value = read[i * columns + column];
            samples[i * width + feature] = float.IsNaN(value) ? fill ??= FillOf(column, feature, read) : value;
        }
    }

    private float FillOf(int column, int feature, ReadOnlySpan<float> read)
    {
        float[] known = _options.Like is { } like ? Column(like.Samples.Span, feature, like.Features) : [.. Column(read, column, _layout.Features.Length).Where(value => !float.IsNaN(value))];
        if (known.Length == 0 && _options.Missing.NeedsValues)
        {
            throw new InvalidDataException($"{_file} has no value in column {_layout.Show(_layout.Features[column])}, so there is no {_options.Missing} to fill it with; name it in Ignored.");
        }

        return _options.Missing.Fill(known);
    }

    private static float[] Column(ReadOnlySpan<float> values, int column, int columns)
    {
        float[] picked = new float[values.Length / columns];
        for (int i = 0; i < picked.Length; i++) picked[i] = values[i * columns + column];
        return picked;
    }

    private static string Shown(ReadOnlySpan<char> text) => text.Length <= ShownLength ? text.ToString() : $"{text[..ShownLength]}…";

    private static string Listed(IReadOnlyList<string> texts) => texts.Count <= 10 ? string.Join(", ", texts) : Invariant($"{string.Join(", ", texts.Take(10))} and {texts.Count - 10} more");

    /// <summary>The text of someone else, who closes it, from its first line that is not empty, in which the separator is detected.</summary>
    private sealed class FromFirstLine : TextReader
    {
        private readonly TextReader _text;

        public FromFirstLine(TextReader text)
        {
            _text = text;
            while (text.Peek() is '\r' or '\n')
            {
                if (text.Read() == '\n' || text.Peek() != '\n') LinesBefore++;
            }
        }

        /// <summary>The empty lines that were left out.</summary>
        public int LinesBefore { get; }

        public override int Peek() => _text.Peek();

        public override int Read() => _text.Read();

        public override int Read(char[] buffer, int index, int count) => _text.Read(buffer, index, count);

        public override int Read(Span<char> buffer) => _text.Read(buffer);
    }
}
