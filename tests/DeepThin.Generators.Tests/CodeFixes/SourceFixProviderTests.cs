using DeepThin.Generators.CodeFixes;
using DeepThin.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DeepThin.Generators.Tests.CodeFixes;

public sealed class SourceFixProviderTests
{
    private static readonly string[] Offered = ["DeepThin.Generators", "Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp", "Microsoft.CodeAnalysis.Workspaces", "System.Collections.Immutable", "netstandard"];

    [Fact]
    public void Every_fix_is_exported_fixes_all_and_has_rules_of_its_own()
    {
        Assert.Equal(typeof(SourceFixProvider).Assembly.GetTypes().Count(type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract), Fix.Providers.Count());
        Assert.All(Fix.Providers, provider => Assert.NotNull(provider.GetFixAllProvider()));
        string[] ids = [.. Fix.Providers.SelectMany(provider => provider.FixableDiagnosticIds).Order(StringComparer.Ordinal)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.Empty(ids.Except(Rules.All.Select(rule => rule.Id)));
    }

    // A host offers its own versions of Roslyn's assemblies, and of nothing else.
    [Fact]
    public void The_assembly_needs_the_generator_and_the_oldest_supported_compiler_only()
    {
        var references = typeof(SourceFixProvider).Assembly.GetReferencedAssemblies();
        Assert.Equal(Offered, references.Select(reference => reference.Name).Order(StringComparer.Ordinal));
        Assert.All(references.Where(reference => reference.Name!.StartsWith("Microsoft.", StringComparison.Ordinal)), reference => Assert.Equal(new(4, 8, 0, 0), reference.Version));
        Assert.Equal(new(7, 0, 0, 0), references.Single(reference => reference.Name == "System.Collections.Immutable").Version);
    }

    [Theory]
    [InlineData(FixAllScope.Document)]
    [InlineData(FixAllScope.Project)]
    [InlineData(FixAllScope.Solution)]
    public async Task Without_a_key_the_first_fix_of_each_diagnostic_is_made_and_other_rules_are_passed_over(FixAllScope scope)
    {
        using var workspace = new AdhocWorkspace();
        var document = Fix.Document(workspace, "[DeepThinModel, Dense(100, 100, N = 32), Dense(100, 9, N = 5), Dense(8, 1, N = 2)] class Model;");
        var context = new FixAllContext(document, new CoprimeLengthFix(), scope, null!, ["DT0308", "DT0202"], new Analyzed(), default);
        var action = await context.CodeFixProvider.GetFixAllProvider()!.GetFixAsync(context);
        var made = Assert.IsType<ApplyChangesOperation>(Assert.Single(await action!.GetOperationsAsync(default)));
        string text = (await made.ChangedSolution.GetDocument(document.Id)!.GetTextAsync()).ToString();
        Assert.Equal("using DeepThin;\n[DeepThinModel, Dense(100, 100, N = 31), Dense(100, 9, N = 3), Dense(8, 1, N = 1)] class Model;", text);
    }

    private sealed class Analyzed : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => await Fix.Analyze(project);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => await Fix.Analyze(document.Project);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult(Enumerable.Empty<Diagnostic>());
    }
}
