using DeepThin.Generators.CodeFixes;

namespace DeepThin.Generators.Tests.CodeFixes;

public sealed class AddModelFixTests
{
    [Theory]
    [InlineData("[{|DT0112:Dense(4, 3)|}]\npublic partial class Model;", "[DeepThinModel]\n[Dense(4, 3)]\npublic partial class Model;")]
    [InlineData("[{|DT0112:Dense(4, 3)|}, Dense(3, 2)] partial class Model;", "[DeepThinModel] [Dense(4, 3), Dense(3, 2)] partial class Model;")]
    [InlineData(
        "/// <summary>A model.</summary>\n[type: {|DT0112:Dense(4, 3)|}]  // first\n// second\n[Dense(3, 2)]\nclass  Model {}",
        "/// <summary>A model.</summary>\n[DeepThinModel]\n[type: Dense(4, 3)]  // first\n// second\n[Dense(3, 2)]\nclass  {|DT0101:Model|} {}")]
    [InlineData(
        "partial class Outer<T>\n{\n\tint x ;\n\t// inner\n\t[System.Obsolete]\n\t[{|DT0112:DenseAttribute(outputs: 4, inputs: 3)|}]\n\tpartial class Model;\n}",
        "partial class Outer{|DT0104:<T>|}\n{\n\tint x ;\n\t// inner\n\t[DeepThinModel]\n\t[System.Obsolete]\n\t[DenseAttribute(outputs: 4, inputs: 3)]\n\tpartial class Model;\n}")]
    public Task Above_the_attributes(string source, string mended) => Fix.One<AddModelFix>(source, mended);

    [Theory]
    [InlineData("[{|DT0112:DeepThin.Dense(4, 3)|}] partial class Model;", "[DeepThin.DeepThinModel] [DeepThin.Dense(4, 3)] partial class Model;")]
    [InlineData("[{|DT0112:global::DeepThin.Dense(4, 3)|}]\npartial class Model;", "[global::DeepThin.DeepThinModel]\n[global::DeepThin.Dense(4, 3)]\npartial class Model;")]
    [InlineData("using D = DeepThin;\n[{|DT0112:D.Dense(4, 3)|}]\npartial class Model;", "using D = DeepThin;\n[D.DeepThinModel]\n[D.Dense(4, 3)]\npartial class Model;")]
    [InlineData("using D = DeepThin;\n[{|DT0112:D::Dense(4, 3)|}]\npartial class Model;", "using D = DeepThin;\n[D::DeepThinModel]\n[D::Dense(4, 3)]\npartial class Model;")]
    [InlineData("using Layer = DeepThin.DenseAttribute;\n[{|DT0112:Layer(4, 3)|}]\npartial class Model;", "using Layer = DeepThin.DenseAttribute;\n[DeepThin.DeepThinModel]\n[Layer(4, 3)]\npartial class Model;")]
    [InlineData("namespace DeepThin.Own { [{|DT0112:Dense(4, 3)|}] partial class Model; }", "namespace DeepThin.Own { [DeepThinModel] [Dense(4, 3)] partial class Model; }")]
    [InlineData(
        "using Layer = DeepThin.DenseAttribute;\nnamespace My.DeepThin { [{|DT0112:Layer(4, 3)|}] partial class Model; }",
        "using Layer = DeepThin.DenseAttribute;\nnamespace My.DeepThin { [global::DeepThin.DeepThinModel] [Layer(4, 3)] partial class Model; }")]
    [InlineData(
        "using DeepThin;\n[{|DT0112:Dense(4, 3)|}]\npartial class Model;\nclass DeepThinModel : System.Attribute;",
        "using DeepThin;\n[DeepThin.DeepThinModel]\n[Dense(4, 3)]\npartial class Model;\nclass DeepThinModel : System.Attribute;")]
    public Task By_the_name_that_means_it(string source, string mended) => Fix.File<AddModelFix>(source, mended);

    [Fact]
    public Task All_at_once() => Fix.One<AddModelFix>(
        "[{|DT0112:Dense(4, 3)|}]\npartial class A\n{\n    [{|DT0112:Dense(4, 3)|}]\n    partial class B;\n}\n[DeepThinModel, Dense(4, 3)] partial class C;\n[{|DT0112:Dense(4, 3)|}] partial class D;\n",
        "[DeepThinModel]\n[Dense(4, 3)]\npartial class A\n{\n    [DeepThinModel]\n    [Dense(4, 3)]\n    partial class B;\n}\n[DeepThinModel, Dense(4, 3)] partial class C;\n[DeepThinModel] [Dense(4, 3)] partial class D;\n");
}
