using Listen.Synthesis;

namespace DeepThin.Samples.Tests.Listen;

public sealed class SceneNoiseTests
{
    public static TheoryData<string> Kinds => [.. Enum.GetNames<NoiseKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_noise_has_the_power_1_and_is_decided_by_its_seed(string kind)
    {
        double[] noise = Make(kind, 1);
        Assert.Equal(1, noise.Average(sample => sample * sample), 9);
        Assert.Equal(noise, Make(kind, 1));
        Assert.NotEqual(noise, Make(kind, 2));
    }

    private static double[] Make(string kind, int seed) => SceneNoise.Make(Enum.Parse<NoiseKind>(kind), 20_000, seed);
}
