namespace DeepThin.Tests.Weights;

/// <summary>Inputs that have no like among integers. Run at each vector width: see tests/run.sh.</summary>
[Trait("Category", "Kernels")]
public sealed class IntegerKernelTests
{
    public static TheoryData<float> NotFinite => [float.NaN, float.PositiveInfinity, float.NegativeInfinity];

    [Theory]
    [MemberData(nameof(NotFinite))]
    public void What_is_not_finite_is_no_number_afterwards(float value)
    {
        Assert.All(Predict<IntegerModel>(value), output => Assert.Equal(float.NaN, output));
        Assert.All(Predict<TallIntegerModel>(value), output => Assert.Equal(float.NaN, output));
        Assert.All(Predict<LowRankIntegerModel>(value), output => Assert.Equal(float.NaN, output));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1e-40f)]
    [InlineData(3e-35f)] // So small that its unit has no inverse, and so large that a wrong integer shows.
    public void Nothing_gives_nothing(float value)
    {
        Assert.All(Predict<IntegerModel>(value, others: value), output => Assert.Equal(0, output));
        Assert.All(Predict<TallIntegerModel>(value, others: value), output => Assert.Equal(0, output));
        Assert.All(Predict<LowRankIntegerModel>(value, others: value), output => Assert.Equal(0, output));
    }

    [Theory]
    [InlineData(1e-30f)]
    [InlineData(1e30f)]
    public void The_size_of_the_inputs_does_not_matter(float size)
    {
        Check<IntegerModel>();
        Check<TallIntegerModel>();
        Check<LowRankIntegerModel>();

        void Check<TModel>()
            where TModel : class, IModel<TModel>
        {
            float[] wanted = Predict<TModel>(1), found = Predict<TModel>(size, others: size);
            float largest = wanted.Max(MathF.Abs);
            Assert.All(wanted.Zip(found), pair => Assert.InRange(pair.Second / size - pair.First, -1e-3f * largest, 1e-3f * largest));
        }
    }

    private static float[] Predict<TModel>(float value, float others = 1)
        where TModel : class, IModel<TModel>
    {
        float[] input = [.. Enumerable.Range(0, TModel.InputLength).Select(i => others * MathF.Sin(i + 1))], output = new float[TModel.OutputLength];
        input[7] = value;
        TModel.Create(1).Forward(input, output);
        return output;
    }
}
