using CsCheck;
using DeepThin.Generators.Parsing;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Generators.Tests.Parsing;

public sealed class HostileSourceTests
{
    private const int Samples = 400;

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
        Gen.Select(Gen.OneOfConst("Form", "Activation", "Kernel"), Integer, (name, value) => $"{name} = ({name})({value})"),
        Gen.OneOfConst("Windows", "Correlation", "Fourier").Select(kernel => $"Kernel = Kernel.{kernel}"),
        Gen.Select(Gen.Const("Name"), Text, Assign),
        Gen.Select(Gen.Const("Bias"), Gen.OneOfConst("true", "false"), Assign),
        Gen.Select(Gen.OneOfConst("N", "Ratio", "Name", "Form", "Bias", "Inputs", "Nothing"), Nonsense, Assign));

    // Most layers chain and have few arguments, so that one fault is often the only one.
    private static readonly Gen<string> Layers = Gen.Frequency(
        (4, from sizes in Gen.Int[1, 60].Array[2, 4]
            from arguments in Argument.Array[0, 1].Array[sizes.Length - 1]
            select string.Join("\n", arguments.Select((named, i) => Layer(named.Prepend(Literal(sizes[i + 1])).Prepend(Literal(sizes[i])))))),
        (1, from arguments in Gen.Select(Gen.OneOf(Integer, Nonsense).Array[0, 3], Argument.Array[0, 4], (sizes, named) => Layer(sizes.Concat(named))).Array[0, 3]
            select string.Join("\n", arguments)));

    private static readonly Gen<string> Source =
        from header in Gen.Frequency((9, Gen.OneOfConst("[DeepThinModel]", "[DeepThinModel(Training = true)]", "[DeepThinModel(Optimize = Optimize.Memory)]")), (1, Gen.OneOfConst("[DeepThinModel(Training = 1)]", "[DeepThinModel(Optimize = (Optimize)7)]", "[DeepThinModel(", "")))
        from layers in Layers
        from declaration in Gen.Frequency(
            (9, Gen.Const("partial class Model;")),
            (1, Gen.OneOfConst("class Model;", "partial class Model<T>;", "partial struct Model;", "static partial class Model : Unknown;", "partial record Model(int X);", "class", "partial class Model : Model;")))
        select $"using DeepThin;\n{header}\n{layers}\n{declaration}\n";

    [Fact]
    public void No_source_makes_the_parser_throw_and_none_is_rejected_in_silence()
    {
        int accepted = 0;
        Source.Sample(
            source =>
            {
                var compilation = Compile.Sources(source);
                bool faulty = Compile.Analyze(compilation).Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
                foreach (var type in compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>().Where(IsModel))
                {
                    bool valid = ModelParser.Parse(type, null, default).Model != null;
                    Assert.True(valid != faulty || !Compile.Errors(compilation).IsEmpty, valid ? "Accepted with an error." : "Rejected in silence.");
                    if (valid) Interlocked.Increment(ref accepted);
                }
            },
            iter: Samples);
        Assert.InRange(accepted, Samples / 10, Samples * 9 / 10);
    }

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

    [Theory]
    [InlineData("100, 100")]
    [InlineData("100, 100, Rank = 4")]
    [InlineData("16, 16, Rank = 7")]
    public void A_smallest_ratio_of_few_digits_works_although_products_round(string arguments)
    {
        string? smallest = Fault($"[Dense({arguments}, Ratio = 1e-9)]", out _);
        Fault($"[Dense({arguments}, Ratio = {smallest})]", out string id);
        Assert.Equal("", id);
    }

    private static bool IsModel(INamedTypeSymbol type) => type.TypeKind == TypeKind.Class && type.GetAttributes().Any(ModelParser.IsModel);

    private static string? Fault(string layer, out string id)
    {
        var faults = new List<Diagnostic>();
        var compilation = Compile.Sources($"using DeepThin; [DeepThinModel] {layer} partial class Model;");
        ModelParser.Parse(Compile.Type(compilation, "Model"), faults.Add, default);
        var error = faults.SingleOrDefault(fault => fault.Severity == DiagnosticSeverity.Error);
        id = error?.Id ?? "";
        return error?.Properties["Value"];
    }

    private static string Layer(IEnumerable<string> arguments) => $"[Dense({string.Join(", ", arguments)})]";

    private static string Assign(string name, string value) => $"{name} = {value}";

    private static string Literal(int value) => Numbers.Text(value);

    private static string Literal(double value) => double.IsFinite(value) ? Numbers.Text(value) : "double.NaN";
}
