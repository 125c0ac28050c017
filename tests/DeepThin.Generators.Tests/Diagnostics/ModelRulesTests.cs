using System.Globalization;
using DeepThin.Generators.Tests.Generation;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Tests.Diagnostics;

public sealed class ModelRulesTests
{
    private const string Layer = "[DeepThinModel, Dense(4, 3)] ";

    [Fact]
    public void A_model_that_is_not_partial() => Expect.One(
        "DT0101", "'Model' must be partial, because the generator writes its members in another part", Layer + "sealed class [|Model|];");

    [Fact]
    public void A_container_that_is_not_partial() => Expect.One(
        "DT0102", "'Outer' must be partial, because it contains the model 'Model'", "struct [|Outer|] { " + Layer + "sealed partial class Model; }");

    [Fact]
    public void Each_container_that_is_not_partial_is_named_for_itself() => Expect.Ids(
        "class A { partial class B { class C { " + Layer + "class Model; } } }", "DT0102", "DT0102", "DT0101");

    [Theory]
    [InlineData("\"\"", "model")]
    [InlineData("\"2nd\"", "nd")]
    [InlineData("\"_\"", "model")]
    [InlineData("\"a b\"", "a_b")]
    [InlineData("\"größe\"", "gr__e")]
    [InlineData("\"fashion.h\"", "fashion_h")]
    [InlineData("\"x\\n\"", "x")]
    [InlineData("\"a2345678901234567890123456789012345678901234567890b\"", "a2345678901234567890123456789012345678901234567890")]
    public void A_prefix_that_is_no_identifier_of_C(string prefix, string working) => Expect.One(
        "DT0116", $"NativeExports of 'Model' is {prefix}; use a letter, then letters of ASCII, digits and underscores, 50 at most, such as \"{working}\"",
        $"[DeepThinModel(NativeExports = [|{prefix}|]), Dense(4, 3)] sealed partial class Model;");

    [Theory]
    [InlineData("signal", "C", "signal_net")]
    [InlineData("STDIO", "C", "STDIO_net")]
    [InlineData("stdbit", "C", "stdbit_net")]
    [InlineData("vector", "C++", "vector_net")]
    [InlineData("mdspan", "C++", "mdspan_net")]
    [InlineData("cmath", "C++", "cmath_net")]
    [InlineData("pthread", "POSIX", "pthread_net")]
    [InlineData("features", "the GNU C library", "features_net")]
    [InlineData("immintrin", "the C compiler", "immintrin_net")]
    [InlineData("arm_neon", "the C compiler", "arm_neon_net")]
    [InlineData("WinSock2", "Windows", "WinSock2_net")]
    [InlineData("windows", "Windows", "windows_net")]
    [InlineData("d3d12", "Windows", "d3d12_net")]
    public void A_prefix_that_is_a_header_of_others(string prefix, string owner, string working) => Expect.One(
        "DT0116",
        $"NativeExports of 'Model' is \"{prefix}\"; {owner} has a header of that name, in whose place programs would read {prefix}.h; use another prefix, such as \"{working}\"",
        $"[DeepThinModel(NativeExports = [|\"{prefix}\"|]), Dense(4, 3)] sealed partial class Model;");

    [Fact]
    public void A_prefix_that_would_be_such_a_header_once_mended() => Expect.One(
        "DT0116", "NativeExports of 'Time' is \"1\"; use a letter, then letters of ASCII, digits and underscores, 50 at most, such as \"time_net\"",
        "[DeepThinModel(NativeExports = [|\"1\"|]), Dense(4, 3)] sealed partial class Time;");

    [Theory]
    [InlineData("null")]
    [InlineData("\"a\"")]
    [InlineData("\"signals\"")]
    [InlineData("\"net\"")]
    [InlineData("\"model\"")]
    [InlineData("\"Fashion_2\"")]
    [InlineData("\"a234567890123456789012345678901234567890123456789\"")]
    [InlineData("nameof(Model)")]
    public void A_prefix_that_is_one(string prefix) => Expect.Ids($"[DeepThinModel(NativeExports = {prefix}), Dense(4, 3)] sealed partial class Model;");

