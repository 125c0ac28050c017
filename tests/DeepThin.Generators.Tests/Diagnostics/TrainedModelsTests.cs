using System.Globalization;
using DeepThin.Generators.Tests.Generation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Generators.Tests.Diagnostics;

/// <summary>Models that are used for training and do not say so, wherever the compiler finds that a conversion to ITrainableModel is missing.</summary>
public sealed class TrainedModelsTests
{
    private const string Id = "DT0119";
    private const string Message = "'Model' is used for training, but its [DeepThinModel] does not say Training = true; add it";

    // Types and methods with the constraint, and with others.
    private const string Users = """

        [DeepThinModel, Dense(4, 3)] partial class Model;
        [DeepThinModel(Training = true), Dense(4, 3)] partial class Trained;
        class Fits<T> where T : class, ITrainableModel<T> { public class Inner; public static void Run() { } }
        class Pair<T, TOther> where T : class, IModel<T> where TOther : class, ITrainableModel<TOther>;
        class Predicts<T> where T : class, IModel<T>;
        static class Users
        {
            public static void Fit<T>(T model, int epochs) where T : class, ITrainableModel<T> { }
            public static void Either<T>(T model, int epochs) where T : class, ITrainableModel<T> { }
            public static void Either<T>(T model) where T : class, IModel<T> { }
            public static void Both<T>(T model, int epochs) where T : class, ITrainableModel<T> { }
            public static void Both<T>(T model, string epochs) where T : class, IModel<T> { }
            public static void All<T>(T[] models) where T : class, ITrainableModel<T> { }
            public static void Study<T>() where T : class, ITrainableModel<T> { }
            public static void Extend<T>(this T model) where T : class, ITrainableModel<T> { }
            public static void Predict<T>(T model) where T : class, IModel<T> { }
        }
        """;

    [Theory]
    [InlineData("Trainer<[|Model|]>? field;")]
    [InlineData("object o = new DeepThin.Training.Trainer<[|Model|]>(new() { Epochs = 1 });")]
    [InlineData("DeepThin.Training.SequenceTrainer<[|Model|]>? field;")]
    [InlineData("Fits<[|Model|]>[] field = [];")]
    [InlineData("System.Collections.Generic.List<Fits<[|Model|]>> field = [];")]
    [InlineData("Pair<Model, [|Model|]>? field;")]
    [InlineData("object o = new Fits<[|Model|]>.Inner();")]
    [InlineData("void M() => Fits<[|Model|]>.Run();")]
    [InlineData("class Derived : Fits<[|Model|]>;")]
    [InlineData("class Generic<T> where T : Fits<[|Model|]>;")]
    [InlineData("ITrainableModel<[|Model|]>? field;")]
    [InlineData("string s = nameof(Fits<[|Model|]>);")]
    [InlineData("void M(Model model) => Standardizer.Fit<[|Model|]>(model, null!);")]
    [InlineData("void M() => Users.Study<[|global::Model|]>();")]
    [InlineData("System.Action<Model, int> a = Users.Fit<[|Model|]>;")]
    [InlineData("void M(Model model) => Users.[|Fit|](model, 5);")]
    [InlineData("void M(Model model) => Standardizer.[|Fit|](model, null!);")]
    [InlineData("void M(Model model) => Users.[|Either|](model, 5);")]
    [InlineData("void M(Model model) => Users.[|All|](new[] { model });")]
    [InlineData("void M(Model model) => model.[|Extend|]();")]
    [InlineData("void M(Model? model) => model?.[|Extend|]();")]
    [InlineData("[System.Obsolete(nameof(Fits<[|Model|]>))] int x;")]
    public void It_is_told_at_the_type_argument_or_the_name_of_the_call(string member) => Expect.One(Id, Message, Use(member));

    [Fact]
    public void An_alias_is_told_where_it_is_made() => Expect.One(Id, Message, $"using T = Fits<[|Model|]>;{Users}\nclass User {{ T? field; }}");

    [Fact]
    public void An_alias_of_the_model_is_the_model() => Expect.One(Id, Message, $"using M = Model;{Users}\nclass User {{ Fits<[|M|]>? field; }}");

    [Fact]
    public void A_nested_model() => Expect.One(
        Id, "'Net' is used for training, but its [DeepThinModel] does not say Training = true; add it",
        "using DeepThin.Training;\npartial class Outer { [DeepThinModel(Training = false), Dense(4, 3)] public partial class Net; }\nclass User { Trainer<[|Outer.Net|]>? field; }");

