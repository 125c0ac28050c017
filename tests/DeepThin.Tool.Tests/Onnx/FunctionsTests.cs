using CsCheck;
using DeepThin.Onnx.Operators;

namespace DeepThin.Tool.Tests.Onnx;

public sealed class FunctionsTests
{
    /// <summary>From tables of the error function.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 0.5204998778130465)]
    [InlineData(1, 0.8427007929497149)]
    [InlineData(-2, -0.9953222650189527)]
    [InlineData(2.6, 0.9997639655834707)]
    [InlineData(3.5, 0.9999992569016276)]
    public void The_error_function_is_that_of_tables(double x, double value) => Assert.Equal(value, Functions.Erf(x), 1e-14);

    [Fact]
    public void A_straight_line_and_a_ceiling_are_found_with_their_numbers()
    {
        Gen.Select(Gen.Double[-5, 5], Gen.Double[-5, 5]).Sample((factor, summand) =>
        {
            var found = Functions.Recognize([.. Functions.Samples.Select(x => factor * x + summand)])!;
            Assert.Null(found.Activation);
            Assert.Equal(factor, found.Factor, 1e-12);
            Assert.Equal(summand, found.Summand, 1e-12);
        });
        Gen.Float[0.5f, 50].Sample(ceiling => Assert.Equal(("ClippedRelu", "Ceiling"), Functions.Recognize([.. Functions.Samples.Select(x => Math.Clamp(x, 0, ceiling))]) is { } found ? (found.Activation, found.Options[0].Name) : default));
    }

    [Fact]
    public void What_is_nearly_a_function_is_not_it()
    {
        Assert.Null(Functions.Recognize([.. Functions.Samples.Select(x => 1 / (1 + Math.Exp(-1.001 * x)))]));
        Assert.Null(Functions.Recognize([.. Functions.Samples.Select(x => Math.Sin(x))]));
        Assert.Null(Functions.Recognize([.. Functions.Samples.Select(x => x * x)]));
        Assert.Null(Functions.Recognize([.. Functions.Samples.Select(_ => double.NaN)]));
        Assert.NotEqual("GeluTanh", Functions.Recognize([.. Functions.Samples.Select(Functions.Gelu)])!.Activation);
    }
}
