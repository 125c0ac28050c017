using System.Collections.Immutable;
using DeepThin.Generators.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace DeepThin.Generators.Tests.CodeFixes;

/// <summary>
/// Asserts what a code fix makes of sources in which <c>{|DT0101:</c> and <c>|}</c> stand around the diagnostics. The text must be the expected one to the
/// last character, and the same if all diagnostics are fixed one by one, or at once in a document, a project or the solution.
/// </summary>
internal static class Fix
{
    private const string Header = "using DeepThin;\n";

    // What a valid model is told has no fix, and tests of its own.
    private static readonly string[] Advice = ["DT0317", "DT0318", "DT0407"];

    /// <summary>One file below <c>using DeepThin;</c>, also with CR and LF at the ends of its lines.</summary>
    public static async Task One<TFix>(string source, string mended, string? key = null)
        where TFix : CodeFixProvider, new()
    {
        await File<TFix>(Header + source, Header + mended, key);
        await File<TFix>((Header + source).ReplaceLineEndings("\r\n"), (Header + mended).ReplaceLineEndings("\r\n"), key);
    }

    /// <summary>One file as it stands.</summary>
    public static Task File<TFix>(string source, string mended, string? key = null)
        where TFix : CodeFixProvider, new() => Files<TFix>([source], [mended], key);

    /// <summary>Files that change together.</summary>
    public static Task Files<TFix>(string[] sources, string[] mended, string? key = null)
        where TFix : CodeFixProvider, new() => TestOf<TFix>(sources, mended, key).RunAsync();

    /// <summary>One file below <c>using DeepThin;</c> with the generated parts of its models beside it, so that what the compiler says is what a user sees.</summary>
    public static Task OneWithModels<TFix>(string source, string mended)
        where TFix : CodeFixProvider, new() => FilesWithModels<TFix>([Header + source], [Header + mended]);

    /// <summary>Files that change together, with the generated parts of their models.</summary>
    public static Task FilesWithModels<TFix>(string[] sources, string[] mended)
        where TFix : CodeFixProvider, new() => Beside<TFix, ModelGenerator>(sources, mended);

    /// <summary>A file of which no diagnostic has a fix.</summary>
    public static Task None<TFix>(string source)
        where TFix : CodeFixProvider, new() => File<TFix>(Header + source, Header + source);

    /// <summary>Files of which no diagnostic has a fix.</summary>
    public static Task None<TFix>(string[] sources)
        where TFix : CodeFixProvider, new() => Files<TFix>(sources, sources);

    /// <summary>A file of which no diagnostic has a fix beside one that a source generator writes.</summary>
    public static Task NoneBeside<TFix, TGenerator>(string source)
        where TFix : CodeFixProvider, new()
        where TGenerator : IIncrementalGenerator => Beside<TFix, TGenerator>([Header + source], [Header + source]);

    private static Task Beside<TFix, TGenerator>(string[] sources, string[] mended)
        where TFix : CodeFixProvider, new()
        where TGenerator : IIncrementalGenerator
    {
        var test = TestOf<TFix>(sources, mended, null);
        test.Generators.Add(typeof(TGenerator));
        test.TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck;
        return test.RunAsync();
    }

    /// <summary>The titles of all fixes for a file below <c>using DeepThin;</c>, in the order in which they are offered.</summary>
    public static async Task<string[]> Titles(string source)
    {
        using var workspace = new AdhocWorkspace();
        var document = Document(workspace, source);
        var titles = new List<string>();
        foreach (var diagnostic in await Analyze(document.Project))
        {
            foreach (var provider in Providers)
            {
                await provider.RegisterCodeFixesAsync(new(document, diagnostic, (action, _) => titles.Add(action.Title), default));
            }
        }

        return [.. titles];
    }

    /// <summary>What each fix that is offered for a file below <c>using DeepThin;</c> makes of it.</summary>
    public static async Task<IReadOnlyList<string>> Apply(string source)
    {
        using var workspace = new AdhocWorkspace();
        var document = Document(workspace, source);
        var actions = new List<CodeAction>();
        foreach (var diagnostic in await Analyze(document.Project))
        {
            foreach (var provider in Providers.Where(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id)))
            {
                await provider.RegisterCodeFixesAsync(new(document, diagnostic, (action, _) => actions.Add(action), default));
            }
        }

        var mended = new List<string>();
        foreach (var action in actions)
        {
            var change = Assert.Single((await action.GetOperationsAsync(default)).OfType<ApplyChangesOperation>());
            mended.Add((await change.ChangedSolution.GetDocument(document.Id)!.GetTextAsync()).ToString());
        }

        return mended;
    }

    /// <summary>A project of one file below <c>using DeepThin;</c>.</summary>
    public static Document Document(AdhocWorkspace workspace, string source) => workspace.AddProject("User", LanguageNames.CSharp)
        .WithParseOptions(Compile.ParseOptions)
        .WithCompilationOptions(Compile.Sources().Options)
        .WithMetadataReferences(Compile.References)
        .AddDocument("Source.cs", Header + source);

    /// <summary>The analyzer's diagnostics of a project.</summary>
    public static async Task<ImmutableArray<Diagnostic>> Analyze(Project project) => Compile.Analyze((CSharpCompilation)(await project.GetCompilationAsync())!);

    /// <summary>All fixes, as a host finds them.</summary>
    public static IEnumerable<CodeFixProvider> Providers { get; } =
        [.. typeof(SourceFixProvider).Assembly.GetTypes()
            .Where(type => type.GetCustomAttributes(typeof(ExportCodeFixProviderAttribute), inherit: false).Length > 0)
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!)];

    private static LatestTest<TFix> TestOf<TFix>(string[] sources, string[] mended, string? key)
        where TFix : CodeFixProvider, new()
    {
        var test = new LatestTest<TFix> { CodeActionEquivalenceKey = key, ReferenceAssemblies = new("net10.0") };
        test.DisabledDiagnostics.AddRange(Advice);
        test.TestState.AdditionalReferences.AddRange(Compile.References);
        foreach (string source in sources) test.TestState.Sources.Add(source);
        foreach (string source in mended) test.FixedState.Sources.Add(source);
        return test;
    }

    private sealed class LatestTest<TFix> : CSharpCodeFixTest<ModelAnalyzer, TFix, DefaultVerifier>
        where TFix : CodeFixProvider, new()
    {
        public List<Type> Generators { get; } = [];

        protected override IEnumerable<Type> GetSourceGenerators() => Generators;

        protected override ParseOptions CreateParseOptions() => Compile.ParseOptions;

        protected override CompilationOptions CreateCompilationOptions() => Compile.Sources().Options;
    }
}
