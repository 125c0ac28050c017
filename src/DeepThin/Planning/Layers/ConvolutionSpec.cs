namespace DeepThin.Planning;

/// <summary>A convolution: a fully connected layer that is applied to the window of each position, of <c>[Conv1D]</c> or <c>[Conv2D]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Window">The window.</param>
/// <param name="Weights">How W of (channels·taps) × outputs is kept.</param>
/// <param name="Bias">The bias, or null for none.</param>
/// <param name="Activation">f.</param>
/// <param name="IsSeries">Whether it passes over a series, so that its tensor has one dimension less.</param>
/// <param name="Gains">Which gains are there: one for each channel of the input, and one for each of the output.</param>
internal sealed record ConvolutionSpec(string Name, SlidingWindow Window, WeightsPlan Weights, BiasPlan? Bias, ActivationSpec Activation, bool IsSeries = false, Gains Gains = Gains.None)
    : LayerSpec(Name, Activation)
{
    public override Shape Input => new(Window.Channels, Window.Rows.Length, Window.Columns.Length);

    public override Shape Output => new(Weights.R, Window.Rows.Positions, Window.Columns.Positions);

    public override LayerPlan Plan(int index, NetworkSpec network)
    {
        var columns = new FullyConnectedPlan(index, Name, LinearMap.ForColumns(Weights, Gains, Window.Channels, network), Bias, Activation);
        var plan = new ConvolutionPlan(index, Name, Window, columns, IsSeries);

        // A softmax goes over the outputs of a position, which are side by side in a panel of columns only.
        if (network.Held != WeightType.Float32 || !Activation.IsOfEachAlone) return plan;
        // What is shared is prepared, and so is a W that is transformed.
        if (Weights is DenseWeights)
        {
            return network.Optimize == Optimize.Speed && WinogradConvolution.For(Window, Weights.R) is { } winograd ? plan with { Winograd = winograd } : plan with { Direct = new(Window, Weights.R) };
        }

        if (network.Optimize != Optimize.Speed || Weights is not ReLayoutPlan factors || SharedCorrelation.For(Window, factors) is not { } correlation) return plan;
        var shared = plan with { Shared = correlation };
        return shared.Cost < plan.Cost ? shared : plan;
    }
}
