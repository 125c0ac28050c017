using DeepThin.Generators.Tests.Weights;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Generators.Tests.Generation;

/// <summary>A class that has no other part, or can have none: the fault is named, and no call of a generated member is a second error.</summary>
public sealed class UnwritableModelTests
{
    private const string Attributes = "[DeepThinModel, Dense(4, 3)] ";

    // Every member that users call, on one line.
    private const string Calls = """
         static class User
         {
             static void Use(System.IO.Stream stream, System.ReadOnlyMemory<byte> file, System.Reflection.Assembly assembly, float[] x)
             {
                 var model = NAME.Create(7) ?? NAME.Load("weights") ?? NAME.Load(stream) ?? NAME.Load(file) ?? NAME.LoadResource(assembly, "weights");
                 System.Span<float> scores = stackalloc float[NAME.InputLength + NAME.OutputLength];
                 model.Forward(x, scores);
                 model.ForwardBatch(x, scores);
                 model.Names = new(classes: model.Names.Classes);
                 model.Save(NAME.Info.ToString());
                 model.SavePacked("weights", WeightType.Float16);
                 System.Console.WriteLine(model.Rounding);
             }
         }
        """;

    private const string TrainingCalls = """
         static class Trainer
         {
             static int Train<T>(T model) where T : class, DeepThin.ITrainableModel<T> => T.PanelSize;
             static void Use(float[] x)
             {
                 var model = NAME.Create(7);
                 model.Parameters[0] = Train(model) + NAME.PanelSize + NAME.TraceLength;
                 model.Prepare();
                 model.ForwardTrace(x, x, 1, x);
                 model.Backward(x, 1, x, x, x);
             }
         }
        """;

    /// <summary>
    /// The declaration, the name by which the model is used, what the analyzer says, and what the compiler says besides where the language has no extension
    /// members: then, as for every model that trains, a part is declared all the same, and CS0260 at the same word is one error in place of one for each call.
    /// </summary>
    public static TheoryData<string, string, string, string> Declarations => new()
    {
        { Attributes + "class Model { }", "Model", "DT0101", "CS0260" },
        { Attributes + "sealed class Model { public float[] Forward(float[] x) => x; }", "Model", "DT0101", "CS0260" },
        { "partial class Outer { " + Attributes + "internal class Model { } }", "Outer.Model", "DT0101", "CS0260" },
        { "class Outer { " + Attributes + "internal partial class Model { } }", "Outer.Model", "DT0102", "CS0260" },
        { "struct Outer { " + Attributes + "public class Model { } }", "Outer.Model", "DT0102,DT0101", "CS0260,CS0260" },
        { Attributes + "abstract class Model { }", "Model", "DT0106,DT0101", "CS0260" },
        { Attributes + "record Model { }", "Model", "DT0107,DT0101", "CS0260" },
        { "class Base { } " + Attributes + "class Model : Base { }", "Model", "DT0101", "CS0260" },
        { "[DeepThinModel, Dense(4, 0)] class Model { }", "Model", "DT0201,DT0101", "CS0260" },
        { "[Dense(4, 3)] class Model { }", "Model", "DT0112", "CS0260" },
        { "[LowRank(4, 3, Rank = 1)] [Dense(3, 3)] class Model { }", "Model", "DT0112", "CS0260" },
        { "[Dense(4, 3)] partial class Model { }", "Model", "DT0112", "" },
        { "[Hashed(4, 3, Ratio = 0.5)] partial class Model { } [Pruned(3, 3, Ratio = 0.5)] partial class Model { }", "Model", "DT0112", "" },
        { Attributes + "partial class Model<T> where T : class { }", "Model<string>", "DT0104", "" },
        { Attributes + "partial class Model { } " + Attributes + "partial class Model<T> { }", "Model<int>", "DT0104", "" },
        { "partial class Outer<T, U> where U : new() { " + Attributes + "internal partial class Model { } }", "Outer<int, int>.Model", "DT0104", "" },
        { Attributes + "static partial class Model { }", "Model", "DT0103", "" },
        { Attributes + "static partial class Model { public static int Load; }", "Model.__network", "DT0103,DT0110", "" },
    };

    [Theory]
    [MemberData(nameof(Declarations))]
    public void Without_extension_members_the_word_that_is_missing_is_all_that_the_compiler_adds(string declaration, string name, string ids, string added)
    {
        Check(declaration, name, Calls, ids, added);
        string training = declaration.Replace("[DeepThinModel", "[DeepThinModel(Training = true)", StringComparison.Ordinal);
        Check(training, name, Calls + TrainingCalls, ids, added);
    }

