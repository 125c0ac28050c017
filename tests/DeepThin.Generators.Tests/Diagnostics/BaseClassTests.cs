using System.Globalization;
using DeepThin.Generators.Tests.Generation;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Generators.Tests.Diagnostics;

/// <summary>What a base class can demand of a model: the fault is named at the base class, and nothing follows, in the user's files or in generated ones.</summary>
public sealed class BaseClassTests
{
    private const string NoConstructor = "it has no constructor that can be called without arguments";
    private const string Several = "it has more than one constructor that can be called without arguments; give it one without parameters";
    private const string SetsRequired = "its constructor has [SetsRequiredMembers], which that of a model has not";
    private const string SetsRequiredMembers = "[System.Diagnostics.CodeAnalysis.SetsRequiredMembers]";
    private const string Required = "'Base.Name' is required, and Create and Load would leave it unset";

    private const string Forward = "'Base.Forward' has the name of a member that is generated for a model";

    // Of the members only those that a base class has no name of here.
    private const string Uses = """
        static class User
        {
            static T Make<T>() where T : class, IModel<T> => T.Create(1);
            static object Use(float[] x)
            {
                var model = Make<Model>() ?? Model.Create(1) ?? Model.Load("weights");
                ((IModel<Model>)model).Forward(x, x);
                return model;
            }
        }
        """;

    [Theory]
    [InlineData("class Base { public Base(int id) { } }", NoConstructor)]
    [InlineData("class Base { public Base(in int id, string name = \"\") { } }", NoConstructor)]
    [InlineData("class Base { private Base() { } }", NoConstructor)]
    [InlineData("class Base { public Base(__arglist) { } }", NoConstructor)]
    [InlineData("abstract class Base(int id) { protected int Id => id; }", NoConstructor)]
    [InlineData("class Base { public required int Name; public Base(int id) { } }", NoConstructor)]
    [InlineData("class Base { public Base(int a = 1) { } public Base(string b = \"\") { } }", Several)]
    [InlineData("class Base { public Base(int a = 1) { } public Base(int a = 1, int b = 2) { } public Base(params int[] c) { } }", Several)]
    [InlineData("class Base { public Base(params int[] a) { } protected Base(params string[] b) { } }", Several)]
    [InlineData("unsafe class Base { public Base(int* a = null) { } }", "its constructor takes a pointer")]
    [InlineData("unsafe class Base { public Base(delegate*<void> a = null) { } }", "its constructor takes a pointer")]
    [InlineData("class Base { [System.Obsolete(\"no\", true)] public Base() { } }", "its constructor is obsolete, so that a call is an error")]
    [InlineData("class Base { " + SetsRequiredMembers + " public Base() { } }", SetsRequired)]
    [InlineData("class Base { public required string Name; " + SetsRequiredMembers + " public Base() => Name = \"\"; }", SetsRequired)]
    [InlineData("class Base { public required string Name { get; set; } }", Required)]
    [InlineData("abstract class Base { public required string? Name { get; init; } }", Required)]
    [InlineData("class Base { public required int Name; }", Required)]
    [InlineData("class Base<T> { public required T Name { get; set; } } class Base : Base<int> { }", Required)]
    [InlineData("class Base { public string Info => \"\"; }", "'Base.Info' has the name of a member that is generated for a model")]
    [InlineData("class Base { public static int InputLength; }", "'Base.InputLength' has the name of a member that is generated for a model")]
    [InlineData("class Base { internal class Rounding { } }", "'Base.Rounding' has the name of a member that is generated for a model")]
    [InlineData("class Base { public virtual void SavePacked(System.IO.Stream stream, WeightType? type) { } }", "'Base.SavePacked' has the name of a member that is generated for a model")]
    [InlineData("abstract class Base { public abstract void Forward(System.ReadOnlySpan<float> x, System.Span<float> y); }", Forward)]
    [InlineData("abstract class Base { protected internal abstract void Forward(System.ReadOnlySpan<float> @in, System.Span<float> y); }", Forward)]
    [InlineData("abstract class Base { public abstract string? Rounding { get; set; } }", "'Base.Rounding' has the name of a member that is generated for a model")]
    [InlineData("abstract class Base { public abstract RoundingReport Rounding { get; } public abstract ref readonly System.Collections.Generic.List<string?>? InputLength { get; } }", "'Base.Rounding' has the name of a member that is generated for a model")]
    public void A_demand_in_vain_is_the_only_error(string declaration, string reason)
    {
        Check($"{declaration} [DeepThinModel, Dense(4, 3)] sealed partial class Model : Base {{ }}", "Base", reason);
        Check($"{declaration} [DeepThinModel(Training = true), Dense(4, 3)] sealed partial class Model : Base {{ }}", "Base", reason);
    }

