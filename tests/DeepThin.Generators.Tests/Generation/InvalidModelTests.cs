using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Generators.Tests.Generation;

/// <summary>A model with a fault: the analyzer names it, and no use of the model's members is a second error.</summary>
public sealed class InvalidModelTests
{
    private const string Uses = """
        static class User
        {
            static T Make<T>() where T : class, DeepThin.IModel<T> => T.Create(seed: 1);

            static void Use(System.IO.Stream stream, System.ReadOnlyMemory<byte> file, System.Reflection.Assembly assembly, float[] x)
            {
                var model = NAME.Create(7) ?? NAME.Load("weights") ?? NAME.LoadMapped("weights") ?? NAME.Load(stream) ?? NAME.Load(file) ?? NAME.LoadResource(assembly, "weights");
                System.Span<float> scores = stackalloc float[NAME.InputLength + NAME.OutputLength];
                model.Forward(x, scores);
                model.ForwardBatch(x, scores);
                model.Names = new(classes: model.Names.Classes);
                model.Save(NAME.Info.ToString());
                Make<NAME>().Forward(x, x);
            }
        }
        """;

    private const string TrainingUses = """
        static class Trainer
        {
            static int Train<T>(T model, float[] x) where T : class, DeepThin.ITrainableModel<T> => T.PanelSize;

            static void Use(NAME model, float[] x)
            {
                model.Parameters[0] = Train(model, x) + NAME.PanelSize + NAME.TraceLength;
                model.Prepare();
                model.ForwardTrace(x, x, 1, x);
                model.Backward(x, 1, x, x, x);
            }
        }
        """;

    [Theory]
    [InlineData("DT0106", "[DeepThinModel, Dense(4, 3)] abstract partial class Model { }")]
    [InlineData("DT0107", "[DeepThinModel, Dense(4, 3)] partial record Model { }")]
    [InlineData("DT0107", "[DeepThinModel, Dense(4, 3)] partial record Model(int Size) { }")]
    [InlineData("DT0108", "class Base { private protected Base(int size = 1, params int[] more) { } internal Base(string x) { } } namespace Inner { } [DeepThinModel, Dense(4, 0)] partial class Model : Base { }", "DT0201")]
    [InlineData("DT0109", "[DeepThinModel, Dense(4, 3)] partial class Model { Model() { } }")]
    [InlineData("DT0109", "[DeepThinModel, Dense(4, 3)] partial class Model(int size) { int Size => size; }")]
    [InlineData("DT0109", "class Base(int size) { public int Size => size; } [DeepThinModel, Dense(4, 3)] partial class Model(int x) : Base(x) { }", "DT0109,DT0108")]
    [InlineData("DT0109", "[DeepThinModel, Dense(4, 3)] partial class Model { public required int Size { get; init; } }")]
    [InlineData("DT0111", "[DeepThinModel] partial class Model { }")]
    [InlineData("DT0113", "[DeepThinModel, Dense(4, 3)] partial class Model { } [Dense(3, 2)] partial class Model { }")]
    [InlineData("DT0114", "[DeepThinModel, Dense(4, 3, Name = \"1st\")] partial class Model { }")]
    [InlineData("DT0115", "[DeepThinModel, Dense(4, 3, Name = \"a\"), Dense(3, 3, Name = \"a\")] partial class Model { }")]
    [InlineData("DT0201", "[DeepThinModel, Dense(0, 3)] partial class Model { }")]
    [InlineData("DT0202", "[DeepThinModel, Dense(4, 3), Dense(4, 3)] partial class Model { }")]
    [InlineData("DT0203", "[DeepThinModel, Dense(65536, 65536, Ratio = 0.01)] partial class Model { }")]
    [InlineData("DT0204", "[DeepThinModel, Dense(32768, 32767), Dense(32767, 32768), Dense(32768, 9)] partial class Model { }")]
    [InlineData("DT0301", "[DeepThinModel, Dense(100, 100, Ratio = 1.5)] partial class Model { }")]
    [InlineData("DT0302", "[DeepThinModel, Dense(100, 100, Ratio = 0.001)] partial class Model { }")]
    [InlineData("DT0303", "[DeepThinModel, Dense(100, 100, Ratio = 0.1, Rank = 17)] partial class Model { }")]
    [InlineData("DT0304", "[DeepThinModel, Dense(16, 16, Ratio = 0.95, Rank = 8)] partial class Model { }")]
    [InlineData("DT0305", "[DeepThinModel, Dense(2, 2, Ratio = 0.5)] partial class Model { }")]
    [InlineData("DT0308", "[DeepThinModel, Dense(100, 100, N = 32)] partial class Model { }")]
    [InlineData("DT0312", "[DeepThinModel, Dense(100, 100, BiasRatio = 2)] partial class Model { }")]
    [InlineData("DT0401", "[DeepThinModel, Dense(4, 3, Activation = (Activation)77)] partial class Model { }")]
    public void The_fault_is_the_only_error(string id, string declaration, string? ids = null)
    {
        Check(declaration, Uses, ids?.Split(',') ?? [id]);
        Check(declaration.Replace("[DeepThinModel", "[DeepThinModel(Training = true)", StringComparison.Ordinal), Uses + TrainingUses, ids?.Split(',') ?? [id]);
    }