    // A class that only a part fits: one that others cannot name, static or generic ones, and what a base class demands.
    [Theory]
    [InlineData("class Outer { [DeepThinModel, Dense(4, 3)] class Model { } USES }", "Model", "DT0102,DT0101", "CS0260,CS0260")]
    [InlineData("class Outer { [DeepThinModel, Dense(4, 3)] protected partial class Model { } USES }", "Model", "DT0102", "CS0260")]
    [InlineData("[DeepThinModel, Dense(4, 3)] static class Model { }", "Model", "DT0103,DT0101", "CS0260")]
    [InlineData("[DeepThinModel, Dense(4, 3)] class Model<T> { }", "Model<int>", "DT0101,DT0104", "CS0260")]
    [InlineData("class Base(int size) { public int Size => size; } [DeepThinModel, Dense(4, 3)] class Model : Base { }", "Model", "DT0101,DT0108", "CS0260")]
    public void Where_only_a_part_fits_the_compiler_asks_for_the_word_once(string declaration, string name, string ids, string added) => Check(declaration, name, Calls, ids, added);

    [Fact]
    public void With_extension_members_the_compiler_adds_nothing() =>
        CheckWithExtensions([.. Declarations.Select(row => ((string)row[0], (string)row[1], ((string)row[2]).Split(',')))]);

    // Apart from the others, because every class has the members of those that cannot be named.
    [Fact]
    public void With_extension_members_the_compiler_adds_nothing_to_classes_local_to_a_file() => CheckWithExtensions(
    [
        (Attributes + "file sealed partial class Model { }", "Model", ["DT0105"]),
        (Attributes + "file class Model { }", "Model", ["DT0105", "DT0101"]),
        ("file partial class Outer { [DeepThinModel(Training = true), Dense(4, 3)] internal partial class Model { } }", "Outer.Model", ["DT0105"]),
        ("[Pruned(3, 3, Ratio = 0.5)] file class Model { }", "Model", ["DT0112"]),
    ]);

    [Fact]
    public void With_extension_members_embedded_weights_are_loaded_without_a_second_error()
    {
        const string Source = "using DeepThin; class User { object Use() => Model.LoadEmbedded(); }\n[DeepThinModel, Dense(4, 3)] class Model { }";
        Assert.Equal([(2, "DT0101")], SdkCompiler.Errors(Source, "14", new WeightsText("Model")).SelectMany(line => line.Select(id => (line.Key, id))));
    }

    private static void CheckWithExtensions((string Declaration, string Name, string[] Ids)[] cases)
    {
        var errors = SdkCompiler.Errors("using DeepThin;\n" + string.Join('\n', cases.Select((one, index) => $"namespace C{index} {{ {Line(one.Declaration, one.Name, Calls)} }}")), "14");
        Assert.All(cases.Select((one, index) => (one, Line: index + 2)), line => Assert.Equal(line.one.Ids.Order(StringComparer.Ordinal), errors[line.Line].Order(StringComparer.Ordinal)));
        Assert.Equal(cases.Length, errors.Count);
    }

    // The model trains, so generic code will have it: only a part gives it its interface.
    [Fact]
    public void A_model_that_trains_has_its_interface_in_every_language_version()
    {
        string source = $"using DeepThin;\n{Line("[DeepThinModel(Training = true), Dense(4, 3)] class Model { }", "Model", Calls + TrainingCalls)}";
        Assert.All((string[])["11", "14"], version => Assert.Equal([(2, "CS0260")], SdkCompiler.Errors(source, version).SelectMany(line => line.Select(id => (line.Key, id)))));
    }

    // What remains: nobody outside the file can name the class, and without extension members nothing else reaches it.
    [Fact]
    public void A_class_local_to_a_file_has_no_members_where_the_language_has_no_extension_members()
    {
        var output = Generate.Sources("using DeepThin; [DeepThinModel, Dense(4, 3)] file partial class Model { } class User { object Use() => Model.Create(1); }");
        Assert.Empty(output.Files);
        Assert.Equal(["CS0117"], Compile.Errors(output.Compilation).Select(error => error.Id));
    }

    private static string Line(string declaration, string name, string uses)
    {
        string calls = uses.Replace("NAME", name, StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);
        return declaration.Contains("USES", StringComparison.Ordinal) ? declaration.Replace("USES", calls, StringComparison.Ordinal) : $"{declaration} {calls}";
    }

    private static void Check(string declaration, string name, string uses, string ids, string added)
    {
        var user = Compile.Sources("using DeepThin; " + Line(declaration, name, uses));
        var output = Generate.From(user);
        Assert.Equal(ids.Split(','), Compile.Analyze(user).Select(diagnostic => diagnostic.Id));
        Assert.Equal(ids.Split(','), Compile.Analyze(output.Compilation).Select(diagnostic => diagnostic.Id));
        var errors = Compile.Errors(output.Compilation);
        Assert.Equal(added.Split(',', StringSplitOptions.RemoveEmptyEntries), errors.Select(error => error.Id));

        // At the same word as DT0101 and DT0102.
        var missing = Compile.Analyze(user).Where(diagnostic => diagnostic.Id is "DT0101" or "DT0102").Select(diagnostic => diagnostic.Location.SourceSpan);
        if (ids.Contains("DT010", StringComparison.Ordinal) && added.Length > 0) Assert.Equal(missing.Order(), errors.Select(error => error.Location.SourceSpan).Order());
    }
}
