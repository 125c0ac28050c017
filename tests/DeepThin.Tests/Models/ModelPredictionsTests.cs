using CsCheck;
using DeepThin.Tests.Runtime;

namespace DeepThin.Tests.Models;

public sealed class ModelPredictionsTests
{
    private const int Classes = 5;

    private static readonly Gen<float[]> Logits = Gen.Float[-100, 100].Array[Classes];

    private static readonly Gen<double> Temperatures = Gen.Double[0.05, 20];

    [Fact]
    public void The_class_is_that_of_the_largest_output() => Logits.Sample(outputs =>
    {
        int expected = Array.IndexOf(outputs, outputs.Max());
        Assert.Equal(expected, Echo<Logit>().Predict(outputs));
    });

    [Theory]
    [InlineData(0, 1f, 1f, 0f, 0f, 0f)]
    [InlineData(1, -3f, 2f, 1f, 2f, 2f)]
    [InlineData(0, -0f, 0f, -0f, 0f, -1f)]
    [InlineData(3, float.NegativeInfinity, float.MinValue, float.NegativeInfinity, -1f, -1f)]
    [InlineData(4, float.MinValue, 0f, 1f, 2f, float.MaxValue)]
    public void Of_equal_outputs_the_lowest_class_is_taken(int expected, params float[] outputs)
    {
        Assert.Equal(expected, Echo<Logit>().Predict(outputs));
        int[] classes = new int[2];
        Echo<Logit>().PredictBatch([.. outputs, .. outputs], classes);
        Assert.Equal([expected, expected], classes);
    }

    [Theory]
    [InlineData(0f, 0)]
    [InlineData(0.5f, 0)]
    [InlineData(0.50000006f, 1)]
    [InlineData(1f, 1)]
    public void One_output_after_a_sigmoid_is_class_1_above_a_half(float output, int expected)
    {
        Assert.Equal(expected, Echo<OneSigmoid>().Predict([output]));
        float[] probabilities = new float[2];
        Echo<OneSigmoid>().PredictProbabilities([output], probabilities);
        Assert.Equal([1 - output, output], probabilities);
    }

    [Fact]
    public void Probabilities_are_the_softmax_of_logits_over_temperature() => Gen.Select(Logits, Temperatures).Sample((logits, temperature) =>
    {
        double[] expected = Softmax(logits, temperature);
        AssertClose(expected, Probabilities<Logit>(logits, temperature), 1e-5);
        float[] logarithms = [.. Softmax(logits, 1).Select(p => (float)Math.Log(p))];
        AssertClose(expected, Probabilities<Logarithm>(logarithms, temperature), 1e-3);
    });

    [Fact]
    public void Probabilities_of_probabilities_are_those_with_a_temperature() => Gen.Select(Gen.Float[-8, 8].Array[Classes], Temperatures).Sample((logits, temperature) =>
    {
        float[] outputs = [.. Softmax(logits, 1).Select(p => (float)p)];
        Assert.Equal(outputs, Probabilities<Probability>(outputs, 1));
        AssertClose(Softmax(logits, temperature), Probabilities<Probability>(outputs, temperature), 1e-4);
    });

    [Fact]
    public void Probabilities_after_a_sigmoid_are_those_with_a_temperature() => Gen.Select(Gen.Double[-8, 8], Temperatures).Sample((logit, temperature) =>
        AssertClose(Softmax([0, (float)logit], temperature), Probabilities<OneSigmoid>([(float)(1 / (1 + Math.Exp(-logit)))], temperature), 1e-3));

    [Theory]
    [InlineData(0.01)]
    [InlineData(1)]
    [InlineData(100)]
    public void Probabilities_of_the_most_extreme_outputs_are_finite(double temperature)
    {
        Assert.Equal([0, 0, 1, 0, 0], Probabilities<Logit>([float.MinValue, float.NegativeInfinity, float.MaxValue, 0, -1e30f], temperature));
        Assert.Equal([0, 0, 0.5f, 0.5f, 0], Probabilities<Logarithm>([float.NegativeInfinity, float.NegativeInfinity, -0.7f, -0.7f, float.NegativeInfinity], temperature));
        Assert.Equal([0, 0, 0, 1, 0], Probabilities<Probability>([0, 0, 0, 1, 0], temperature));
        Assert.Equal([1, 0], Probabilities<OneSigmoid>([0], temperature));
        Assert.Equal([0, 1], Probabilities<OneSigmoid>([1], temperature));
    }

