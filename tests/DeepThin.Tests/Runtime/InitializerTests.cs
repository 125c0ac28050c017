using DeepThin.Runtime;

namespace DeepThin.Tests.Runtime;

/// <summary>The values that a new model begins with.</summary>
public sealed class InitializerTests
{
    // Computed by another program from the description of SplitMix64 and the polar method.
    [Theory]
    [InlineData(1, 0.42945221066474915f, 1.5857725143432617f, 0.45645520091056824f)]
    [InlineData(-1, -0.8599891662597656f, -2.1572933197021484f, -0.3218611180782318f)]
    public void The_values_of_a_seed_stay(int seed, params float[] values)
    {
        var layer = new LayerInfo
        {
            Name = "layers.0",
            Inputs = 3,
            Outputs = 1,
            Activation = Activation.Identity,
            Parameters = 6,
            Maps = [new() { Kind = "dense", Inputs = 3, Outputs = 1, Ratio = 1, MultiplyAdds = 3, Kernel = "dense", BatchKernel = "dense", Reason = "" }],
            PreparedBytes = 0,
            Tensors = [new("layers.0.weight", 1, 3, 0) { Initial = Initial.Normal(1) }, new("layers.0.input_gain", 3, 0, 16) { Role = TensorRole.InputGain, Initial = Initial.Ones }],
        };
        var parameters = Initializer.Create(new ModelInfo("Model", 48, 0, layer), seed).Parameters;
        Assert.Equal(values, parameters.Span[..3].ToArray());
        Assert.Equal([1, 1, 1], parameters.Span[16..19].ToArray());
    }

    [Fact]
    public void The_generator_is_SplitMix64()
    {
        // The first outputs of the reference implementation (splitmix64.c by Vigna) for the seed 1234567.
        var random = new SplitMix64(1234567);
        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423], new[] { random.Next(), random.Next(), random.Next() });
    }
}
