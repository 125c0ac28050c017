using DeepThin.Generators.CodeFixes;

namespace DeepThin.Generators.Tests.CodeFixes;

public sealed class AddFlattenFixTests
{
    [Theory]
    [InlineData(
        "[DeepThinModel]\n[Input(1, 8, 8)]\n[MaxPool2D(2)]\n// classes\n[{|DT0208:Dense(16, 3)|}] // all\npartial class Model;",
        "[DeepThinModel]\n[Input(1, 8, 8)]\n[MaxPool2D(2)]\n// classes\n[Flatten]\n[Dense(16, 3)] // all\npartial class Model;")]
    [InlineData(
        "[DeepThinModel, Input(1, 8, 8), MaxPool2D(2), {|DT0208:Dense(16, 3)|}] partial class Model;",
        "[DeepThinModel, Input(1, 8, 8), MaxPool2D(2), Flatten, Dense(16, 3)] partial class Model;")]
    [InlineData("[DeepThinModel] [{|DT0206:Input(1, 8, 8)|}] [Dense(64, 3)] partial class Model;", "[DeepThinModel] [Input(1, 8, 8)] [Flatten] [Dense(64, 3)] partial class Model;")]
    [InlineData(
        "[DeepThinModel] [Input(1, 8, 8)] [MaxPool2D(2)] [{|DT0208:Dense(9, 3)|}] partial class Model;",
        "[DeepThinModel] [Input(1, 8, 8)] [MaxPool2D(2)] [Flatten] [Dense({|DT0202:9|}, 3)] partial class Model;")]
    public Task Before_the_layer(string source, string mended) => Fix.One<AddFlattenFix>(source, mended);

    [Fact]
    public Task By_the_name_that_means_it() => Fix.File<AddFlattenFix>(
        "[DeepThin.DeepThinModel] [DeepThin.Input(1, 8, 8)] [DeepThin.MaxPool2D(2)] [{|DT0208:DeepThin.Dense(16, 3)|}] partial class Model;",
        "[DeepThin.DeepThinModel] [DeepThin.Input(1, 8, 8)] [DeepThin.MaxPool2D(2)] [DeepThin.Flatten] [DeepThin.Dense(16, 3)] partial class Model;");

    [Fact]
    public Task Channels_that_differ_have_no_fix() => Fix.None<AddFlattenFix>("[DeepThinModel] [{|DT0206:Input(1, 8, 8)|}] [Conv2D(3, 8, 3)] partial class Model;");
}