    [Theory]
    [InlineData("output 2 is NaN", 0f, 1f, float.NaN, float.PositiveInfinity, 0f)]
    [InlineData("output 2 is NaN", 0f, 1f, float.NaN, 3f, 0f)]
    [InlineData("output 0 is NaN", float.NaN, 1f, 2f, 3f, 4f)]
    [InlineData("output 4 is ∞", 0f, 1f, 2f, 3f, float.PositiveInfinity)]
    [InlineData("all outputs are −∞", float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity)]
    public void Outputs_without_a_largest_are_refused(string why, params float[] outputs)
    {
        float[] probabilities = new float[2 * Classes], batch = [.. new float[Classes], .. outputs];
        int[] classes = [7, 7];
        Assert.Contains($"Echo predicts no class, since {why}.", Assert.Throws<NotFiniteNumberException>(() => Echo<Logit>().Predict(outputs)).Message, StringComparison.Ordinal);
        Assert.Throws<NotFiniteNumberException>(() => Echo<Logit>().PredictProbabilities(outputs, probabilities.AsSpan(0, Classes)));
        Assert.Throws<NotFiniteNumberException>(() => Echo<Logit>().PredictProbabilitiesBatch(batch, probabilities));
        var error = Assert.Throws<NotFiniteNumberException>(() => Echo<Logit>().PredictBatch(batch, classes));
        Assert.Contains($"Echo predicts no class of sample 1, since {why}.", error.Message, StringComparison.Ordinal);
        Assert.Equal([0, 7], classes);
    }

    [Fact]
    public void A_sigmoid_that_is_not_a_number_is_refused()
    {
        Assert.Throws<NotFiniteNumberException>(() => Echo<OneSigmoid>().Predict([float.NaN]));
        Assert.Throws<NotFiniteNumberException>(() => Echo<OneSigmoid>().PredictProbabilities([float.NaN], new float[2]));
    }

    [Fact]
    public void A_batch_is_predicted_as_one_sample_after_the_other()
    {
        AsOneByOne<Logit>(1, i => MathF.Sin(i));
        AsOneByOne<Probability>(1, i => 0.1f + i * i % 7 / 10f);
        AsOneByOne<OneSigmoid>(1, i => i % 17 / 16f);
        AsOneByOne<Many>(1, i => MathF.Sin(i));
        AsOneByOne<Logit>(3, i => MathF.Sin(i));
        AsOneByOne<OneSigmoid>(-1, i => i % 17 / 16f);
    }

    [Fact]
    public void A_generated_model_has_the_methods_and_they_allocate_nothing()
    {
        const int Count = 130;
        var model = SmallModel.Create(1);
        float[] inputs = [.. Enumerable.Range(0, Count * SmallModel.InputLength).Select(i => MathF.Sin(i))];
        float[] outputs = new float[Count * SmallModel.OutputLength], probabilities = new float[outputs.Length];
        int[] classes = new int[Count];
        model.ForwardBatch(inputs, outputs);
        for (int round = 0; round < 2; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            int one = model.Predict(inputs.AsSpan(0, SmallModel.InputLength));
            model.PredictProbabilities(inputs.AsSpan(0, SmallModel.InputLength), probabilities.AsSpan(0, SmallModel.OutputLength), temperature: 2);
            model.PredictBatch(inputs, classes);
            model.PredictProbabilitiesBatch(inputs, probabilities);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(classes[0], one);
            if (round > 0) Assert.Equal(0, allocated);
        }

        Assert.Equal(outputs, probabilities);
        Assert.Equal(outputs.Chunk(SmallModel.OutputLength).Select(sample => Array.IndexOf(sample, sample.Max())), classes);
    }

    [Fact]
    public void An_empty_batch_is_none()
    {
        Echo<Logit>().PredictBatch([], []);
        Echo<Logit>().PredictProbabilitiesBatch([], []);
    }

    [Fact]
    public void A_model_that_tells_no_classes_apart_is_refused()
    {
        Refused<OneValue>("Echo has a single output, and its last activation is not Sigmoid but Identity: that is a value, and no class. Read it with Forward, or give the last layer Sigmoid");
        Refused<OneSoftmax>("Echo has a single output, and its last activation is not Sigmoid but Softmax");
        Refused<Sigmoids>("The last activation of Echo is Sigmoid: each of its 5 outputs is a probability of its own");
        Refused<Rectified>("The last activation of Echo is Relu: the outputs are neither logits nor probabilities. Read the outputs with Forward, or give the last layer Identity (logits)");
    }