    [Fact]
    public void The_fault_is_the_only_error_where_inputs_and_outputs_have_names() => Check(
        "[DeepThinModel, Input(3, Name = \"a\"), Input(1, Name = \"b\"), Concat(\"b\"), Dense(4, 0), Output(\"y\", \"dense1\")] partial class Model { }",
        Uses + "static class Ports { static int Of() => Model.Inputs.A.Offset + Model.Inputs.B.Length + Model.Outputs.Y.Of(new float[4]).Length; }", ["DT0201"]);

    [Fact]
    public void The_fault_is_the_only_error_where_inputs_have_no_names_of_their_own() => Check(
        "[DeepThinModel, Input(3), Input(1), Concat(\"input1\"), Dense(4, 0)] partial class Model { }", Uses + "static class Ports { static int Of() => Model.Inputs.Input0.Offset + Model.Inputs.Input1.Length; }", ["DT0201"]);

    [Theory]
    [InlineData("partial class Outer { [DeepThinModel, Dense(4, 0)] internal partial class Model { } }", "Outer.Model")]
    [InlineData("partial interface Outer { partial record struct @struct { [DeepThinModel, Dense(4, 0)] internal partial class @class { } } }", "Outer.@struct.@class")]
    [InlineData("[DeepThinModel, Dense(4, 0)] partial class Größe { }", "Größe")]
    public void The_fault_is_the_only_error_wherever_the_model_stands(string declaration, string name) => Check(declaration, Uses, ["DT0201"], name);

    [Theory]
    [InlineData("static int InputLength => 3;")]
    [InlineData("int OutputLength;")]
    [InlineData("event System.Action? Info;")]
    [InlineData("class Create { }")]
    [InlineData("static Model Load(string path) => new();")]
    [InlineData("static Model LoadMapped(string path) => new();")]
    [InlineData("static Model Load(System.IO.Stream path) => new();")]
    [InlineData("static Model Load(System.ReadOnlyMemory<byte> bytes) => new();")]
    [InlineData("int Load { get; set; }")]
    [InlineData("delegate void LoadResource();")]
    [InlineData("int LoadResource(System.Reflection.Assembly assembly, string name) => 1;")]
    [InlineData("void Forward(System.ReadOnlySpan<float> x, System.Span<float> y) { }")]
    [InlineData("int ForwardBatch(System.ReadOnlySpan<float> x, System.Span<float> y, int threads) => 1;")]
    [InlineData("void Save(string path, WeightType? type) { }")]
    [InlineData("void Save(System.IO.Stream stream, WeightType? type) { }")]
    [InlineData("void SavePacked(string path, WeightType? type) { }")]
    [InlineData("void SavePacked(System.IO.Stream stream, WeightType? type) { }")]
    [InlineData("const int PanelSize = 1, TraceLength = 2;", true)]
    [InlineData("float[] Parameters => [];", true)]
    [InlineData("void Prepare() { }", true)]
    [InlineData("void ForwardTrace(System.ReadOnlySpan<float> x, System.Span<float> y, int count, System.Span<float> trace, ulong noise) { }", true)]
    [InlineData("void Backward(System.ReadOnlySpan<float> g, int n, System.ReadOnlySpan<float> t, System.Span<float> p, System.Span<float> x) { }", true)]
    public void A_member_in_the_way_is_no_second_error(string member, bool training = false)
    {
        string model = $"[DeepThinModel(Training = {(training ? "true" : "false")}), Dense(4, 3)] partial class Model {{ {member} }}";
        string uses = "static class User { static T Make<T>() where T : class, DeepThin.IModel<T> => T.Create(1); static object Use() => Make<Model>(); }";
        var output = Generate.Sources(Header + model, uses);
        Assert.All(Compile.Analyze(Compile.Sources(Header + model)), diagnostic => Assert.Equal("DT0110", diagnostic.Id));
        Assert.NotEmpty(Compile.Analyze(Compile.Sources(Header + model)));
        Assert.Empty(Compile.Errors(output.Compilation));
    }

