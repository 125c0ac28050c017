using DeepThin.Generators.CodeFixes;

namespace DeepThin.Generators.Tests.CodeFixes;

public sealed class ArgumentFixTests
{
    private const string Below = "CoprimeLengthFix.Value";
    private const string Above = "CoprimeLengthFix.OtherValue";

    [Theory]
    [InlineData("[Dense(120, 90, Ratio = {|DT0302:0.01|})]", "[Dense(120, 90, Ratio = 0.01926)]")]
    [InlineData("[DenseAttribute(120,90,Ratio={|DT0302:1e-3|})]", "[DenseAttribute(120,90,Ratio=0.01926)]")]
    [InlineData("[DeepThin.Dense(outputs: 90, inputs: 120, Rank = 4, Ratio = {|DT0302:0.05f|})]", "[DeepThin.Dense(outputs: 90, inputs: 120, Rank = 4, Ratio = 0.07704)]")]
    [InlineData("[global::DeepThin.DenseAttribute(120, 90, Ratio = {|DT0302:1 / 100.0|} /* little */)]", "[global::DeepThin.DenseAttribute(120, 90, Ratio = 0.01926 /* little */)]")]
    [InlineData("[Layer(Inputs, 90, Ratio = {|DT0302:(0.01)|})]", "[Layer(Inputs, 90, Ratio = 0.01926)]")]
    [InlineData("[@DenseAttribute(120, 90, @Ratio\n  = {|DT0302:0.01|}  )  ] // first", "[@DenseAttribute(120, 90, @Ratio\n  = 0.01926  )  ] // first")]
    [InlineData("[Dense(100, 1000, BiasRatio = {|DT0313:0.05|})]", "[Dense(100, 1000, BiasRatio = 0.064)]")]
    public Task A_ratio_that_can_be_reached(string layer, string mended) => Fix.One<ReachableRatioFix>(Model(layer), Model(mended));

    [Fact]
    public Task All_ratios_at_once() => Fix.One<ReachableRatioFix>(
        Model("[Dense(120, 90, Ratio = {|DT0302:0.01|}),   Dense(90, 120, Ratio = {|DT0302:0.015|})]\n[Dense(120, 90, Ratio = 0.5)]\n\n[Dense(90, 400, Ratio = {|DT0302:0.001|})]"),
        Model("[Dense(120, 90, Ratio = 0.01926),   Dense(90, 120, Ratio = 0.01926)]\n[Dense(120, 90, Ratio = 0.5)]\n\n[Dense(90, 400, Ratio = 0.01056)]"));

    [Theory]
    [InlineData("[Dense(120, 90, Ratio = {|DT0302:Little|})]")]
    [InlineData("[Dense(120, 90, Ratio = {|DT0302:Constants.Little / 2|})]")]
    [InlineData("[Dense(120, 90, Ratio = {|DT0302:double.Epsilon|})]")]
    [InlineData("[Dense(120, 90, Ratio = {|DT0302:0.01 /* measured */ * 1|})]")]
    [InlineData("[Dense(2, 2, Ratio = {|DT0305:0.5|})]")]
    [InlineData("[Dense(120, 90, Ratio = {|DT0301:0|})]")]
    public Task A_ratio_that_is_left_alone(string layer) => Fix.None<ReachableRatioFix>(Model(layer));

    [Theory]
    [InlineData("[Dense(100, 100, N = {|DT0308:32|})]", "[Dense(100, 100, N = 31)]", "[Dense(100, 100, N = 33)]")]
    [InlineData("[Dense(100, 100, N = {|DT0308:0x20|}, Ratio = 0.1)]", "[Dense(100, 100, N = 31, Ratio = 0.1)]", "[Dense(100, 100, N = 33, Ratio = 0.1)]")]
    [InlineData(
        "[Dense(100, 100, N = {|DT0308:32|}), Dense(100, 9, N = {|DT0308:5|})]",
        "[Dense(100, 100, N = 31), Dense(100, 9, N = 3)]",
        "[Dense(100, 100, N = 33), Dense(100, 9, N = 7)]")]
    public async Task A_coprime_below_or_above(string layer, string below, string above)
    {
        await Fix.One<CoprimeLengthFix>(Model(layer), Model(below), Below);
        await Fix.One<CoprimeLengthFix>(Model(layer), Model(above), Above);
    }

    [Fact]
    public async Task The_largest_length_has_no_coprime_above()
    {
        Assert.Equal(["Use N = 9999"], await Fix.Titles(Model("[Dense(100, 100, N = 10000)]")));
        await Fix.One<CoprimeLengthFix>(Model("[Dense(100, 100, N = {|DT0308:10000|})]"), Model("[Dense(100, 100, N = {|DT0316:9999|})]"), Below);
    }

    [Theory]
    [InlineData("[Dense(100, 100, N = {|DT0308:Thirty + 2|})]")]
    [InlineData("[Dense(100, 100, N = {|DT0307:0|})]")]
    public Task A_length_that_is_left_alone(string layer) => Fix.None<CoprimeLengthFix>(Model(layer));