    [Fact]
    public void One_prefix_of_two_models() => Expect.One(
        "DT0117", "NativeExports of 'Outer.B' is \"NET\", and that of 'A' is \"net\": both would have the same functions or header; give each a prefix of its own",
        "static partial class Outer { [DeepThinModel(NativeExports = [|\"NET\"|]), Dense(4, 3)] sealed partial class B; }"
        + "[DeepThinModel(NativeExports = \"net\"), Dense(4, 3)] sealed partial class A; [DeepThinModel(NativeExports = \"nets\"), Dense(4, 3)] sealed partial class C;");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_prefix_of_a_model_and_one_in_a_library(bool isReferenceAssembly)
    {
        // A reference assembly, which the compiler sees of a project, has types and attributes, and nothing that is private or internal inside of them.
        const string library = """
            using DeepThin;
            namespace Edge;
            internal static partial class Outer { [DeepThinModel(NativeExports = "Net"), Dense(4, 3)] private sealed partial class B; [DeepThinModel(NativeExports = "other"), Dense(4, 3)] public sealed partial class C; }
            [DeepThinModel, Dense(4, 3)] public sealed partial class D;
            """;
        const string source = "using DeepThin; [DeepThinModel(NativeExports = \"net\"), Dense(4, 3)] sealed partial class A; [DeepThinModel(NativeExports = \"nets\"), Dense(4, 3)] sealed partial class E;";
        var one = Compile.Sources(source).AddReferences(Reference("Models", library, isReferenceAssembly));
        var diagnostic = Assert.Single(Compile.Analyze(one));
        Assert.Equal(
            "DT0117: NativeExports of 'A' is \"net\", and that of 'Edge.Outer.B' of the assembly 'Models' is \"Net\": both would have the same functions or header; give each a prefix of its own",
            $"{diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}");
        Assert.Equal("\"net\"", Compile.Underlined(diagnostic));

        // Two libraries that agree are nothing that could be mended here, and one without the library in its references has no models.
        Assert.Empty(Compile.Analyze(Compile.Sources("class Program;").AddReferences(Reference("Models", library, isReferenceAssembly), Reference("Others", library, isReferenceAssembly))));
    }

    private static PortableExecutableReference Reference(string name, string source, bool isReferenceAssembly)
    {
        using var file = new MemoryStream();
        var compilation = Generate.Sources(source).Compilation.WithAssemblyName(name);
        var result = compilation.Emit(file, options: new(metadataOnly: isReferenceAssembly, includePrivateMembers: !isReferenceAssembly));
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return MetadataReference.CreateFromImage(file.ToArray());
    }

    [Fact]
    public void One_prefix_of_three_models_is_said_of_two() => Expect.Ids(
        string.Concat("ABC".Select(name => $"[DeepThinModel(NativeExports = \"net\"), Dense(4, 3)] sealed partial class {name};")), "DT0117", "DT0117");

    [Fact]
    public void A_static_model() => Expect.One(
        "DT0103", "'Model' cannot be static: a model is an object that owns its parameters", Layer + "[|static|] partial class Model;");

    [Fact]
    public void A_generic_model() => Expect.One(
        "DT0104", "'Model' cannot have type parameters: neither a model nor a type that contains one can be generic", Layer + "partial class Model[|<T>|];");

    [Fact]
    public void A_generic_container() => Expect.One(
        "DT0104", "'Outer' cannot have type parameters: neither a model nor a type that contains one can be generic",
        "partial class Outer[|<T, U>|] { " + Layer + "sealed partial class Model; }");

    [Fact]
    public void A_model_local_to_a_file() => Expect.One(
        "DT0105", "'Model' is local to its file, where no generated file can add to it; make it internal or public", Layer + "[|file|] sealed partial class Model;");

    [Fact]
    public void A_model_in_a_type_local_to_a_file() => Expect.One(
        "DT0105", "'Outer' is local to its file, where no generated file can add to it; make it internal or public",
        "[|file|] partial class Outer { " + Layer + "sealed partial class Model; }");

    [Fact]
    public void An_abstract_model() => Expect.One(
        "DT0106", "'Model' cannot be abstract, because Create and Load construct it", Layer + "[|abstract|] partial class Model;");

    [Theory]
    [InlineData("sealed partial [|record|] Model;")]
    [InlineData("sealed partial [|record|] class Model(int Positional);")]
    public void A_record(string declaration) => Expect.One(
        "DT0107", "'Model' cannot be a record, because a copy would share its parameters; declare a class", Layer + declaration);

    [Fact]
    public void A_base_class_that_is_a_model() => Expect.One(
        "DT0108", "'Model' cannot derive from 'Other', because it is a model itself",
        Layer + "partial class Other; class Between : Other; " + "[DeepThinModel, Dense(4, 3)] partial class Model : [|Other|];");

    [Theory]
    [InlineData("class Base { private protected Base(int size) { } }")]
    [InlineData("class Base { private Base() { } }")]
    [InlineData("class Base(string name) { public string Name => name; }")]
    public void A_base_class_without_a_constructor_to_call(string declaration) => Expect.One(
        "DT0108", "'Model' cannot derive from 'Base', because it has no constructor that can be called without arguments",
        declaration + Layer + "partial class Model : [|Base|];");

    [Theory]
    [InlineData("abstract class Base;")]
    [InlineData("class Base { protected Base(int size = 3, params string[] names) { } }")]
    [InlineData("class Base { internal Base() { } }")]
    public void A_base_class_with_a_constructor_to_call_is_fine(string declaration) => Expect.Ids(declaration + Layer + "partial class Model : Base, System.ICloneable { public object Clone() => this; }");

