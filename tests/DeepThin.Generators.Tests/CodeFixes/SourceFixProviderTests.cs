using DeepThin.CodeFixes;
using DeepThin.Generators.Diagnostics;
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
}
