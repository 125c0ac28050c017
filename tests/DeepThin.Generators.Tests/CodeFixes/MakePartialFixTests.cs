using DeepThin.Generators.CodeFixes;

namespace DeepThin.Generators.Tests.CodeFixes;

public sealed class MakePartialFixTests
{
    [Theory]
    [InlineData("public sealed class {|DT0101:Model|};", "public sealed partial class Model;")]
    [InlineData("class {|DT0101:Model|} { }", "partial class Model { }")]
    [InlineData("internal  sealed /* one */\n   class\t{|DT0101:Model|}// two\n{\n\n  int  x ;\n}", "internal  sealed /* one */\n   partial class\tModel// two\n{\n\n  int  x ;\n}")]
    public Task A_model(string declaration, string mended) =>
        Fix.One<MakePartialFix>("[DeepThinModel]\n[Dense(4,3)]\n" + declaration + "\n", "[DeepThinModel]\n[Dense(4,3)]\n" + mended + "\n");

    [Theory]
    [InlineData("struct {|DT0102:Outer|}", "partial struct Outer")]
    [InlineData("ref struct {|DT0102:Outer|}", "ref partial struct Outer")]
    [InlineData("public readonly record struct {|DT0102:Outer|}", "public readonly partial record struct Outer")]
    [InlineData("record class {|DT0102:Outer|}", "partial record class Outer")]
    [InlineData("interface {|DT0102:IOuter|}", "partial interface IOuter")]
    public Task A_container(string declaration, string mended)
    {
        const string Body = "\n{\n    [DeepThinModel, Dense(4, 3)] partial class Model;\n}\n";
        return Fix.One<MakePartialFix>(declaration + Body, mended + Body);
    }

    [Fact]
    public Task A_generic_container() => Fix.One<MakePartialFix>(
        "class {|DT0102:Outer|}{|DT0104:<T>|} where T : class { [DeepThinModel, Dense(4, 3)] partial class Model; }",
        "partial class Outer{|DT0104:<T>|} where T : class { [DeepThinModel, Dense(4, 3)] partial class Model; }");

    [Fact]
    public Task All_of_them_at_once() => Fix.One<MakePartialFix>(
        """
        namespace A
        {
            class {|DT0102:{|DT0102:Outer|}|}
            {
                struct {|DT0102:Inner|} { [DeepThinModel, Dense(4, 3)] class {|DT0101:First|}; }
                [DeepThinModel, Dense(4, 3)] class {|DT0101:Second|} ;
            }
        }
        """,
        """
        namespace A
        {
            partial class Outer
            {
                partial struct Inner { [DeepThinModel, Dense(4, 3)] partial class First; }
                [DeepThinModel, Dense(4, 3)] partial class Second ;
            }
        }
        """);

    [Fact]
    public Task All_declarations_of_a_type_in_all_files() => Fix.Files<MakePartialFix>(
        ["[DeepThin.DeepThinModel, DeepThin.Dense(4, 3)] class {|DT0101:Model|};", "class {|CS0101:Model|} { int x; }"],
        ["[DeepThin.DeepThinModel, DeepThin.Dense(4, 3)] partial class Model;", "partial class Model { int x; }"]);
}