    [Fact]
    public void A_private_constructor_of_a_base_class_around_the_model_is_fine() =>
        Expect.Ids("abstract partial class Base { private Base() { } " + Layer + "sealed partial class Model : Base; }");

    [Theory]
    [InlineData("partial class Model { public [|Model|]() { } }")]
    [InlineData("partial class [|Model|](int size) { int Size => size; }")]
    public void A_constructor(string declaration) => Expect.One(
        "DT0109", "A constructor keeps Create and Load from constructing 'Model'; a model has no constructor of its own", Layer + declaration);

    [Fact]
    public void A_static_constructor_is_fine() => Expect.Ids(Layer + "partial class Model { static Model() { } }");

    [Fact]
    public void A_required_member() => Expect.One(
        "DT0109", "Required 'Labels' keeps Create and Load from constructing 'Model'; a model has no required member of its own",
        Layer + "partial class Model { public required string[] [|Labels|] { get; init; } }");

    [Theory]
    [InlineData("InputLength", "const int [|InputLength|] = 4;")]
    [InlineData("OutputLength", "int [|OutputLength|] { get; set; }")]
    [InlineData("Info", "class [|Info|];")]
    [InlineData("Create", "event System.Action? [|Create|];")]
    [InlineData("Create", "static void [|Create|](int number) { }")]
    [InlineData("Load", "Model [|Load|](System.IO.Stream stream) => this;")]
    [InlineData("LoadResource", "int [|LoadResource|];")]
    [InlineData("Forward", "void [|Forward|](System.ReadOnlySpan<float> x, System.Span<float> y) { }")]
    [InlineData("ForwardBatch", "enum [|ForwardBatch|] { }")]
    [InlineData("Rounding", "int [|Rounding|];")]
    [InlineData("Names", "string[] [|Names|] => [];")]
    [InlineData("Save", "void [|Save|](string name, WeightType? type) { }")]
    [InlineData("SavePacked", "void [|SavePacked|](System.IO.Stream stream, WeightType? type) { }")]
    public void A_member_with_a_generated_name(string name, string member) => Expect.One(
        "DT0110", $"'{name}' has the name of a member that is generated for 'Model'; choose another", Layer + "partial class Model { " + member + " }");

    [Theory]
    [InlineData("PanelSize", "int [|PanelSize|];")]
    [InlineData("TraceLength", "int [|TraceLength|];")]
    [InlineData("Parameters", "int [|Parameters|];")]
    [InlineData("Prepare", "void [|Prepare|]() { }")]
    [InlineData("ForwardTrace", "int [|ForwardTrace|];")]
    [InlineData("Backward", "int [|Backward|];")]
    [InlineData("Forward", "int [|Forward|];")]
    public void A_member_with_a_name_generated_for_training(string name, string member) => Expect.One(
        "DT0110", $"'{name}' has the name of a member that is generated for 'Model'; choose another",
        "[DeepThinModel(Training = true), Dense(4, 3)] partial class Model { " + member + " }");

    [Theory]
    [InlineData("static Model Load(System.Uri address) => throw null!;")]
    [InlineData("float[] Forward(float[] x) => x;")]
    [InlineData("void Forward<T>(System.ReadOnlySpan<float> x, System.Span<float> y) { }")]
    [InlineData("void Save(ref string name) { }")]
    [InlineData("int Parameters; int Backward;")]
    [InlineData("int save; class info;")]
    public void A_member_that_leaves_room_for_the_generated_ones_is_fine(string member) => Expect.Ids(Layer + "partial class Model { " + member + " }");

    [Theory]
    [InlineData("Inputs", "int [|Inputs|];")]
    [InlineData("Outputs", "class [|Outputs|];")]
    public void A_member_with_the_name_of_the_class_of_inputs_or_outputs(string name, string member) => Expect.One(
        "DT0110", $"'{name}' has the name of a member that is generated for 'Model'; choose another",
        "[DeepThinModel, Input(4, Name = \"a\"), Dense(4, 3), Output(\"y\", \"dense0\")] partial class Model { " + member + " }");

    [Fact]
    public void Without_names_of_inputs_and_outputs_those_are_free() => Expect.Ids(Layer + "partial class Model { int Inputs; class Outputs; }");

    [Fact]
    public void A_model_with_the_name_of_a_generated_member() => Expect.One(
        "DT0110", "'Info' has the name of a member that is generated for 'Info'; choose another", Layer + "partial class [|Info|];");

    [Fact]
    public void No_layers() => Expect.One(
        "DT0111", "'Model' has no layers; add [Dense(inputs, outputs)] to this declaration, one for each layer", "[[|DeepThinModel|]] partial class Model;");

