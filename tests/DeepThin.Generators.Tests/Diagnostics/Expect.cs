using System.Globalization;
using DeepThin.Generators.Tests.Generation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Generators.Tests.Diagnostics;

/// <summary>Asserts what the analyzer says of a source in which <c>[|</c> and <c>|]</c> stand around the text that it underlines.</summary>
internal static class Expect
{
    private const string Header = "using DeepThin;\n";

    /// <summary>Exactly one diagnostic, with this id, place and message. Returns it.</summary>
    public static Diagnostic One(string id, string message, string markedSource) => One(id, message, markedSource, static source => Compile.Sources(source));

    /// <summary>The same where what the generator writes belongs to the source, as it does in a build.</summary>
    public static Diagnostic OneInBuild(string id, string message, string markedSource) => One(id, message, markedSource, static source => Generate.Sources(source).Compilation);

    private static Diagnostic One(string id, string message, string markedSource, Func<string, CSharpCompilation> compile)
    {
        var (source, start, length) = Unmark(Header + markedSource);
        var diagnostic = Assert.Single(Compile.Analyze(compile(source)));
        Assert.Equal($"{id} {message}", $"{diagnostic.Id} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}");
        Assert.Equal(source.Substring(start, length), Compile.Underlined(diagnostic));
        Assert.Equal(start, diagnostic.Location.SourceSpan.Start);
        return diagnostic;
    }

    /// <summary>The same for a model that is fine but for the layers.</summary>
    public static Diagnostic OneInLayers(string id, string message, string markedLayers) => One(id, message, ModelWith(markedLayers));

    /// <summary>Exactly these diagnostics, in the order of the source.</summary>
    public static void Ids(string source, params string[] ids) =>
        Assert.Equal(ids, Compile.Analyze(Compile.Sources(Header + source)).Select(diagnostic => diagnostic.Id));

    /// <summary>The same where what the generator writes belongs to the source.</summary>
    public static void IdsInBuild(string source, params string[] ids) =>
        Assert.Equal(ids, Compile.Analyze(Generate.Sources(Header + source).Compilation).Select(diagnostic => diagnostic.Id));

    /// <summary>Exactly these, the plans of the layers included.</summary>
    public static void IdsWithInfo(string source, params string[] ids) =>
        Assert.Equal(ids, Compile.AnalyzeWithInfo(Compile.Sources(Header + source)).Select(diagnostic => diagnostic.Id));

    /// <summary>A model with these layers.</summary>
    public static string ModelWith(string layers) => $"[DeepThinModel]\n{layers}\npublic sealed partial class Model;\n";

    private static (string Source, int Start, int Length) Unmark(string marked)
    {
        int start = marked.IndexOf("[|", StringComparison.Ordinal);
        int end = marked.IndexOf("|]", StringComparison.Ordinal) - 2;
        return (marked.Remove(start, 2).Remove(end, 2), start, end - start);
    }
}
