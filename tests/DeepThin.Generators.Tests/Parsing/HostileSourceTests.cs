using CsCheck;
using DeepThin.Generators.Parsing;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Generators.Tests.Parsing;

public sealed class HostileSourceTests
{
    private static readonly Gen<string> Integer = Gen.OneOf(
        Gen.Int[-2, 40].Select(Literal),
        Gen.Int.Select(Literal),
        Gen.OneOfConst("0", "int.MinValue", "int.MaxValue", "46341", "1024", "1 << 16"));

    private static readonly Gen<string> Real = Gen.OneOf(
        Gen.Double[0, 1].Select(Literal),
        Gen.Double.Select(Literal),
        Gen.OneOfConst("0", "-0.0", "1", "0.5", "1e-300", "1e300", "double.NaN", "double.PositiveInfinity", "double.NegativeInfinity", "double.Epsilon"));

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String.Select(text => SymbolDisplay.FormatLiteral(text, quote: true)),
        Gen.OneOfConst("null", "\"\"", "\"dense0\"", "\"dense1\"", "\"class\"", "\"a\\nb\"", "\"\\uD800\"", "\"größe\"", "\"\\0\"", "nameof(Model)"));

    private static readonly Gen<string> Nonsense = Gen.OneOfConst("", "null", "default", "new object()", "typeof(int)", "Unknown", "\"x\"", "1L", "1 / 0", "'c'", "true", "new[] { 1 }", "(", "}", "$$");

    private static readonly Gen<string> Argument = Gen.OneOf(
        Gen.Select(Gen.OneOfConst("N", "Rank"), Integer, Assign),
        Gen.Select(Gen.OneOfConst("Ratio", "BiasRatio", "Slope", "Ceiling"), Real, Assign),
        Gen.Select(Gen.OneOfConst("Form", "Activation"), Integer, (name, value) => $"{name} = ({name})({value})"),
        Gen.Select(Gen.Const("Name"), Text, Assign),
        Gen.Select(Gen.Const("Bias"), Gen.OneOfConst("true", "false"), Assign),
        Gen.Select(Gen.OneOfConst("N", "Ratio", "Name", "Form", "Bias", "Inputs", "Nothing"), Nonsense, Assign));

    private static readonly Gen<string> Layer =
        from sizes in Gen.Frequency((9, Integer.Array[2]), (1, Gen.OneOf(Integer, Nonsense).Array[0, 3]))
        from named in Argument.Array[0, 4]
        select $"[Dense({string.Join(", ", sizes.Concat(named))})]";

    private static readonly Gen<string> Source =
        from header in Gen.Frequency((9, Gen.OneOfConst("[DeepThinModel]", "[DeepThinModel(Training = true)]")), (1, Gen.OneOfConst("[DeepThinModel(Training = 1)]", "[DeepThinModel(", "")))
        from layers in Layer.Array[0, 3]
        from declaration in Gen.Frequency(
            (9, Gen.Const("partial class Model;")),
            (1, Gen.OneOfConst("class Model;", "partial class Model<T>;", "partial struct Model;", "static partial class Model : Unknown;", "partial record Model(int X);", "class", "partial class Model : Model;")))
        select $"using DeepThin;\n{header}\n{string.Join("\n", layers)}\n{declaration}\n";

    [Fact]
    public void No_source_makes_the_parser_throw_and_none_is_rejected_in_silence() => Source.Sample(
        source =>
        {
            var compilation = Compile.Sources(source);
            var diagnostics = Compile.Analyze(compilation);
            bool faulty = diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) || !Compile.Errors(compilation).IsEmpty;
            foreach (var type in compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>())
            {
                bool rejected = ModelParser.Parse(type, null, default).Model == null && type.GetAttributes().Any(ModelParser.IsModel);
                Assert.True(!rejected || faulty, "Rejected in silence.");
            }
        },
        iter: 300);

    [Fact]
    public void The_smallest_ratio_works_when_it_is_typed_back() => Gen.Select(Gen.Int[1, 300], Gen.Int[1, 300], Gen.Int[1, 16]).Sample(
        (q, r, rank) =>
        {
            string layer = $"[Dense({Literal(q)}, {Literal(r)}, Rank = {Literal(rank)}, Ratio = ";
            string? smallest = Fault(layer + "1e-9)]", out string id);
            if (id != "DT0302") return;
            Assert.True(double.Parse(smallest!, System.Globalization.CultureInfo.InvariantCulture) <= ReLayoutPlanner.SmallestRatio(q, r, rank) * 1.002);
            Fault(layer + smallest + ")]", out id);
            Assert.Equal("", id);
        },
        iter: 150);

    private static string? Fault(string layer, out string id)
    {
        var faults = new List<Diagnostic>();
        var compilation = Compile.Sources($"using DeepThin; [DeepThinModel] {layer} partial class Model;");
        ModelParser.Parse(Compile.Type(compilation, "Model"), faults.Add, default);
        id = faults.SingleOrDefault()?.Id ?? "";
        return faults.SingleOrDefault()?.Properties["Value"];
    }

    private static string Assign(string name, string value) => $"{name} = {value}";

    private static string Literal(int value) => Numbers.Text(value);

    private static string Literal(double value) => double.IsFinite(value) ? Numbers.Text(value) : "double.NaN";
}
