using System.Reflection;
using System.Runtime.Loader;
using DeepThin.Generators.Tests.Weights;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Tests.Generation;

/// <summary><c>LoadEmbedded</c>: which models have it, and what it loads.</summary>
public sealed class EmbeddedTests
{
    private const string Models = """
        using DeepThin;
        [DeepThinModel, Dense(4, 3)] partial class Model { }
        [DeepThinModel, Dense(4, 3)] partial class @class { }
        namespace Edge { [DeepThinModel, Dense(4, 3)] public sealed partial class Model { } }
        namespace Größe { partial struct Outer { partial class Middle { [DeepThinModel(Training = true), Dense(4, 3)] internal partial class Inner { } } } }
        """;

    [Theory]
    [InlineData("Model", "Model")]
    [InlineData("class", "class")]
    [InlineData("@class", "class")]
    [InlineData("Edge.Model", "Edge.Model")]
    [InlineData("Größe.Outer.Middle.Inner", "Größe.Outer+Middle+Inner")]
    [InlineData("Größe.Outer+Middle+Inner", "Größe.Outer+Middle+Inner")]
    [InlineData("Größe.Outer+Middle.Inner", "Größe.Outer+Middle+Inner")]
    public void Only_the_named_model_has_it(string name, string type)
    {
        var compilation = Generate.From(Compile.Sources(Models), new WeightsText(name)).Compilation;
        Assert.Empty(Compile.Errors(compilation));
        string[] all = ["Model", "class", "Edge.Model", "Größe.Outer+Middle+Inner"];
        Assert.Equal([type], all.Where(other => compilation.GetTypeByMetadataName(other)!.GetMembers("LoadEmbedded").Length > 0));
    }

    [Fact]
    public void It_loads_the_resource()
    {
        const string Source = "[DeepThin.DeepThinModel, DeepThin.Dense(2, 1)] public partial class Model { }";
        using var folder = new DeepThin.Build.Tests.WeightsFolder();
        byte[] file = File.ReadAllBytes(folder.Write("a", "layers.0.weight: F32 [1, 2]\nlayers.0.bias: F32 [1]", value: 0.5f));
        Assert.Equal(0.5f * (3 + 4) + 0.5f, Predict(With(file), file));
        byte[] other = File.ReadAllBytes(folder.Write("a", "x: F32 [1]"));
        Assert.Equal(
            "Resource 'Model.safetensors' does not fit Model: the build has not compared the two; build with analyzers switched on, and it says what is wrong.", Message(With(other), other));
        Assert.Contains("has no resource 'Model.safetensors'", Message(With(file), null), StringComparison.Ordinal);

        static Compilation With(byte[] content) => Generate.From(Compile.Sources(Source, Use), new WeightsText("Model", content: content)).Compilation;
    }

