using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Generators.Tests.Generation;

/// <summary>The settings of a user who lets nothing pass: every warning is an error, and documentation is checked.</summary>
/// <param name="Version">The version of the language.</param>
/// <param name="Nullable">Whether nullable references are on.</param>
/// <param name="ChecksOverflow">Whether arithmetic is checked.</param>
/// <param name="AllowsUnsafe">Whether unsafe code is allowed.</param>
internal sealed record StrictCompilation(LanguageVersion Version, bool Nullable, bool ChecksOverflow, bool AllowsUnsafe)
{
    private const string Suppression = "#pragma warning disable\n";

    private static readonly LanguageVersion[] Versions = [LanguageVersion.CSharp11, LanguageVersion.Default, LanguageVersion.Preview];

    /// <summary>All settings by turns.</summary>
    public static StrictCompilation Number(int index) => new(Versions[index % 3], index / 3 % 2 == 0, index / 6 % 2 == 0, index / 12 % 2 == 0);

    /// <summary>A user's source and what is generated for it, without its own suppression of warnings.</summary>
    public (CSharpCompilation User, CSharpCompilation Generated) Compile(string source)
    {
        var parsing = new CSharpParseOptions(Version, DocumentationMode.Diagnose);
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            checkOverflow: ChecksOverflow,
            allowUnsafe: AllowsUnsafe,
            warningLevel: 9999,
            generalDiagnosticOption: ReportDiagnostic.Error,
            nullableContextOptions: Nullable ? NullableContextOptions.Enable : NullableContextOptions.Disable);
        var user = Tests.Compile.Sources().AddSyntaxTrees(CSharpSyntaxTree.ParseText(source, parsing, "User.cs")).WithOptions(options);
        var output = Generate.From(user);
        Assert.All(output.Files.Values, text => Assert.Contains(Suppression, text, StringComparison.Ordinal));
        var bare = output.Files.Select(file => CSharpSyntaxTree.ParseText(file.Value.Replace(Suppression, "", StringComparison.Ordinal), parsing, file.Key));
        return (user, user.AddSyntaxTrees(bare));
    }

    /// <summary>What the compiler says of both.</summary>
    public static ImmutableArray<Diagnostic> Complaints(CSharpCompilation compilation) =>
        [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden)];
}
