namespace DeepThin.Planning;

/// <summary>A convolution of groups of channels apart, of <c>[Conv1D]</c> or <c>[Conv2D]</c> with <c>Groups</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Convolution">The window over a group, the groups, and the outputs of a group.</param>
/// <param name="Weights">How W of (channels of a group·taps) × outputs of all groups is kept: whole, or as factors.</param>
/// <param name="Bias">Whether it adds a bias.</param>
/// <param name="Activation">f.</param>
/// <param name="IsSeries">Whether it passes over a series, so that its tensor has one dimension less.</param>
internal sealed record GroupedSpec(string Name, GroupedConvolution Convolution, WeightsPlan Weights, bool Bias, ActivationSpec Activation, bool IsSeries = false)
    : LayerSpec(Name, Activation)
{
    public override Shape Input => InputOf(Convolution);

    public override Shape Output => OutputOf(Convolution);

    // Weights are read in single precision, whatever those of other layers are held in.
    public override LayerPlan Plan(int index, NetworkSpec network) =>
        new GroupedPlan(index, Name, Convolution, LinearMap.For(Weights, Gains.None, Kernel.Auto, network with { Held = WeightType.Float32 }), Bias, Activation, IsSeries);

    /// <summary>The shape of the input of all groups.</summary>
    public static Shape InputOf(GroupedConvolution convolution) =>
        new(convolution.Groups * convolution.Window.Channels, convolution.Window.Rows.Length, convolution.Window.Columns.Length);

    /// <summary>The shape of the output of all groups.</summary>
    public static Shape OutputOf(GroupedConvolution convolution) =>
        new(convolution.Groups * convolution.Outputs, convolution.Window.Rows.Positions, convolution.Window.Columns.Positions);
}
