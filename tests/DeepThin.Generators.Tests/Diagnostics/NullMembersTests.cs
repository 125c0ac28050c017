using DeepThin.Generators.Tests.Generation;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Tests.Diagnostics;

/// <summary>Members that stay null: those of a model of which the compiler says so in any other class, and at the same places.</summary>
public sealed class NullMembersTests
{
    private const string Model = "[DeepThinModel, Dense(4, 3)] ";

    [Fact]
    public void A_property_that_stays_null() => Expect.One(
        "DT0118", "'Unit' is null in every new 'Model', although its type says otherwise; give it a value here, or declare it as nullable",
        Model + "partial class Model { public string [|Unit|] { get; set; } }");

    [Theory]
    [InlineData("public string A { get; set; } private string B { get; init; } string C { get; } protected virtual string D { get; set; }")]
    [InlineData("string a, b = \"\", c; string[] d; readonly object e; dynamic f; System.Action g; (string, string) h; int i; string? j;")]
    [InlineData("public event System.Action A; event System.Action? B; event System.Action C { add { } remove { } } event System.Action D = () => { };")]
    [InlineData("static string A; static string B { get; set; } const string C = \"\"; static event System.Action D;")]
    [InlineData("string A => \"\"; string B { get => \"\"; set { } } string this[int i] { get => \"\"; set { } } string C { set { } }")]
    [InlineData("string A { get; set; } = \"\"; string B { get; set; } = null!; string C = default!;")]
    [InlineData("[AllowNull] string A { get; set; } [MaybeNull] string B { get; set; } [NotNull] string? C { get; set; } [DisallowNull] string? D { get; set; } [AllowNull] string e; [MaybeNull] string f;")]
    [InlineData("[field: AllowNull] string A { get; set; } [field: MaybeNull] string B { get; set; } [field: AllowNull] event System.Action C;")]
    [InlineData("System.Collections.Generic.List<string> A { get; } System.Collections.Generic.List<string?>? B { get; } Unknown C { get; } System.IDisposable D { get; set; }")]
    [InlineData("class Nested { string A { get; set; } } struct Value { string A; } interface IOther { string A { get; set; } }")]
    [InlineData("\n#nullable disable\n string A; \n#nullable enable\n string B; \n#nullable disable warnings\n string C; \n#nullable restore\n#nullable disable annotations\n string D; \n")]
    [InlineData("string A; } partial class Model { string B; }\n#nullable disable\npartial class Model { string C;")]
    public void They_are_those_of_which_the_compiler_speaks_in_other_classes(string members)
    {
        string source = $"using DeepThin; using System.Diagnostics.CodeAnalysis; partial class Model {{ {members} }}";
        var other = Compile.Sources(source).GetDiagnostics().Where(diagnostic => diagnostic.Id == "CS8618").Select(Place).ToHashSet();
        string model = source.Replace("CodeAnalysis; partial class", $"CodeAnalysis; {Model}partial class", StringComparison.Ordinal);
        foreach (var compilation in (Compilation[])[Compile.Sources(model), Generate.Sources(model).Compilation])
        {
            var own = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Id == "CS8618");
            var all = Compile.Analyze((Microsoft.CodeAnalysis.CSharp.CSharpCompilation)compilation).Where(diagnostic => diagnostic.Id == "DT0118").Concat(own).Select(Place);
            Assert.Equal(other.Order(), all.Distinct().Order());
        }

        int Place(Diagnostic diagnostic) => diagnostic.Location.SourceSpan.Start - (Text(diagnostic).Contains("[DeepThinModel", StringComparison.Ordinal) ? Model.Length : 0);

        static string Text(Diagnostic diagnostic) => diagnostic.Location.SourceTree!.ToString();
    }

    // C# 14 is newer than the compiler that these tests have.
    [Fact]
    public void A_getter_that_makes_up_for_null_keeps_none()
    {
        const string Members = """
            string A { get => field; set; }
            string B { get => field ??= ""; set; }
            string C { get; set => field = value; }
            string D { get { return field ?? ""; } }
            string E { get { return field; } set; } = "";
            string F => field;
            string G => field ?? "";
            """;
        string other = "partial class Other\n{\n" + Members + "\n}", model = $"[DeepThin.DeepThinModel, DeepThin.Dense(4, 3)] partial class Model\n{{\n{Members}\n}}";
        Assert.Equal([(3, "CS9264"), (5, "CS9264"), (8, "CS9264")], Sorted(other));
        Assert.Equal([(3, "DT0118"), (5, "DT0118"), (8, "DT0118")], Sorted(model));

        static IEnumerable<(int, string)> Sorted(string source) =>
            SdkCompiler.Errors(source, "14").SelectMany(line => line.Select(id => (line.Key, id))).Where(error => error.id is "CS9264" or "DT0118").Order();
    }

    [Theory]
    [InlineData("[DeepThinModel, Dense(4, 0)] partial class Model { string A; }", "DT0201")]
    [InlineData(Model + "class Model { string A; }", "DT0101")]
    [InlineData(Model + "partial class Model { public required string A; }", "DT0109")]
    [InlineData("partial class Model { string A; }", "")]
    public void Of_what_is_no_valid_model_nothing_is_said(string source, string ids) => Expect.Ids(source, ids.Split(',', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void A_pragma_at_the_member_turns_it_off() => Expect.Ids(Model + "partial class Model {\n#pragma warning disable DT0118\nstring A;\n#pragma warning restore DT0118\nstring B; }", "DT0118");
}
