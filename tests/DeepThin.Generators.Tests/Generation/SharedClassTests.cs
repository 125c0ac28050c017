namespace DeepThin.Generators.Tests.Generation;

/// <summary>Layers that differ in place and name alone share a class of kernels.</summary>
public sealed class SharedClassTests
{
    [Theory]
    [InlineData("[Dense(30, 30, Ratio = 0.2, Gains = Gains.None)] [Dense(30, 30, Ratio = 0.2, Gains = Gains.None, Name = \"second\")]")]
    [InlineData("[Input(4, 8, 8)] [Conv2D(4, 4, 3, Padding = 1)] [Conv2D(4, 4, 3, Padding = 1)]")]
    [InlineData("[Lstm(16, 16)] [Lstm(16, 16)]")]
    [InlineData("[Gru(16, 16, Ratio = 0.4, Gains = Gains.None, ResetBefore = true)] [Gru(16, 16, Ratio = 0.4, Gains = Gains.None, ResetBefore = true)]")]
    [InlineData("[Gru(16, 8, Bidirectional = true)] [Gru(16, 8, Bidirectional = true)]")]
    public void Equal_layers_have_one_class(string layers) => Assert.Equal(["Layer0"], Classes(layers));

    [Theory]
    [InlineData("[Lstm(16, 16)] [Lstm(16, 16, Bias = false)]")]
    [InlineData("[Gru(16, 16)] [Gru(16, 16, ResetBefore = true)]")]
    [InlineData("[Lstm(16, 16)] [Lstm(16, 16, GateActivation = Activation.HardSigmoid)]")]
    [InlineData("[Dense(30, 30)] [Dense(30, 30, Activation = Activation.Relu)]")]
    public void Others_have_classes_of_their_own(string layers) => Assert.Equal(["Layer0", "Layer1"], Classes(layers));

    private static IEnumerable<string> Classes(string layers) =>
        Generate.Sources(Generate.Model(layers)).Files.Keys.Select(name => name.Split('.')[^3]).Where(part => part.StartsWith("Layer", StringComparison.Ordinal));
}
