extern alias Training;

using DeepThin.Generators.Tests.Generation;
using DeepThin.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepThin.Generators.Tests.Docs;

/// <summary>A C# example of a page: one file, with nothing besides it but what every new project has.</summary>
internal static class Snippet
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    // A new project writes no documentation file, in which comments could be missing.
    private static readonly Dictionary<string, ReportDiagnostic> WithoutComments = new() { ["CS1591"] = ReportDiagnostic.Suppress };

    /// <summary>The assemblies that an example needs, besides the framework's.</summary>
    public static IEnumerable<string> Libraries =>
        Directory.GetFiles(Path.GetDirectoryName(TrainingLibrary)!, "*.dll")
            .Where(file => Path.GetFileName(file) is "DeepThin.dll" or "DeepThin.Training.dll" or "System.Numerics.Tensors.dll");

    private static string TrainingLibrary => typeof(Training::DeepThin.Training.TrainingOptions).Assembly.Location;

    /// <summary>The examples of a page, in order; what is emitted code is none.</summary>
    public static IEnumerable<string> Of(Page page) => page.Code("csharp").Where(code => !IsEmitted(page, code));

    /// <summary>The emitted code that a page shows.</summary>
    public static IEnumerable<string> Emitted(Page page) => page.Code("csharp").Where(code => IsEmitted(page, code));

    /// <summary>Compiles an example with the generator: neither the compiler nor the analyzer may say anything of it.</summary>
    /// <param name="code">The example.</param>
    /// <param name="beside">The sources of the project that it belongs to.</param>
    public static CSharpCompilation Compiled(string code, params IEnumerable<string> beside)
    {
        var tree = Compile.Tree(WithoutDirectives(code), "Program.cs");
        var user = Compile.Sources([ImplicitUsings, .. beside]);
        var all = user.AddSyntaxTrees(tree);
        var kind = IsProgram(tree) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
        all = all.WithAssemblyName("Example").WithOptions(all.Options
            .WithOutputKind(kind).WithOptimizationLevel(OptimizationLevel.Release).WithAllowUnsafe(false).WithSpecificDiagnosticOptions(WithoutComments));
        Assert.Empty(Compile.Analyze(all));
        var compiled = Generate.From(all);
        Assert.Empty(compiled.Complaints.Where(complaint => complaint.Location.SourceTree is not { } place || !user.ContainsSyntaxTree(place)));
        return compiled.Compilation;
    }

    // A program of one file says to the SDK at its beginning which packages and properties it has.
    private static string WithoutDirectives(string code) =>
        string.Join('\n', code.Split('\n').SkipWhile(line => line.StartsWith("#:", StringComparison.Ordinal)));

    private static bool IsProgram(SyntaxTree tree) => tree.GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().Any();

    private static bool IsEmitted(Page page, string code) => page.Name == "docs/emitted-code.md" && !code.Contains("[DeepThinModel]", StringComparison.Ordinal);
}
