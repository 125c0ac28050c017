extern alias Training;

using System.Text.RegularExpressions;
using DeepThin.Generators.Tests.Generation;
using DeepThin.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepThin.Generators.Tests.Docs;

/// <summary>Compiles every C# snippet of the README and of the pages for users; those of the diagnostics have tests of their own.</summary>
public sealed class SnippetTests
{
    private const string Fence = "```csharp\n";

    // What snippets talk of and do not declare, and the usings that a project has by default.
    private const string Given = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using DeepThin;
        global using DeepThin.Training;
        global using static Given;

        internal static class Given
        {
            public static float[] images = [], image = [], scoresOfAll = [];
            public static int[] labels = [];
            public static int count = 0;
        }
        """;

    public static TheoryData<string> Pages =>
        ["README.md", .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(file => "docs/" + Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_snippet_compiles_and_has_no_warning_of_ours(string page)
    {
        // A program goes on in the next snippet, unless that begins with usings of its own.
        string program = "";
        var earlier = new Dictionary<string, MemberDeclarationSyntax>();
        foreach (string snippet in Snippets(page).Where(snippet => !IsEmitted(page, snippet)))
        {
            var root = CSharpSyntaxTree.ParseText(snippet, Compile.ParseOptions).GetCompilationUnitRoot();
            bool isProgram = root.Members.OfType<GlobalStatementSyntax>().Any();
            if (isProgram) program = root.Usings.Count > 0 ? snippet : program + snippet;
            var tree = Compile.Tree(isProgram ? program : snippet, "Snippet.cs");
            var types = root.Members.OfType<BaseTypeDeclarationSyntax>().ToDictionary(type => type.Identifier.Text, type => (MemberDeclarationSyntax)type);
            var others = earlier.Where(type => !types.ContainsKey(type.Key)).Select((type, index) => Compile.Tree("using DeepThin;\n" + type.Value.ToFullString(), $"Earlier{index}.cs"));
            var kind = isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
            var user = Compile.Sources(Given)
                .AddSyntaxTrees([tree, .. others])
                .AddReferences(MetadataReference.CreateFromFile(typeof(Training::DeepThin.Training.TrainingOptions).Assembly.Location));
            user = user.WithOptions(user.Options.WithOutputKind(kind));
            Assert.Empty(Compile.Analyze(user));
            Assert.Empty(Compile.Errors(Generate.From(user).Compilation));
            foreach (var (name, type) in types) earlier[name] = type;
        }
    }

    [Fact]
    public void The_emitted_code_of_the_walk_is_what_is_emitted()
    {
        string[] emitted = [.. Short(File.ReadAllText(Path.Combine(Repository.Root, "tests/DeepThin.Generators.Tests/Generation/Golden/correlation.cs.txt"))).Split('\n').Select(line => line.Trim())];
        string[] lines = [.. Snippets("docs/emitted-code.md").Where(snippet => IsEmitted("docs/emitted-code.md", snippet)).SelectMany(snippet => snippet.Split('\n')).Select(line => line.Trim())];
        Assert.True(lines.Length > 40);
        Assert.All(lines.Where(line => !line.Contains('…', StringComparison.Ordinal)), line => Assert.Contains(line, emitted));
    }

    private static bool IsEmitted(string page, string snippet) => page == "docs/emitted-code.md" && !snippet.Contains("[DeepThinModel]", StringComparison.Ordinal);

    private static string Short(string emitted) => Regex.Replace(emitted, @"global::(\w+\.)+", "");

    private static string[] Snippets(string page) =>
        [.. File.ReadAllText(Path.Combine(Repository.Root, page)).ReplaceLineEndings("\n").Split(Fence).Skip(1).Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)])];
}
