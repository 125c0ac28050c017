extern alias Generator;

using DeepThin.Exporting.Declarations;
using DeepThin.Onnx.Importing;
using DeepThin.Tool.Projects;
using Generator::DeepThin.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Tool.Tests.Onnx;

/// <summary>The programs that the tool writes compile without a warning, whatever the network: of samples and of sequences, streamed, with other orders, of classes.</summary>
public sealed class WrittenProgramsTests
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";

    [Theory]
    [InlineData("GemmPlain")]
    [InlineData("SoftmaxOf")]
    [InlineData("ChannelsLast")]
    [InlineData("ChannelsLastScaled")]
    [InlineData("TwoInputsTwoOutputs")]
    [InlineData("StrangeNames")]
    [InlineData("EmbeddingLookedUp")]
    [InlineData("EveryStep")]
    [InlineData("LastHidden")]
    [InlineData("BothDirections")]
    [InlineData("StateOfSession")]
    [InlineData("CellOfLstm")]
    public void They_compile(string graph)
    {
        var network = Importer.Import(Graphs.All[graph].Graph.Read(), Graphs.All[graph].Options);
        var project = new ImportedProject(network, graph, $"{graph}.onnx", "1.0.0", compressed: true);
        var tuning = new TuningProject(network, graph, $"{graph}.onnx", "1.0.0");
        // The build embeds the weights, and adds this member.
        string embedded = $"namespace {graph}; public sealed partial class {graph}Network {{ public static {graph}Network LoadEmbedded() => Create(1); }}";
        Check([], project.Class(), project.Program(), project.Layout(), embedded);
        Check(["TUNING"], project.Class(), tuning.Class(), tuning.Program(), project.Layout());
    }

    private static void Check(string[] symbols, params string?[] sources)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest, preprocessorSymbols: symbols);
        var trees = sources.Append(Usings).OfType<string>().Select(source => CSharpSyntaxTree.ParseText(source, options));
        var compilation = CSharpCompilation.Create("Program", trees, CompiledNetworks.References(), new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new ModelGenerator().AsSourceGenerator()], parseOptions: options).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        Assert.Empty(generated.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(diagnostic => diagnostic.ToString()));
    }
}