    [Theory]
    [InlineData("[Dense(784, 1000)]\n[Dense({|DT0202:1024|}, 10)]", "[Dense(784, 1000)]\n[Dense(1000, 10)]")]
    [InlineData("[Dense(784, 1000), Dense(outputs: 10, inputs: {|DT0202:1024|})]", "[Dense(784, 1000), Dense(outputs: 10, inputs: 1000)]")]
    [InlineData("[Dense(784, Inputs), Dense( {|DT0202:1024|} , 10)]", "[Dense(784, Inputs), Dense( Inputs , 10)]")]
    [InlineData("[Dense(784, outputs: 2 * Constants.Thirty), Layer({|DT0202:Inputs|}, 10)]", "[Dense(784, outputs: 2 * Constants.Thirty), Layer(2 * Constants.Thirty, 10)]")]
    [InlineData("[Dense(784, Inputs // measured\n + 1), Dense({|DT0202:1024|}, 10)]", "[Dense(784, Inputs // measured\n + 1), Dense(121, 10)]")]
    [InlineData("[Dense(784, Inputs /* x */ + Thirty), Dense({|DT0202:1024|}, 10)]", "[Dense(784, Inputs /* x */ + Thirty), Dense(150, 10)]")]
    [InlineData("[Dense(784, Inputs\n + Thirty), Dense({|DT0202:1024|}, 10)]", "[Dense(784, Inputs\n + Thirty), Dense(150, 10)]")]
    [InlineData("[Dense(784, 1_000 + 'a'), Dense({|DT0202:1024|}, 10)]", "[Dense(784, 1_000 + 'a'), Dense(1097, 10)]")]
    [InlineData(
        "[Dense(784, 100), Dense({|DT0202:784|}, 50), Dense(50, 20)]\n[Dense({|DT0202:50|}, 10)]",
        "[Dense(784, 100), Dense(100, 50), Dense(50, 20)]\n[Dense(20, 10)]")]
    [InlineData("[Standardize(30), Dense({|DT0202:13|}, 10)]", "[Standardize(30), Dense(30, 10)]")]
    [InlineData("[Dense(4, 30), Standardize({|DT0202:13|})]", "[Dense(4, 30), Standardize(30)]")]
    public Task Inputs_from_the_outputs_before(string layers, string mended) => Fix.One<InputsFromOutputsFix>(Model(layers), Model(mended));

    [Theory]
    [InlineData("[Dense(784, 1000), Dense({|DT0202:Inputs|}, 10)]")]
    [InlineData("[Dense(784, 1000), Dense({|DT0202:10 /* ten */ + 1|}, 10)]")]
    public Task Inputs_that_are_left_alone(string layers) => Fix.None<InputsFromOutputsFix>(Model(layers));

    [Theory]
    [InlineData("{|DT0116:\"fashion-net\"|}", "\"fashion_net\"")]
    [InlineData("{|DT0116:@\"\"|}", "\"model\"")]
    [InlineData("Training = true, NativeExports = {|DT0116:\"9 \" + \"nets.h\"|} /* a header */", "Training = true, NativeExports = \"nets_h\" /* a header */")]
    public Task A_prefix_for_C(string prefix, string mended) => Fix.One<NativePrefixFix>(WithPrefix(prefix), WithPrefix(mended));

    [Theory]
    [InlineData("{|DT0116:Names.Prefix|}")]
    [InlineData("{|DT0116:Names.Prefix + \"_2\"|}")]
    [InlineData("\"net\"")]
    public Task A_prefix_that_is_left_alone(string prefix) => Fix.None<NativePrefixFix>(WithPrefix(prefix));

    private static string WithPrefix(string prefix) => $$"""
        [DeepThinModel({{(prefix.Contains('=', StringComparison.Ordinal) ? "" : "NativeExports = ")}}{{prefix}})]
        [Dense(784, 10)]
        public sealed partial class Model;

        static class Names { public const string Prefix = "a net"; }
        """;

    [Fact]
    public Task In_all_files_at_once()
    {
        const string First = "[DeepThin.DeepThinModel, DeepThin.Dense(784, 9), DeepThin.Dense({|DT0202:1|}, 10)] partial class First;";
        const string Second = "using L = DeepThin.DenseAttribute;\r\n\r\npartial class Outer\r\n{\r\n\t[DeepThin.DeepThinModel]\r\n\t[L(9, 2)]\r\n\t[L({|DT0202:3|}, 1)]\r\n\tclass {|DT0101:Second|}   { }\r\n}";
        return Fix.Files<InputsFromOutputsFix>(
            [First, Second],
            [First.Replace("{|DT0202:1|}", "9", StringComparison.Ordinal), Second.Replace("{|DT0202:3|}", "2", StringComparison.Ordinal)]);
    }

    private static string Model(string layers) => $$"""
        using Layer = DeepThin.DenseAttribute;
        using static Constants;

        #region The model
          [ DeepThinModel ]
        {{layers}}
        public  sealed partial class Model  {  }
        #endregion

        static class Constants { public const int Inputs=120, Thirty = 30; public const double Little = 0.01; }
        """;
}