    [Fact]
    public void Layers_without_a_model() => Expect.One(
        "DT0112", "'Model' has layers but is no model; add [DeepThinModel]", "[[|Dense(4, 0)|]] [Dense(3, 2)] class Model;");

    [Fact]
    public void Layers_on_two_parts() => Expect.One(
        "DT0113", "'Model' has layers on two of its parts, so their order is not defined; put all of them on one",
        Layer + "partial class Model; [[|Dense(3, 2)|], Dense(9, 1)] partial class Model;");

    [Fact]
    public void The_model_on_one_part_and_the_layers_on_another_is_fine() =>
        Expect.Ids("[Dense(4, 3, Activation = Activation.Tanh), Dense(3, 2)] partial class Model; [DeepThinModel] partial class Model; partial class Model { int x; }");

    [Theory]
    [InlineData("\"\"", "\"\"")]
    [InlineData("\"first layer\"", "\"first layer\"")]
    [InlineData("\"a\\\"\\n\"", "\"a\\\"\\n\"")]
    [InlineData("\"1st\"", "\"1st\"")]
    public void A_name_that_is_no_identifier(string literal, string shown)
    {
        var diagnostic = Expect.OneInLayers(
            "DT0114", $"{shown} cannot be the name of layer 1; use an identifier, such as \"dense1\"", $"[Dense(4, 3), Dense(3, 2, Name = [|{literal}|])]");
        Assert.Equal("\"dense1\"", diagnostic.Properties["Value"]);
    }

    [Theory]
    [InlineData("\"out\"")]
    [InlineData("\"größe\"")]
    [InlineData("nameof(Model)")]
    [InlineData("null")]
    public void A_name_that_is_an_identifier_or_none_is_fine(string expression) => Expect.Ids(Expect.ModelWith($"[Dense(4, 3, Name = {expression})]"));

    [Fact]
    public void A_name_given_twice() => Expect.OneInLayers(
        "DT0115", "\"head\" is the name of layer 0 and of layer 2; give each a name of its own",
        "[Dense(4, 3, Name = \"head\"), Dense(3, 2), Dense(2, 2, Name = [|\"head\"|])]");

    [Fact]
    public void A_default_name_given_to_another_layer() => Expect.OneInLayers(
        "DT0115", "\"dense1\" is the name of layer 1 and of layer 0; give each a name of its own", "[Dense(4, 3, Name = [|\"dense1\"|]), Dense(3, 2)]");

    [Fact]
    public void A_default_name_that_no_layer_has_is_free() => Expect.Ids(Expect.ModelWith("[Dense(4, 3, Name = \"dense1\", Activation = Activation.Tanh), Dense(3, 2, Name = \"dense0\")]"));

    [Theory]
    [InlineData("[DeepThinModel, Dense(4, 3)] struct Model;")]
    [InlineData("[DeepThinModel, Dense(4, 3)] interface IModel;")]
    [InlineData("[DeepThinModel, Dense(4, 3)] enum Model;")]
    public void A_model_that_is_no_class_is_left_to_the_compiler(string source)
    {
        Expect.Ids(source);
        Assert.NotEmpty(Compile.Errors(Compile.Sources("using DeepThin;" + source)));
    }

    [Fact]
    public void Attributes_of_the_same_names_elsewhere_are_not_ours() =>
        Expect.Ids("[Other.DeepThinModel, Other.Dense] class Model; namespace Other { class DeepThinModel : System.Attribute; class DenseAttribute : System.Attribute; }");

    [Fact]
    public void A_model_in_a_file_written_by_a_tool_is_checked_as_well()
    {
        var compilation = Compile.Sources().AddSyntaxTrees(Compile.Tree("// <auto-generated/>\n[DeepThin.DeepThinModel] partial class Model;", "Model.g.cs"));
        Assert.Equal("DT0111", Assert.Single(Compile.Analyze(compilation)).Id);
    }

    // The analyzer sees the members of the generated part like the user's own.
    [Fact]
    public void The_generated_part_hides_no_fault_and_is_none()
    {
        const string User = "using DeepThin; [DeepThinModel, Dense(4, 0)] partial class Model { int Save; }";
        const string Generated = """
            // <auto-generated/>
            [System.CodeDom.Compiler.GeneratedCode("DeepThin", "1")]
            partial class Model { private Model(int block) { } public static int InputLength => 4; public static Model Load(string path) => new(1); }
            """;
        var compilation = Compile.Sources(User).AddSyntaxTrees(Compile.Tree(Generated, "Model.g.cs"));
        Assert.Empty(Compile.Errors(compilation));
        Assert.Equal(["DT0201", "DT0110"], Compile.Analyze(compilation).Select(diagnostic => diagnostic.Id));
    }
}