    [Fact]
    public void Arguments_that_do_not_fit_are_refused()
    {
        var model = Echo<Logit>();
        float[] five = new float[5], ten = new float[10];
        int[] classes = new int[2];
        Refused("input", "input has 4 values where 5 are needed", () => model.Predict(five.AsSpan(1)));
        Refused("inputs", "inputs has 9 values, which are no whole samples of 5", () => model.PredictBatch(ten.AsSpan(1), classes));
        Refused("classes", "classes has 2 values where 1 are needed: 1 for each of 1 samples.", () => model.PredictBatch(five, classes));
        Refused("maxDegreeOfParallelism", "1 or more threads, or -1", () => model.PredictBatch(ten, classes, 0));
        Refused("probabilities", "probabilities has 10 values where 5 are needed: one for each class.", () => model.PredictProbabilities(five, ten));
        Refused("probabilities", "probabilities has 1 values where 2 are needed", () => Echo<OneSigmoid>().PredictProbabilities(five.AsSpan(0, 1), ten.AsSpan(0, 1)));
        Refused("probabilities", "probabilities has 5 values where 10 are needed: 5 for each of 2 samples.", () => model.PredictProbabilitiesBatch(ten, five));
        Refused("probabilities", "probabilities overlaps", () => model.PredictProbabilities(five, five));
        Refused("probabilities", "probabilities overlaps", () => model.PredictProbabilitiesBatch(ten, ten));
        Refused("probabilities", "probabilities overlaps", () => Echo<OneSigmoid>().PredictProbabilitiesBatch(ten.AsSpan(4, 2), ten.AsSpan(1, 4)));
        foreach (double temperature in new[] { 0, 0.009, 101, -1, double.NaN, double.PositiveInfinity })
        {
            Refused("temperature", "The temperature is 0.01 to 100", () => model.PredictProbabilities(five, ten.AsSpan(0, 5), temperature));
            Refused("temperature", "The temperature is 0.01 to 100", () => model.PredictProbabilitiesBatch(five, ten.AsSpan(0, 5), temperature));
        }

        Assert.All(ten, value => Assert.Equal(0, value));
        Assert.Throws<ArgumentNullException>("model", () => ((SmallModel)null!).Predict(five));
    }

    private static void AsOneByOne<TShape>(int degree, Func<int, float> value)
        where TShape : IEchoShape
    {
        var model = Echo<TShape>();
        const int Count = 700;
        int length = TShape.Outputs, classes = Math.Max(2, length);
        float[] inputs = [.. Enumerable.Range(0, Count * length).Select(value)];
        int[] found = new int[Count];
        float[] probabilities = new float[Count * classes], one = new float[classes];
        model.PredictBatch(inputs, found, degree);
        model.PredictProbabilitiesBatch(inputs, probabilities, 1.5, degree);
        for (int i = 0; i < Count; i++)
        {
            var input = inputs.AsSpan(i * length, length);
            Assert.Equal(model.Predict(input), found[i]);
            model.PredictProbabilities(input, one, 1.5);
            Assert.Equal(one, probabilities.AsSpan(i * classes, classes));
        }
    }

    private static EchoModel<TShape> Echo<TShape>()
        where TShape : IEchoShape => EchoModel<TShape>.Create(0);

    private static float[] Probabilities<TShape>(float[] outputs, double temperature)
        where TShape : IEchoShape
    {
        float[] probabilities = new float[Math.Max(2, outputs.Length)];
        Echo<TShape>().PredictProbabilities(outputs, probabilities, temperature);
        return probabilities;
    }

    private static double[] Softmax(float[] logits, double temperature)
    {
        double[] powers = [.. logits.Select(logit => Math.Exp((logit - (double)logits.Max()) / temperature))];
        return [.. powers.Select(power => power / powers.Sum())];
    }

    private static void AssertClose(double[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance);
        Assert.Equal(1, actual.Sum(), 1e-5);
    }

    private static void Refused<TShape>(string message)
        where TShape : IEchoShape
    {
        float[] input = new float[TShape.Outputs];
        var model = Echo<TShape>();
        Refused("model", message, () => model.Predict(input));
        Refused("model", message, () => model.PredictBatch(input, new int[1]));
        Refused("model", message, () => model.PredictProbabilities(input, new float[5]));
        Refused("model", message, () => model.PredictProbabilitiesBatch(input, new float[5]));
    }

    private static void Refused(string parameter, string message, Action action)
    {
        var error = Assert.ThrowsAny<ArgumentException>(action);
        Assert.Equal(parameter, error.ParamName);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private sealed class Logit : IEchoShape
    {
        public static int Outputs => Classes;

        public static Activation Last => Activation.Identity;
    }

    private sealed class Logarithm : IEchoShape
    {
        public static int Outputs => Classes;

        public static Activation Last => Activation.LogSoftmax;
    }

    private sealed class Probability : IEchoShape
    {
        public static int Outputs => Classes;

        public static Activation Last => Activation.Softmax;
    }

    private sealed class OneSigmoid : IEchoShape
    {
        public static int Outputs => 1;

        public static Activation Last => Activation.Sigmoid;
    }

    // More than what fits on the stack.
    private sealed class Many : IEchoShape
    {
        public static int Outputs => 300;

        public static Activation Last => Activation.Identity;
    }

    private sealed class OneValue : IEchoShape
    {
        public static int Outputs => 1;

        public static Activation Last => Activation.Identity;
    }

    private sealed class OneSoftmax : IEchoShape
    {
        public static int Outputs => 1;

        public static Activation Last => Activation.Softmax;
    }

    private sealed class Sigmoids : IEchoShape
    {
        public static int Outputs => Classes;

        public static Activation Last => Activation.Sigmoid;
    }

    private sealed class Rectified : IEchoShape
    {
        public static int Outputs => Classes;

        public static Activation Last => Activation.Relu;
    }
}
