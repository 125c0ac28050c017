using System.Text.Json;

namespace DeepThin.Training.Tests;

public sealed class LossTests
{
    [Theory]
    [InlineData("identity", Activation.Identity)]
    [InlineData("logsoftmax", Activation.LogSoftmax)]
    [InlineData("softmax", Activation.Softmax)]
    public void Cross_entropy_is_that_of_PyTorch(string name, Activation activation)
    {
        var fixture = Fixture.Read("losses");
        var expected = fixture.GetProperty(name);
        float[] gradients = new float[40];
        double loss = CrossEntropyLoss.Mean(expected.GetProperty("outputs").Floats(), fixture.GetProperty("labels").Ints(), activation, gradients);
        AssertAsExpected(expected, loss, gradients);
    }

    [Theory]
    [InlineData("smoothed identity", Activation.Identity)]
    [InlineData("smoothed logsoftmax", Activation.LogSoftmax)]
    [InlineData("smoothed softmax", Activation.Softmax)]
    public void Cross_entropy_with_smoothed_labels_is_that_of_PyTorch(string name, Activation activation)
    {
        var fixture = Fixture.Read("losses");
        var expected = fixture.GetProperty(name);
        float[] gradients = new float[40];
        double smoothing = fixture.GetProperty("smoothing").GetDouble();
        double loss = CrossEntropyLoss.Mean(expected.GetProperty("outputs").Floats(), fixture.GetProperty("labels").Ints(), activation, gradients, smoothing);
        AssertAsExpected(expected, loss, gradients);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_smoothing_out_of_its_range_is_refused(double smoothing)
    {
        foreach (Action action in new Action[] { () => Loss.Smoothed(smoothing), () => CrossEntropyLoss.Mean(new float[3], [1], Activation.Identity, new float[3], smoothing) })
        {
            Assert.Contains("The smoothing is 0 to below 1, such as 0.1", Assert.Throws<ArgumentOutOfRangeException>(nameof(smoothing), action).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Smoothed_labels_have_a_name_of_their_own_and_are_for_training_alone()
    {
        var loss = Loss.Smoothed(0.25);
        Assert.Equal("CrossEntropy(Smoothing: 0.25)", loss.ToString());
        Assert.Same(Loss.CrossEntropy, loss.Plain);
        Assert.Equal("CrossEntropy", Loss.CrossEntropy.ToString());
    }

    [Fact]
    public void Mean_square_error_is_that_of_PyTorch()
    {
        var fixture = Fixture.Read("losses");
        var expected = fixture.GetProperty("meansquare");
        float[] gradients = new float[40];
        double loss = MeanSquareLoss.Mean(expected.GetProperty("outputs").Floats(), fixture.GetProperty("targets").Floats(), gradients);
        AssertAsExpected(expected, loss, gradients);
    }

    [Fact]
    public void A_probability_of_zero_gives_a_finite_loss_and_gradient()
    {
        float[] gradients = new float[2];
        double loss = CrossEntropyLoss.Mean([1f, 0f], [1], Activation.Softmax, gradients);
        Assert.Equal(126 * Math.Log(2), loss, 1e-6);
        Assert.Equal(0, gradients[0]);
        Assert.True(float.IsFinite(gradients[1]) && gradients[1] < -1e37f);
    }

    [Fact]
    public void Outputs_that_are_not_numbers_give_a_loss_that_is_none()
    {
        float[] gradients = new float[3];
        foreach (var activation in new[] { Activation.Identity, Activation.LogSoftmax, Activation.Softmax })
        {
            Assert.True(double.IsNaN(CrossEntropyLoss.Mean([0f, float.NaN, 1f], [1], activation, gradients)));
        }

        Assert.True(double.IsNaN(MeanSquareLoss.Mean([0f, float.NaN, 1f], [1f, 1f, 1f], gradients)));
    }

    [Fact]
    public void Arguments_that_do_not_fit_are_refused()
    {
        Refused("labels", "The label 3 is not one of 3 classes, 0 to 2.", () => CrossEntropyLoss.Mean(new float[6], [0, 3], Activation.Identity, new float[6]));
        Refused("outputs", "7 outputs are not a whole number of classes for 2 labels.", () => CrossEntropyLoss.Mean(new float[7], [0, 1], Activation.Identity, new float[7]));
        Refused("gradients", "There are 6 outputs, and room for 5 gradients", () => CrossEntropyLoss.Mean(new float[6], [0, 1], Activation.Identity, new float[5]));
        Refused("activation", "Identity (logits), LogSoftmax or Softmax, and it is Relu", () => CrossEntropyLoss.Mean(new float[6], [0, 1], Activation.Relu, new float[6]));
        Refused("outputs", "There are 3 outputs, 2 targets and room for 3 gradients", () => MeanSquareLoss.Mean(new float[3], new float[2], new float[3]));
    }

    private static void AssertAsExpected(JsonElement expected, double loss, float[] gradients)
    {
        double expectedLoss = expected.GetProperty("loss").GetDouble();
        Assert.Equal(expectedLoss, loss, 1e-6 * (1 + expectedLoss));
        Fixture.AssertClose(expected.GetProperty("gradients").Floats(), gradients, 2e-6, floor: 0.01);
    }

    private static void Refused(string parameter, string message, Func<object> action) => Assert.Contains(message, Assert.Throws<ArgumentException>(parameter, action).Message, StringComparison.Ordinal);
}