    [Fact]
    public void A_model_that_is_held_narrow_needs_a_second_class() => Expect.One(
        Id, "'Net' is used for training, but its [DeepThinModel] does not say Training = true; its Weights = WeightType.Int8 is not for training, so give it to a second class with the same layers",
        "using DeepThin.Training;\n[DeepThinModel(Weights = WeightType.Int8), Dense(4, 3)] partial class Net;\nclass User { Trainer<[|Net|]>? field; }");

    [Theory]
    [InlineData("Trainer<Trained>? a; ITrainableModel<Trained>? b;")]
    [InlineData("Predicts<Model>? a; Pair<Model, Trained>? b; System.Collections.Generic.List<Model>? c;")]
    [InlineData("void M(Model model, Trained trained) { Users.Predict(model); Users.Predict<Model>(model); Users.Either(model); }")]
    [InlineData("class Generic<T> where T : class, ITrainableModel<T> { Trainer<T>? field; }")]
    [InlineData("Trainer<Unknown>? a; Trainer<>? b; Trainer<int>? c; Trainer<string>? d; Unknown<Model>? e; Trainer<Model, Model>? f; Trainer? g;")]
    [InlineData("void M(Model model) { Users.Fit(model); Users.Fit(); Users.Fit(null, 1); Users.Unknown(model); Unknown(model); Users.Both(model, 1.5); model.Unknown(); model.Unknown<Model>(); }")]
    public void Others_are_left_alone_whether_they_compile_or_not(string member) => Expect.Ids(Use(member));

    // An attribute that is being typed says nothing yet.
    [Theory]
    [InlineData("[DeepThinModel(Training = ), Dense(4, 3)]")]
    [InlineData("[DeepThinModel(Training = tru), Dense(4, 3)]")]
    [InlineData("[DeepThinModel(Training = 1), Dense(4, 3)]")]
    public void An_attribute_that_does_not_compile_is_left_to_the_compiler(string attributes) =>
        Expect.Ids($"using DeepThin.Training;\n{attributes} partial class Net;\nclass User {{ Trainer<Net>? field; }}");

    [Fact]
    public void What_is_no_model_yet_hears_that_first() => Expect.Ids("using DeepThin.Training;\n[Dense(4, 3)] partial class Net;\nclass User { Trainer<Net>? field; }", "DT0112");

    [Fact]
    public void Each_use_is_told() => Expect.Ids(Use("Fits<Model> a = new Fits<Model>(); void M(Model model) { Users.Fit(model, 1); Users.Fit<Model>(model, 1); }"), Id, Id, Id, Id);

    // The generated part changes nothing, and with Training = true it makes the compiler content.
    [Fact]
    public void It_is_told_exactly_where_the_compiler_misses_the_conversion()
    {
        string source = "using DeepThin;\n" + Use("Fits<Model>? a;\nPair<Model, Model>? b;\nvoid M(Model model)\n{\nUsers.Fit(model, 1);\nUsers.Study<Model>();\nmodel.Extend();\nUsers.All([model]);\n}");
        var without = Generate.Sources(source).Compilation;
        int[] lines = Lines(without.GetDiagnostics().Where(diagnostic => diagnostic.Id == "CS0311"));
        Assert.Equal(6, lines.Length);
        Assert.Equal(lines, Lines(Compile.Analyze(without).Where(diagnostic => diagnostic.Id == Id)));
        var with = Generate.Sources(source.Replace("[DeepThinModel,", "[DeepThinModel(Training = true),", StringComparison.Ordinal)).Compilation;
        Assert.Empty(Compile.Errors(with));
        Assert.Empty(Compile.Analyze(with));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_model_of_another_assembly_is_changed_there(bool isMetadata)
    {
        var other = Generate.Sources("[DeepThin.DeepThinModel, DeepThin.Dense(4, 3)] public partial class Net;").Compilation.WithAssemblyName("Nets");
        using var stream = new MemoryStream();
        Assert.True(other.Emit(stream).Success);
        var reference = isMetadata ? (MetadataReference)MetadataReference.CreateFromImage(stream.ToArray()) : other.ToMetadataReference();
        var diagnostic = Assert.Single(Compile.Analyze(Compile.Sources("class User { DeepThin.Training.Trainer<Net>? field; }").AddReferences(reference)));
        Assert.Equal(
            "'Net' is used for training, but its [DeepThinModel] does not say Training = true; add it in the assembly 'Nets'", diagnostic.GetMessage(CultureInfo.InvariantCulture));
        Assert.Empty(diagnostic.AdditionalLocations);
    }

    private static string Use(string member) => $"using DeepThin.Training;\n{Users}\nclass User {{ {member} }}\n";

    private static int[] Lines(IEnumerable<Diagnostic> diagnostics) => [.. diagnostics.Select(diagnostic => diagnostic.Location.GetLineSpan().StartLinePosition.Line).Order()];
}