    [Theory]
    [InlineData("Load", false)]
    [InlineData("Info", false)]
    [InlineData("Parameters", true)]
    public void A_model_with_the_name_of_a_member_is_no_second_error(string name, bool training)
    {
        string model = $"[DeepThinModel(Training = {(training ? "true" : "false")}), Dense(4, 3)] partial class {name} {{ }}";
        Check(model, "", ["DT0110"], name);
    }

    [Fact]
    public void A_model_that_is_marked_in_two_files_is_the_compilers_error_alone()
    {
        var output = Generate.Sources(Header + "[DeepThinModel, Dense(4, 3)] partial class Model { }", Header + "[DeepThinModel] partial class Model { }");
        Assert.Equal(["CS0579"], Compile.Errors(output.Compilation).Select(diagnostic => diagnostic.Id));
        Assert.Equal(["Model.Layer0.g.cs", "Model.Network.g.cs", "Model.g.cs"], output.Files.Keys);
    }

    [Fact]
    public void The_other_overloads_of_a_member_in_the_way_stay() => Check(
        "[DeepThinModel, Dense(4, 3)] partial class Model { public static Model Load(string path) => new Model(); }", Uses, ["DT0110"]);

    [Theory]
    [InlineData("[DeepThinModel, Dense(4, 3)] partial class Model { } [DeepThinModel] partial class Model { }")]
    [InlineData("[DeepThinModel, DeepThinModel, Dense(4, 3)] partial class Model { }")]
    [InlineData("[DeepThinModel, Dense(4, 3)] partial class Model { } [DeepThinModel, Dense(3, 2)] partial class Model { }")]
    public void A_model_that_is_marked_twice_is_the_compilers_error_alone(string declaration)
    {
        var output = Generate.Sources(Header + declaration, Uses.Replace("NAME", "Model", StringComparison.Ordinal));
        Assert.Equal(["CS0579"], Compile.Errors(output.Compilation).Select(diagnostic => diagnostic.Id));
    }

    [Theory]
    [InlineData("[DeepThinModel, Dense(4, \"3\")] partial class Model { }", "CS1503")]
    [InlineData("[DeepThinModel, Dense(4)] partial class Model { }", "CS7036")]
    [InlineData("[DeepThinModel(Training = Unknown), Dense(4, 3)] partial class Model { }", "CS0103")]
    [InlineData("[DeepThinModel, Dense(4, 3, Nothing = 1)] partial class Model { }", "CS0246")]
    public void Arguments_that_are_no_constants_are_the_compilers_error_alone(string declaration, string error)
    {
        var output = Generate.Sources(Header + declaration, Uses.Replace("NAME", "Model", StringComparison.Ordinal));
        Assert.Equal([error], Compile.Errors(output.Compilation).Select(diagnostic => diagnostic.Id));
    }

    private const string Header = "using DeepThin;\n";

    private static void Check(string declaration, string uses, string[] ids, string name = "Model")
    {
        var user = Compile.Sources(Header + declaration, uses.Replace("NAME", name, StringComparison.Ordinal));
        var output = Generate.From(user);
        Assert.Equal(ids, Compile.Analyze(user).Select(diagnostic => diagnostic.Id));
        Assert.Empty(Compile.Errors(output.Compilation));

        // The analyzer sees the generated part as well.
        Assert.Equal(ids, Compile.Analyze(output.Compilation).Select(diagnostic => diagnostic.Id));
    }
}
