using System.Globalization;
using System.Text;
using DeepThin.Generators.Emitting;

namespace DeepThin.Generators.Tests.Generation;

/// <summary>What holds for the emitted text of any model: short enough, tidy, and the same bytes wherever it is written.</summary>
public sealed class EmittedTextTests
{
    private const int LongestLine = 180;
    private const int LargestLayer = 40 * 1024;

    private const string Layers = """
        [Dense(784, 1024, Ratio = 0.0301, Activation = Activation.LeakyRelu, Slope = 0.0123)]
        [Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall, Rank = 2, Activation = Activation.ClippedRelu, Ceiling = 12345.5)]
        [Dense(1024, 60, Ratio = 0.2, BiasRatio = 0.5, Activation = Activation.Gelu)]
        [Dense(60, 10, Activation = Activation.LogSoftmax)]
        """;

    public static TheoryData<int, double, string> LargeLayers
    {
        get
        {
            var data = new TheoryData<int, double, string>();
            foreach (int size in (int[])[1024, 2048])
            {
                foreach (double ratio in (double[])[0.1, 0.03, 0.01, 0.004])
                {
                    data.Add(size, ratio, "Wide");
                    data.Add(size, ratio, "Tall");
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(LargeLayers))]
    public void A_large_layer_takes_at_most_40_KB_with_training(int size, double ratio, string form)
    {
        string layer = string.Create(CultureInfo.InvariantCulture, $"[Dense({size}, {size}, Ratio = {ratio}, Form = Form.{form}, Activation = Activation.Relu)]");
        var files = Generate.Sources(Generate.Model(layer, training: true)).Files;
        int bytes = Encoding.UTF8.GetByteCount(files["Edge.Model.Layer0.g.cs"]);
        Assert.True(bytes <= LargestLayer, $"{bytes} bytes.");
        Assert.All(files.Values, CheckLines);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Lines_are_tidy(bool training) => Assert.All(Generate.Sources(Generate.Model(Layers, training)).Files.Values, CheckLines);

    [Theory]
    [InlineData(11)]
    [InlineData(269)]
    [InlineData(2001)]
    public void Lines_of_a_model_for_memory_are_tidy(int n)
    {
        string layer = string.Create(CultureInfo.InvariantCulture, $"[Dense(1024, 1024, N = {n}, Rank = 2, Kernel = Kernel.Correlation)]");
        var files = Generate.Sources(Generate.Model(layer).Replace("Training = false", "Optimize = Optimize.Memory", StringComparison.Ordinal)).Files;
        Assert.All(files.Values, CheckLines);
    }

    [Theory]
    [InlineData("[Dense(1024, 1024, N = 11, Rank = 2)]")]
    [InlineData("[Dense(1024, 1024, N = 103)]")]
    [InlineData("[Dense(1024, 1024, N = 269)]")]
    [InlineData("[Dense(1024, 1024, Ratio = 0.03)]")]
    [InlineData("[LowRank(1024, 1024, Ratio = 0.03)]")]
    [InlineData("[Dense(100, 10)]")]
    public void Lines_of_a_model_that_is_held_narrow_are_tidy(string layer) => Assert.All(["Int8", "Float16"], (string type) =>
    {
        string weights = $"Weights = WeightType.{type}";
        Assert.All(Generate.Sources(Generate.Model(layer).Replace("Training = false", weights, StringComparison.Ordinal)).Files.Values, CheckLines);
    });

    [Theory]
    [InlineData("sv-SE", "−1", "0,5")]
    [InlineData("fi-FI", "−1", "0,5")]
    [InlineData("de-DE", "-1", "0,5")]
    [InlineData("tr-TR", "-1", "0,5")]
    [InlineData("ar-SA", null, null)]
    public void The_text_does_not_follow_the_culture(string name, string? minusOne, string? half)
    {
        var expected = Generate.Sources(Generate.Model(Layers, training: true)).Files;
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(name, useUserOverride: false);
            if (minusOne != null) Assert.Equal((minusOne, half), ((-1).ToString(CultureInfo.CurrentCulture), 0.5.ToString(CultureInfo.CurrentCulture)));
            if (name == "tr-TR") Assert.Equal("ı", "I".ToLower(CultureInfo.CurrentCulture));
            Assert.Equal(expected, Generate.Sources(Generate.Model(Layers, training: true)).Files);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void The_text_says_nothing_of_the_machine_and_the_place_of_the_source()
    {
        var compilation = Compile.Sources().AddSyntaxTrees(Compile.Tree(Generate.Model(Layers, training: true), "/home/someone/project/Model.cs"));
        var files = Generate.From(compilation).Files;
        string[] secrets = ["someone", "Model.cs", Environment.MachineName, Environment.CurrentDirectory, AppContext.BaseDirectory];
        Assert.All(files.Values, text => Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_version_in_the_text_is_the_generators() =>
        Assert.Equal(Version.Parse(Names.Version + ".0"), typeof(ModelGenerator).Assembly.GetName().Version);

    [Fact]
    public void Special_numbers_are_valid_source() => Assert.Equal(
        ["-0f", "float.NaN", "float.PositiveInfinity", "float.NegativeInfinity", "1E-45f", "double.NaN", "0.1d"],
        [
            SourceWriter.Literal(-0f), SourceWriter.Literal(float.NaN), SourceWriter.Literal(float.PositiveInfinity), SourceWriter.Literal(float.NegativeInfinity),
            SourceWriter.Literal(float.Epsilon), SourceWriter.Literal(double.NaN), SourceWriter.Literal(0.1),
        ]);

    private static void CheckLines(string text)
    {
        Assert.DoesNotContain('\r', text);
        Assert.DoesNotContain('\t', text);
        Assert.DoesNotContain("\n\n\n", text, StringComparison.Ordinal);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        foreach (string line in text.Split('\n'))
        {
            Assert.True(line.Length <= LongestLine, $"{line.Length} characters: {line}");
            Assert.Equal(line.TrimEnd(), line);
        }

        // Nothing is deeper than a statement before it.
        string[] code = [.. text.Split('\n').Where(line => line.Length > 0)];
        Assert.All(code.Zip(code.Skip(1)).Where(pair => pair.First.EndsWith(';')), pair => Assert.True(Indentation(pair.Second) <= Indentation(pair.First), pair.Second));

        // Tidy blocks: no empty line after an opening brace or before a closing one.
        Assert.DoesNotContain("{\n\n", text, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\n\n *}", text);
    }

    private static int Indentation(string line) => line.Length - line.TrimStart().Length;
}
