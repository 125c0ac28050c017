extern alias Library;
extern alias Training;

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeepThin.Generators.Tests;

/// <summary>Compiles C# text against the framework and the library, as a user's project does.</summary>
internal static class Compile
{
    /// <summary>The framework, the libraries, and what their packages bring along.</summary>
    public static ImmutableArray<MetadataReference> References { get; } = [.. FrameworkFiles().Append(LibraryFile).Append(TrainingFile).Append(TensorsFile).Select(file => MetadataReference.CreateFromFile(file))];

    private static string TensorsFile => typeof(System.Numerics.Tensors.TensorPrimitives).Assembly.Location;

    private static string LibraryFile => typeof(Library::DeepThin.DenseAttribute).Assembly.Location;

    private static string TrainingFile => typeof(Training::DeepThin.Training.TrainingOptions).Assembly.Location;

    /// <summary>A class library of these sources; the file names are <c>Source0.cs</c>, <c>Source1.cs</c>, ….</summary>
    public static CSharpCompilation Sources(params string[] sources) => CSharpCompilation.Create(
        "User",
        sources.Select((source, index) => Tree(source, $"Source{index}.cs")),
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));

    /// <summary>One file of a compilation.</summary>
    public static SyntaxTree Tree(string source, string path) => CSharpSyntaxTree.ParseText(source, ParseOptions, path);

    /// <summary>How the sources are parsed, for generator drivers too.</summary>
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    /// <summary>The analyzer's warnings and errors in the order of the source. An exception in the analyzer is thrown here.</summary>
    public static ImmutableArray<Diagnostic> Analyze(CSharpCompilation compilation, params AdditionalText[] files) =>
        [.. AnalyzeWithInfo(compilation, files).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];

    /// <summary>All of the analyzer's diagnostics, the plans of the layers among them.</summary>
    public static ImmutableArray<Diagnostic> AnalyzeWithInfo(CSharpCompilation compilation, params AdditionalText[] files)
    {
        Exception? thrown = null;
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([.. files]), (exception, _, _) => thrown = exception, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        var diagnostics = compilation.WithAnalyzers([new ModelAnalyzer()], options).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        if (thrown != null) throw new InvalidOperationException("The analyzer threw.", thrown);
        return [.. diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    /// <summary>The compiler's own errors.</summary>
    public static ImmutableArray<Diagnostic> Errors(Compilation compilation) =>
        [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];

    /// <summary>The source text that a diagnostic underlines.</summary>
    public static string Underlined(Diagnostic diagnostic) => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);

    /// <summary>The type of a metadata name, such as <c>Edge.Outer+Model</c>.</summary>
    public static INamedTypeSymbol Type(CSharpCompilation compilation, string metadataName) =>
        compilation.Assembly.GetTypeByMetadataName(metadataName) ?? throw new ArgumentException($"There is no type '{metadataName}'.", nameof(metadataName));

    private static IEnumerable<string> FrameworkFiles()
    {
        string folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return trusted.Split(Path.PathSeparator).Where(file => Path.GetDirectoryName(file) == folder);
    }
}
