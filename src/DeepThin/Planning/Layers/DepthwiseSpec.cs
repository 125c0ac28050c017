namespace DeepThin.Planning;

/// <summary>A convolution of each channel alone, of <c>[DepthwiseConv1D]</c> or <c>[DepthwiseConv2D]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Window">The window.</param>
/// <param name="Bias">Whether it adds a bias.</param>
/// <param name="Activation">f.</param>
/// <param name="IsSeries">Whether it passes over a series, so that its tensor has one dimension less.</param>
internal sealed record DepthwiseSpec(string Name, SlidingWindow Window, bool Bias, ActivationSpec Activation, bool IsSeries = false) : LayerSpec(Name, Activation)
{
    public override Shape Input => new(Window.Channels, Window.Rows.Length, Window.Columns.Length);

    public override Shape Output => new(Window.Channels, Window.Rows.Positions, Window.Columns.Positions);

    public override LayerPlan Plan(int index, NetworkSpec network) => new DepthwisePlan(index, Name, Window, Bias, Activation, IsSeries);
}
