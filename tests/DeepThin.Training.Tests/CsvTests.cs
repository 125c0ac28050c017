using System.Globalization;
using CsCheck;

namespace DeepThin.Training.Tests;

public sealed class CsvTests
{
    private const string Animals = """
        weight,name,legs
        3.5,cat,4
        0.1,bee,6
        60,ape,2
        4,cat,4
        """;

    private static readonly string[] WeightAndLegs = ["weight", "legs"];

    private static CsvOptions ByName => new() { Label = "name" };

    [Fact]
    public void Text_labels_are_classes_in_ordinal_order()
    {
        var data = Read(Animals, ByName);
        Assert.Equal((4, 2, 3), (data.Count, data.Features, data.Outputs));
        Assert.Equal([3.5f, 4, 0.1f, 6, 60, 2, 4, 4], data.Samples.ToArray());
        Assert.Equal([2, 1, 0, 2], data.Labels.ToArray());
        Assert.Equal(["ape", "bee", "cat"], data.ClassNames);
        Assert.Equal(WeightAndLegs, data.FeatureNames);
    }

    [Theory]
    [InlineData("1,2\n3,4\n")]
    [InlineData("a,b\n1,2\n3,4")]
    [InlineData("\n\"a\";\"b\"\r\n\"1\";2\r\n3;4\r\n")]
    [InlineData("1\t2e0\n\n3\t4")]
    public void A_file_of_numbers_alone_is_an_array(string text)
    {
        var array = ReadNumbers(text);
        Assert.Equal([2, 2], array.Shape);
        Assert.Equal([1, 2, 3, 4], array.ToFloats().ToArray());
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,\n", "line 3, column 'b': the value is missing.")]
    [InlineData("1,2\n3,x", "line 2, column 1: 'x' is not a number.")]
    [InlineData("1,2\n3", "line 2: it has 1 columns, and the first line has 2.")]
    [InlineData("a,b\n", "has no line with a sample.")]
    [InlineData("", "is empty.")]
    public void A_file_of_numbers_says_what_is_none(string text, string message) => Assert.Matches($"{System.Text.RegularExpressions.Regex.Escape(message)}$", Assert.Throws<InvalidDataException>(() => ReadNumbers(text)).Message);

    private static NumericArray ReadNumbers(string text)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);
            return CsvFile.Read(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Ordinal_order_is_not_that_of_a_language() => Assert.Equal(["B", "Z", "a", "ä"], Read("x,y\n1,a\n1,B\n1,ä\n1,Z", new() { Label = "y" }).ClassNames);

    [Fact]
    public void Labels_that_are_numbers_are_classes_by_value()
    {
        var data = Read("x,y\n1,10\n2,9\n3,-1\n4,9", new() { Label = "y" });
        Assert.Equal(["-1", "9", "10"], data.ClassNames);
        Assert.Equal([2, 1, 0, 1], data.Labels.ToArray());
    }

    [Fact]
    public void Given_classes_have_the_given_order()
    {
        var data = Read(Animals, ByName with { Classes = ["dog", "cat", "bee", "ape"] });
        Assert.Equal(4, data.Outputs);
        Assert.Equal([1, 2, 3, 1], data.Labels.ToArray());
        Bad("line 2, column 'name': 'cat' is none of the 2 classes: ape, bee.", Animals, ByName with { Classes = ["ape", "bee"] });
    }

    [Fact]
    public void The_classes_of_an_earlier_dataset_are_taken()
    {
        var training = Read(Animals, ByName);
        Assert.Equal([2, 2], Read("weight,name,legs\n5,cat,3\n6,cat,4", ByName with { Classes = training.ClassNames }).Labels.ToArray());
        Assert.Equal([2, 2], Read("weight,name,legs\n5,cat,3\n6,cat,4", ByName with { Like = training }).Labels.ToArray());
        int[] labels = [1, 0];
        Assert.Equal([1], Read("x,y\n1,1", new() { Label = "y", Like = Dataset.WithLabels(new float[2], 1, labels, 2) }).Labels.ToArray());
    }

    [Fact]
    public void Targets_and_features_are_the_named_columns_in_that_order()
    {
        var data = Read("a,b,c,d\n1,2,3,4\n5,6,7,8", new() { Targets = ["d", 0], Features = [2, "b"] });
        Assert.False(data.HasLabels);
        Assert.Equal([3, 2, 7, 6], data.Samples.ToArray());
        Assert.Equal([4, 1, 8, 5], data.Targets.ToArray());
        Assert.Equal(["c", "b"], data.FeatureNames);
    }

    [Fact]
    public void A_column_is_found_by_its_number_from_either_end_with_or_without_a_header()
    {
        var data = Read("1;7;0\n2;7;1", new() { HasHeader = false, Label = ^1, Ignored = [1] });
        Assert.Equal([1, 2], data.Samples.ToArray());
        Assert.Equal(["0"], data.FeatureNames);
        Assert.Equal(["cat", "bee"], Read("1,cat\n2,bee", new() { HasHeader = false, Label = 1, Classes = ["cat", "bee"] }).ClassNames);
        Assert.Equal(WeightAndLegs, Read(Animals, new() { Label = ^2 }).FeatureNames);
    }

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    [InlineData(',')]
    [InlineData(':')]
    [InlineData(' ')]
    public void A_separator_is_detected_or_given(char separator)
    {
        string text = Animals.Replace(',', separator);
        if (separator is not (':' or ' ')) Assert.Equal(4, Read(text, ByName).Count);
        Assert.Equal([3.5f, 4, 0.1f, 6, 60, 2, 4, 4], Read(text, ByName with { Separator = separator }).Samples.ToArray());
    }

    // The tests run without the data of cultures, so this is Swedish in what matters: the comma, and a minus that is not ASCII.
    [Fact]
    public void The_culture_does_not_matter()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = ",", NegativeSign = "−", NumberGroupSeparator = "." } };
        try
        {
            Assert.Equal([-1.5f, 2e-3f], Read("x;y\n-1.5;a\n2e-3;b", new() { Label = "y" }).Samples.ToArray());
            Bad("line 2, column 'x': '1,5' is not a number, which has a decimal point and no comma.", "x;y\n1,5;a", new() { Label = "y" });
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Quotes_blanks_and_blank_lines_do_not_count()
    {
        var data = Read("\r\n \"a \"\"x\"\"\" , name \r\n\r\n 1 ,\"cat, small\"\r\n\"2\", \"bee\nbig\"\r\n\r\n", new() { Label = "name" });
        Assert.Equal([1, 2], data.Samples.ToArray());
        Assert.Equal(["bee\nbig", "cat, small"], data.ClassNames);
        Assert.Equal(["a \"x\""], data.FeatureNames);
    }

    [Fact]
    public void A_missing_value_is_refused_unless_something_fills_it()
    {
        const string Text = "a,b,y\n1,10,0\n,30,1\n3,NA,0\n8,?,1\n,0,1";
        var options = new CsvOptions { Label = "y" };
        Bad("line 3, column 'a': the value is missing.", Text, options);
        Bad("line 4, column 'b': the value is missing.", Text, options);
        Bad("To fill what is missing, set Missing, for example to MissingValues.Mean.", Text, options);
        Assert.Equal([1, 10, -7, 30, 3, -7, 8, -7, -7, 0], Read(Text, options with { Missing = MissingValues.Constant(-7) }).Samples.ToArray());
        float b = (float)(40.0 / 3);
        Assert.Equal([1, 10, 4, 30, 3, b, 8, b, 4, 0], Read(Text, options with { Missing = MissingValues.Mean }).Samples.ToArray());
        Assert.Equal([1, 10, 3, 30, 3, 10, 8, 10, 3, 0], Read(Text, options with { Missing = MissingValues.Median }).Samples.ToArray());
        Assert.Equal(2, Read("a,y\n4,0\n0,1\n,1\n2,0\n1,0", options with { Missing = MissingValues.Median }).Samples.Span[2] + 0.5f);
        Bad("has no value in column 'a', so there is no Mean to fill it with", "a,b,y\n,1,0\nNA,2,1", options with { Missing = MissingValues.Mean });
        Assert.Equal([5, 5], Read("a,y\n,0\n-999,1", options with { Missing = MissingValues.Constant(5), MissingTexts = ["", "-999"] }).Samples.ToArray());
    }

    [Fact]
    public void What_fills_a_value_comes_from_the_earlier_dataset()
    {
        var training = Read("a,y\n1,0\n5,1", new() { Label = "y" });
        Assert.Equal([3, 100], Read("a,y\n,0\n100,1", new() { Label = "y", Like = training, Missing = MissingValues.Mean }).Samples.ToArray());
    }

    [Fact]
    public void A_label_or_target_is_never_filled()
    {
        var missing = MissingValues.Constant(0);
        Bad("line 2, column 'y': the label is missing.", "a,y\n1,", new() { Label = "y", Missing = missing });
        Bad("line 2, column 'y': the target is missing.", "a,y\n1,NA", new() { Targets = ["y"], Missing = missing });
        Assert.Equal(["NA", "x"], Read("a,y\n1,NA\n1,x", new() { Label = "y" }).ClassNames);
    }

    [Fact]
    public void Texts_become_one_feature_each()
    {
        var options = new CsvOptions { Label = "y", OneHot = ["color"] };
        var data = Read("size,color,y\n1,red,0\n2,blue,1\n3,red,1", options);
        Assert.Equal(["size", "color=blue", "color=red"], data.FeatureNames);
        Assert.Equal([1, 0, 1, 2, 1, 0, 3, 0, 1], data.Samples.ToArray());
        var test = Read("size,color,y\n4,blue,0\n5,,0", options with { Like = data, Missing = MissingValues.Mean });
        Assert.Equal([4, 1, 0, 5, 0, 0], test.Samples.ToArray());
        Assert.Equal(data.FeatureNames, test.FeatureNames);
        Bad("line 2, column 'color': 'green' is none of the categories of Like: blue, red.", "size,color,y\n4,green,0", options with { Like = data });
        Bad("line 3, column 'color': the value is missing.", "size,color,y\n4,red,0\n5,,0", options);
    }

    [Fact]
    public void A_text_in_a_feature_column_is_an_error_that_says_what_would_work()
    {
        const string Text = "size,color,y\n1,red,0";
        Bad("line 2, column 'color': 'red' is not a number.", Text, new() { Label = "y" });
        Bad("\nIf the texts of a column are categories, name it in OneHot; if it is no feature, name it in Ignored.", Text, new() { Label = "y" });
    }

    [Fact]
    public void The_first_bad_lines_are_told_and_the_others_counted()
    {
        string text = "x,y\n" + string.Concat(Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? "1,a\n" : i == 3 ? "1\n" : i == 5 ? "1e99,a\n" : "z,b\n"));
        var error = Assert.Throws<InvalidDataException>(() => Read(text, new() { Label = "y" }));
        Assert.Equal(
            """
            The text has 10 bad lines:
              line 3, column 'x': 'z' is not a number.
              line 5: it has 1 columns, and the first line has 2.
              line 7, column 'x': '1e99' is not finite in single precision.
              line 9, column 'x': 'z' is not a number.
              line 11, column 'x': 'z' is not a number.
              and 5 more.
            If the texts of a column are categories, name it in OneHot; if it is no feature, name it in Ignored.
            """,
            error.Message);
    }

    [Fact]
    public void Lines_are_counted_with_those_that_a_quoted_text_has() => Bad("line 4, column 'x': 'z' is not a number.", "x,y\n1,\"a\nb\"\nz,c", new() { Label = "y" });

    [Theory]
    [InlineData("z,1", 1)]
    [InlineData("\n\nz,1", 3)]
    [InlineData("\r\n\r\nz,1", 3)]
    [InlineData("\r\rz,1", 3)]
    [InlineData("1,1\n\n\nz,1", 4)]
    [InlineData("1,1\r\n\r\nz,1", 3)]
    public void Blank_lines_are_counted(string text, int line) => Bad($"line {line}, column 0: 'z' is not a number.", text, new() { HasHeader = false, Label = 1 });

    [Fact]
    public void A_quote_that_is_not_closed_is_suspected() =>
        Bad("line 3: it has 2 columns, and the first line has 3. It goes on in further lines; a quote may not be closed.", "x,y,z\n1,2,3\n1,\"2,3\n1,2,3\n1,2,3", new() { Label = "z" });

    [Fact]
    public void What_does_not_fit_the_file_is_refused()
    {
        Bad("The text is empty.", "", ByName);
        Bad("The text has no line with a sample.", "a,name\n", ByName);
        Bad("The text has no column 'title'; its columns are weight, name, legs.", Animals, new() { Label = "title" });
        Bad("The text has no column 3; its 3 columns are 0 to 2.", Animals, new() { Label = 3 });
        Bad("The text has no column ^4; its 3 columns are 0 to 2.", Animals, new() { Label = ^4 });
        Bad("has more than one column 'a'; give the number of the one that is meant.", "a,a,b\n1,2,3", new() { Label = "a" });
        Bad("The text has no header (HasHeader is false), so column 'name' cannot be found; give its number.", Animals, ByName with { HasHeader = false });
        Bad("has column 'name', which the options name twice", Animals, ByName with { Features = ["name"] });
        Bad("has column 'legs', which OneHot names, and which is no feature.", Animals, ByName with { Features = ["weight"], OneHot = ["legs"] });
        Bad("has no column that is left to be a feature.", "a\n1", new() { Label = "a" });
        Bad("has the label 'cat' in every line, and a classification needs at least 2 classes. If the others are only missing here, give Classes.", "a,name\n1,cat", ByName);
        Bad("gives the 1 features b, and Like has 1: a.", "b,y\n1,0", new() { Label = "y", Like = Read("a,y\n1,0\n1,1", new() { Label = "y" }) });
        Bad("gives 1 targets, and Like has 2.", "a,b\n1,0", new() { Targets = ["b"], Like = Dataset.WithTargets(new float[1], 1, new float[2], 2) });
    }

    [Fact]
    public void Options_that_contradict_each_other_are_refused()
    {
        var targets = Dataset.WithTargets(new float[1], 1, new float[1], 1);
        Refused("Give Label, the column of the classes, or Targets", new());
        Refused("Label and Targets are given", ByName with { Targets = ["a"] });
        Refused("Features is empty;", ByName with { Features = [] });
        Refused("Classes are given, and no Label.", new() { Targets = ["a"], Classes = ["a", "b"] });
        Refused("Classes must be two or more different texts.", ByName with { Classes = ["a", "a"] });
        Refused("Classes and Like are given;", ByName with { Classes = ["a", "b"], Like = targets });
        Refused("Like has targets, and the options name a label.", ByName with { Like = targets });
        Refused("Like has no FeatureNames,", new() { Targets = ["a"], OneHot = ["b"], Like = targets });
        Refused("Separator is '.'; it must be a tab", ByName with { Separator = '.' });
        Refused("Missing is null;", ByName with { Missing = null! });
        Refused("is null; give an empty list.", ByName with { Targets = null! });
        Assert.Throws<ArgumentOutOfRangeException>(() => MissingValues.Constant(float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => (CsvColumn)(-1));
    }

    [Fact]
    public void A_file_is_read_and_named_and_a_text_stays_open()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, Animals, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
            Assert.Equal(WeightAndLegs, Dataset.FromCsv(path, ByName).FeatureNames);
            Assert.StartsWith(path + " has no column 'x'", Assert.Throws<InvalidDataException>(() => Dataset.FromCsv(path, new() { Label = "x" })).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Throws<FileNotFoundException>(() => Dataset.FromCsv("nowhere.csv", ByName));
        using var text = new StringReader(Animals);
        Dataset.FromCsv(text, ByName);
        Assert.Equal(-1, text.Read());
    }

    // Any separator, any texts, any numbers, over the edges of the reader's buffers: what was written is read.
    [Fact]
    public void What_was_written_is_read() => Gen.Select(
        Gen.Int[1, 5], Gen.Int[2, 60], Gen.OneOfConst(',', ';', '\t', '|'), Gen.OneOfConst("\n", "\r\n"), Gen.Int[0, 3000], Gen.Int).Sample((features, count, separator, end, padding, seed) =>
    {
        var random = new Random(seed);
        float[] samples = [.. Enumerable.Range(0, count * features).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-20, 20))))];
        string[] kinds = [.. Enumerable.Range(0, 3).Select(kind => $"{kind}\"{separator} \n" + new string('x', padding))];
        int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(kinds.Length))];
        var lines = Enumerable.Range(0, count).Select(i => string.Join(separator, samples[(i * features)..((i + 1) * features)]
            .Select(value => value.ToString("R", CultureInfo.InvariantCulture))
            .Append('"' + kinds[labels[i]].Replace("\"", "\"\"", StringComparison.Ordinal) + '"')));
        string header = string.Join(separator, Enumerable.Range(0, features).Select(i => $"f{i}").Append("kind"));

        var data = Read(string.Join(end, lines.Prepend(header)), new() { Label = "kind", Classes = kinds });

        Assert.Equal(samples, data.Samples.ToArray());
        Assert.Equal(labels, data.Labels.ToArray());
    }, iter: 50);

    private static Dataset Read(string text, CsvOptions options)
    {
        using var reader = new StringReader(text);
        return Dataset.FromCsv(reader, options);
    }

    private static void Bad(string message, string text, CsvOptions options) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(text, options)).Message, StringComparison.Ordinal);

    private static void Refused(string message, CsvOptions options) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Read(Animals, options)).Message, StringComparison.Ordinal);
}
