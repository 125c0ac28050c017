using DeepThin.Generators.CodeFixes;

namespace DeepThin.Generators.Tests.CodeFixes;

public sealed class TrainModelFixTests
{
    private const string Lesson = "\nclass Lesson\n{\n    DeepThin.Training.Trainer<{|DT0119:Model|}>? {|CS0311:trainer|};\n}\n";

    [Theory]
    [InlineData("[DeepThinModel]", "[DeepThinModel(Training = true)]")]
    [InlineData("[DeepThinModel()]", "[DeepThinModel(Training = true)]")]
    [InlineData("[DeepThinModel( /* none */ )]", "[DeepThinModel(Training = true /* none */ )]")]
    [InlineData("[global::DeepThin.DeepThinModelAttribute /* here */]", "[global::DeepThin.DeepThinModelAttribute(Training = true) /* here */]")]
    [InlineData("[DeepThinModel(Optimize = Optimize.Memory)]", "[DeepThinModel(Optimize = Optimize.Memory, Training = true)]")]
    [InlineData("[DeepThinModel(\n    NativeExports = \"net\" // its prefix\n    )]", "[DeepThinModel(\n    NativeExports = \"net\", Training = true // its prefix\n    )]")]
    [InlineData("[DeepThinModel(Training = false, Optimize = Optimize.Memory)]", "[DeepThinModel(Training = true, Optimize = Optimize.Memory)]")]
    [InlineData("[DeepThinModel(@Training = !true)]", "[DeepThinModel(@Training = true)]")]
    public Task The_attribute_says_it(string attribute, string mended) =>
        Fix.OneWithModels<TrainModelFix>($"{attribute}\n[Dense(4, 3)]\npartial class Model;\n{Lesson}", $"{mended}\n[Dense(4, 3)]\npartial class Model;\n{Mended(Lesson)}");

    [Theory]
    [InlineData("[DeepThinModel(Training = Program.Trains)]")]
    [InlineData("[DeepThinModel(Training = false /* for the device */ && true)]")]
    [InlineData("[DeepThinModel(Weights = WeightType.Int8)]")]
    public Task One_that_is_left_alone(string attribute) =>
        Fix.OneWithModels<TrainModelFix>(WithProgram(attribute), WithProgram(attribute));

    [Fact]
    public Task Two_uses_of_a_model_want_one_change() => Fix.OneWithModels<TrainModelFix>(
        $"[DeepThinModel, Dense(4, 3)] partial class Model;\n{Lesson}{Lesson.Replace("class Lesson", "class Other", StringComparison.Ordinal)}",
        $"[DeepThinModel(Training = true), Dense(4, 3)] partial class Model;\n{Mended(Lesson)}{Mended(Lesson).Replace("class Lesson", "class Other", StringComparison.Ordinal)}");

    [Fact]
    public Task The_model_may_stand_in_another_file() => Fix.FilesWithModels<TrainModelFix>(
        [Lesson, "class Outer;", "[DeepThin.DeepThinModel]\r\n[DeepThin.Dense(4, 3)]\r\npartial class Model;\r\n"],
        [Mended(Lesson), "class Outer;", "[DeepThin.DeepThinModel(Training = true)]\r\n[DeepThin.Dense(4, 3)]\r\npartial class Model;\r\n"]);

    private static string WithProgram(string attribute) => $"{attribute}\n[Dense(4, 3)]\npartial class Model;\n{Lesson}\nstatic class Program {{ public const bool Trains = false; }}\n";

    private static string Mended(string source) => source.Replace("{|DT0119:Model|}", "Model", StringComparison.Ordinal).Replace("{|CS0311:trainer|}", "trainer", StringComparison.Ordinal);
}