    [Theory]
    [InlineData("Dense(30, 20, N = 13), Dense(20, 300, Ratio = 0.06), LowRank(300, 7, Rank = 2), Dense(7, 5), Hashed(5, 9, Ratio = 0.5), Dense(9, 1, Bias = false)")]
    [InlineData("Dense(60, 96, Ratio = 0.1, Form = Form.Tall), Dense(96, 1, Bias = false)", "Weights = WeightType.Int8")]
    [InlineData("Dense(60, 96, Ratio = 0.1, Form = Form.Tall), Dense(96, 1)", "Weights = WeightType.BFloat16")]
    [InlineData("LowRank(60, 40, Rank = 4), Dense(40, 1)", "Weights = WeightType.Float16")]
    public void It_predicts_what_the_loaded_file_predicts(string layers, string held = "")
    {
        string model = $"using DeepThin;\n[DeepThinModel{(held.Length == 0 ? "" : $"({held})")}, {layers}] public partial class Model {{ }}";
        const string loading = """
            public static class User
            {
                public static void Save(string path, string type) { if (type == "Packed") Model.Create(3).SavePacked(path); else Model.Create(3).Save(path, System.Enum.Parse<DeepThin.WeightType>(type)); }
                public static float Load(string path) => Predict(Model.Load(path));
                public static float Use() => Predict(EMBEDDED);
                static float Predict(Model model)
                {
                    float[] x = new float[Model.InputLength], y = new float[1];
                    for (int i = 0; i < x.Length; i++) x[i] = i % 7 - 2;
                    model.Forward(x, y);
                    return y[0];
                }
            }
            """;
        var user = Run(Generate.Sources(model, loading.Replace("EMBEDDED", "null!", StringComparison.Ordinal)).Compilation, null);
        using var folder = new DeepThin.Build.Tests.WeightsFolder();
        string path = folder.PathOf("a");
        foreach (string type in new[] { "Float32", "BFloat16", "Float16", "Int8", "Packed" })
        {
            user.GetMethod("Save")!.Invoke(null, [path, type]);
            byte[] file = File.ReadAllBytes(path);
            var text = new WeightsText("Model", content: file);
            var compilation = Generate.From(Compile.Sources(model, loading.Replace("EMBEDDED", "Model.LoadEmbedded()", StringComparison.Ordinal)), text).Compilation;
            float loaded = (float)user.GetMethod("Load")!.Invoke(null, [path])!;
            Assert.NotEqual(0, loaded);
            Assert.Equal(loaded, Predict(compilation, file));
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void It_has_the_names_of_the_file(bool training, bool isPacked)
    {
        string model = $"[DeepThin.DeepThinModel(Training = {(training ? "true" : "false")}), DeepThin.Dense(2, 1, Activation = DeepThin.Activation.Sigmoid)] public partial class Model {{ }}";
        const string saving = """
            public static class User
            {
                public static void Save(string path, bool isPacked)
                {
                    var model = Model.Create(1);
                    model.Names = new(classes: new[] { "not \"größer\" {0}", "\\ 🐈\nyes" });
                    if (isPacked) model.SavePacked(path); else model.Save(path);
                }
            }
            """;
        const string loading = "public static class User { public static string Use() { var names = Model.LoadEmbedded().Names; return names.Features.Count + string.Join('|', names.Classes); } }";
        using var folder = new DeepThin.Build.Tests.WeightsFolder();
        string path = folder.PathOf("a");
        Run(Generate.Sources(model, saving).Compilation, null).GetMethod("Save")!.Invoke(null, [path, isPacked]);
        byte[] file = File.ReadAllBytes(path);
        var compilation = Generate.From(Compile.Sources(model, loading), new WeightsText("Model", content: file)).Compilation;
        Assert.Equal("0not \"größer\" {0}|\\ 🐈\nyes", Run(compilation, file).GetMethod("Use")!.Invoke(null, null));
    }

    [Fact]
    public void It_loads_the_kept_weights_of_a_pruned_layer()
    {
        const string Source = "[DeepThin.DeepThinModel, DeepThin.Pruned(2, 1, Ratio = 0.5, Bias = false)] public partial class Model { }";
        const string Header = """
            {"layers.0.weight.crow_indices":{"dtype":"I64","shape":[2],"data_offsets":[0,16]},"layers.0.weight.values":{"dtype":"BF16","shape":[1],"data_offsets":[16,18]},
            "layers.0.weight.col_indices":{"dtype":"U16","shape":[1],"data_offsets":[18,20]}}
            """;
        using var folder = new DeepThin.Build.Tests.WeightsFolder();
        byte[] Write(byte column) => File.ReadAllBytes(folder.Write("a", Header, [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x00, 0x3F, column, 0]));
        Compilation With(byte[] content) => Generate.From(Compile.Sources(Source, Use), new WeightsText("Model", content: content)).Compilation;

        Assert.Equal(0.5f * 4, Predict(With(Write(1)), Write(1)));
        Assert.Equal(
            "Resource 'Model.safetensors' of User: layers.0.weight has places that are not valid: row 0 has a value in column 2 of 2", Message(With(Write(2)), Write(2)));
    }

    [Fact]
    public void It_loads_no_other_file_than_the_build_saw()
    {
        const string Source = "[DeepThin.DeepThinModel, DeepThin.Dense(2, 1)] public partial class Model { }";
        using var folder = new DeepThin.Build.Tests.WeightsFolder();
        byte[] file = File.ReadAllBytes(folder.Write("a", "layers.0.weight: F32 [1, 2]\nlayers.0.bias: F32 [1]", value: 0.5f));
        var compilation = Generate.From(Compile.Sources(Source, Use), new WeightsText("Model", content: file)).Compilation;
        for (int bit = 0; bit < 8 * file.Length; bit += 331)
        {
            byte[] changed = [.. file];
            changed[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.Matches(
                "^Resource 'Model\\.safetensors' of User is not the file that the build saw: it has [0-9]+ bytes and the CRC-32C [0-9a-f]{8}, and the build saw [0-9]+ and [0-9a-f]{8}\\. "
                    + "The weights file was written while the build ran, or the assembly was changed; build again\\.$",
                Message(compilation, changed));
        }

        Assert.Contains($"it has {file.Length + 1} bytes", Message(compilation, [.. file, 0]), StringComparison.Ordinal);
    }

    private static string Message(Compilation compilation, byte[]? resource) =>
        Assert.Throws<TargetInvocationException>(() => Predict(compilation, resource)).InnerException!.Message;

    [Fact]
    public void It_has_documentation()
    {
        var output = Generate.From(Compile.Sources(Generate.Model("[Dense(4, 3)]")), new WeightsText("Edge.Model"));
        Assert.Empty(output.Complaints);
        var member = Assert.Single(Compile.Type(output.Compilation, "Edge.Model").GetMembers("LoadEmbedded"));
        Assert.Contains("T:DeepThin.WeightsException", member.GetDocumentationCommentXml()!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_with_errors_has_it_so_that_its_use_is_no_second_error()
    {
        const string Source = "[DeepThin.DeepThinModel, DeepThin.Dense(0, 1)] public partial class Model { }";
        Assert.Empty(Compile.Errors(Generate.From(Compile.Sources(Source, Use), new WeightsText("Model")).Compilation));
        Assert.NotEmpty(Compile.Errors(Generate.Sources(Source, Use).Compilation));
    }

    private const string Use = "public static class User { public static float Use() { float[] y = new float[1]; Model.LoadEmbedded().Forward(new float[] { 3, 4 }, y); return y[0]; } }";

    private static float Predict(Compilation compilation, byte[]? resource) => (float)Run(compilation, resource).GetMethod("Use")!.Invoke(null, null)!;

    private static Type Run(Compilation compilation, byte[]? resource)
    {
        using var file = new MemoryStream();
        var result = compilation.Emit(file, manifestResources: resource == null ? [] : [new ResourceDescription("Model.safetensors", () => new MemoryStream(resource), isPublic: true)]);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Take(10)));
        file.Position = 0;
        return new AssemblyLoadContext("user", isCollectible: true).LoadFromStream(file).GetType("User")!;
    }
}
