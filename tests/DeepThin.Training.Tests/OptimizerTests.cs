using System.Text;
using CsCheck;

namespace DeepThin.Training.Tests;

public sealed class OptimizerTests
{
    private static readonly Dictionary<string, Optimizer> Cases = new()
    {
        ["sgd"] = new Sgd(),
        ["sgd decay"] = new Sgd { WeightDecay = 0.1 },
        ["sgd momentum"] = new Sgd { Momentum = 0.9 },
        ["sgd momentum decay"] = new Sgd { Momentum = 0.9, WeightDecay = 0.1 },
        ["sgd nesterov decay"] = new Sgd { Momentum = 0.8, Nesterov = true, WeightDecay = 0.1 },
        ["adam"] = new Adam(),
        ["adam constants"] = new Adam { Beta1 = 0.8, Beta2 = 0.95, Epsilon = 1e-3 },
        ["adam decay"] = new Adam { WeightDecay = 0.1 },
        ["adamw decay"] = new Adam { WeightDecay = 0.1, Decoupled = true },
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Fact]
    public void Every_case_of_the_fixture_is_tested() =>
        Assert.Equal(Fixture.Read("optimizers").GetProperty("expected").EnumerateObject().Select(property => property.Name), Cases.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_are_those_of_PyTorch(string name)
    {
        var fixture = Fixture.Read("optimizers");
        float[] parameters = fixture.GetProperty("start").Floats();
        double[] rates = fixture.GetProperty("rates").Doubles();
        var gradients = fixture.GetProperty("gradients");
        var expected = fixture.GetProperty("expected").GetProperty(name);
        var state = Cases[name].Start(parameters.Length);
        for (int step = 0; step < rates.Length; step++)
        {
            state.Step(parameters, gradients[step].Floats(), rates[step]);
            Fixture.AssertClose(expected[step].Floats(), parameters, 1e-6);
        }

        Assert.Equal(rates.Length, state.Steps);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Restored_state_goes_on_with_the_same_bits(string name)
    {
        var fixture = Fixture.Read("optimizers");
        float[] parameters = fixture.GetProperty("start").Floats();
        float[][] gradients = [.. fixture.GetProperty("gradients").EnumerateArray().Select(gradient => gradient.Floats())];
        var state = Cases[name].Start(parameters.Length);
        for (int step = 0; step < 3; step++) state.Step(parameters, gradients[step], 0.1);
        float[] copy = [.. parameters];
        var restored = Cases[name].Start(parameters.Length);
        Copy(state, restored);
        for (int step = 3; step < 6; step++)
        {
            state.Step(parameters, gradients[step], 0.1);
            restored.Step(copy, gradients[step], 0.1);
        }

        Assert.Equal(parameters, copy);
        Assert.Equal(6, restored.Steps);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Ranges_give_the_bits_of_the_whole(string name) =>
        Gen.Select(Gen.Float[-2, 2].Array[1, 100], Gen.Int[0, 100]).Sample(
            (values, cut) =>
            {
                cut = Math.Min(cut, values.Length);
                float[] whole = [.. values], parts = [.. values], gradients = [.. values.Reverse()];
                var wholeState = Cases[name].Start(values.Length);
                var partsState = Cases[name].Start(values.Length);
                for (int step = 0; step < 2; step++)
                {
                    wholeState.Step(whole, gradients, 0.1, 0.7f);
                    partsState.BeginStep(0.1);
                    partsState.UpdateRange(cut, parts.AsSpan(cut), gradients.AsSpan(cut), 0.7f);
                    partsState.UpdateRange(0, parts.AsSpan(0, cut), gradients.AsSpan(0, cut), 0.7f);
                }

                return whole.AsSpan().SequenceEqual(parts);
            },
            iter: 200);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_range_says_whether_it_is_finite_wherever_it_is_not(string name)
    {
        foreach (float value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            for (int at = -1; at < 37; at++)
            {
                float[] parameters = new float[37], gradients = [.. Enumerable.Repeat(1f, 37)];
                if (at >= 0) gradients[at] = value;
                var state = Cases[name].Start(37);
                state.BeginStep(0.1);
                Assert.Equal(at < 0, state.UpdateRange(0, parameters, gradients, 1));
                Assert.Equal(at < 0, parameters.All(float.IsFinite));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Zeros_without_a_gradient_stay_zero(string name)
    {
        float[] parameters = new float[19];
        var state = Cases[name].Start(parameters.Length);
        for (int step = 0; step < 3; step++) state.Step(parameters, new float[19], 0.1);
        Assert.All(parameters, value => Assert.Equal(0, value));
    }

    [Fact]
    public void The_gradient_scale_multiplies_the_gradient()
    {
        float[] a = [1, 2, 3], b = [1, 2, 3];
        new Sgd().Start(3).Step(a, [4f, 5f, 6f], 0.1, 0.5f);
        new Sgd().Start(3).Step(b, [2f, 2.5f, 3f], 0.1);
        Assert.Equal(b, a);
    }

    [Fact]
    public void Constants_out_of_range_are_refused()
    {
        Refused(new Sgd { Momentum = 1 }, "Momentum is 1; it must be at least 0 and below 1.");
        Refused(new Sgd { Nesterov = true }, "Momentum is 0; Nesterov needs one above 0, such as 0.9.");
        Refused(new Sgd { WeightDecay = -1 }, "WeightDecay is -1; it must be a finite number, 0 or more");
        Refused(new Adam { Beta1 = double.NaN }, "Beta1 is NaN; it must be at least 0 and below 1.");
        Refused(new Adam { Beta2 = 1.5 }, "Beta2 is 1.5; it must be at least 0 and below 1.");
        Refused(new Adam { Epsilon = 1e-60 }, "Epsilon is 1E-60; it must be a finite number above 0 in single precision");
        Refused(new Adam { WeightDecay = double.PositiveInfinity }, "WeightDecay is Infinity; it must be a finite number");
    }

    [Fact]
    public void A_block_of_another_length_is_refused()
    {
        var state = new Adam().Start(4);
        var error = Assert.Throws<ArgumentException>(() => state.Step(new float[4], new float[5], 0.1));
        Assert.Contains("The block has 5 floats, and the optimiser was started for 4.", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, state.Steps);
    }

    private static void Refused(Optimizer optimizer, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidOperationException>(() => optimizer.Start(1)).Message, StringComparison.Ordinal);

    private static void Copy(OptimizerState from, OptimizerState to)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        from.Save(writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        to.Restore(reader);
    }
}