    [Theory]
    [InlineData("class Base { public required string Name { get; set; } } abstract class Middle : Base { }", Required)]
    [InlineData("class Base { public virtual required string Name { get; set; } } class Middle : Base { public override required string Name { get; set; } }", "'Middle.Name' is required, and Create and Load would leave it unset")]
    [InlineData("abstract class Base { public abstract void Forward(System.ReadOnlySpan<float> x, System.Span<float> y); } abstract class Middle : Base { }", Forward)]
    [InlineData("abstract class Base { public abstract void Forward(System.ReadOnlySpan<float> x, System.Span<float> y); } class Middle : Base { public sealed override void Forward(System.ReadOnlySpan<float> x, System.Span<float> y) { } }", Forward)]
    public void What_comes_from_further_up_is_named_where_it_stands(string declaration, string reason) => Check(
        $"{declaration} [DeepThinModel, Dense(4, 3)] sealed partial class Model : Middle {{ }}", "Middle", reason);

    [Theory]
    [InlineData("class Base { public Base(int a = 1) { } public Base(params int[] b) { } }")]
    [InlineData("class Base { public Base(params int[] a) { } private Base(params string[] b) { } }")]
    [InlineData("class Base { public Base() { } public Base(int a = 1) { } public Base(params int[] b) { } }")]
    [InlineData("class Base { public Base() { } [System.Obsolete(\"no\", true)] public Base(int a = 1) { } }")]
    [InlineData("class Base { [System.Obsolete(\"soon\")] public Base() { } [System.Obsolete(\"soon\", false)] public void Other() { } }")]
    [InlineData("class Base { private string Info => \"\"; private void Forward(System.ReadOnlySpan<float> x, System.Span<float> y) { } }")]
    [InlineData("class Base { public void Save(string path) { } public float[] Forward(float[] x) => x; public int Parameters => 1; }")]
    [InlineData("class Base<T> where T : class, IModel<T> { } class Base : Base<Model> { }")]
    public void A_demand_that_is_met_is_fine(string declaration)
    {
        var output = Generate.Sources($"using DeepThin; {declaration} [DeepThinModel, Dense(4, 3)] sealed partial class Model : Base {{ }}", "using DeepThin; " + Uses);
        Assert.Empty(Compile.Analyze(output.Compilation));
        Assert.Empty(Compile.Errors(output.Compilation));
    }

    // The compiler says all of it, at the user's own words.
    [Theory]
    [InlineData("sealed class Base { }", "CS0509")]
    [InlineData("static class Base { }", "CS0709")]
    [InlineData("[System.Obsolete(\"no\", true)] class Base { }", "CS0619")]
    [InlineData("abstract class Base { public abstract void Other(); }", "CS0534")]
    [InlineData("class Base<T> where T : new() { } class Base : Base<Model> { }", "CS0310")]
    public void What_the_compiler_says_of_every_class_is_left_to_it(string declaration, string error)
    {
        var output = Generate.Sources($"using DeepThin; {declaration} [DeepThinModel, Dense(4, 3)] sealed partial class Model : Base {{ }}", "using DeepThin; " + Uses);
        Assert.Empty(Compile.Analyze(output.Compilation));
        Assert.Equal([error], Compile.Errors(output.Compilation).Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public void The_base_class_is_underlined_on_whichever_part_it_stands() => Expect.One(
        "DT0108", $"'Model' cannot derive from 'Base', because {NoConstructor}",
        "class Base(int id) { int Id => id; } [DeepThinModel, Dense(4, 3)] partial class Model : System.ICloneable { public object Clone() => this; } partial class Model : [|global::Base|] { }");

    private static void Check(string source, string name, string reason)
    {
        var user = Compile.Sources("using DeepThin; " + source, "using DeepThin; " + Uses);
        var output = Generate.From(user);
        foreach (var compilation in (CSharpCompilation[])[user, output.Compilation])
        {
            var diagnostic = Assert.Single(Compile.Analyze(compilation));
            Assert.Equal($"DT0108 'Model' cannot derive from '{name}', because {reason}", $"{diagnostic.Id} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}");
            Assert.Equal(name, Compile.Underlined(diagnostic));
        }

        Assert.Empty(Compile.Errors(output.Compilation));
    }
}
