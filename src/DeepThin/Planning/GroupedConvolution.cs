using System.ComponentModel;

namespace DeepThin;

/// <summary>A convolution of groups of channels apart. Channels are outermost, so the input and the output of a group are stretches of memory. Called by generated code.</summary>
/// <param name="Window">The window over the channels of a group.</param>
/// <param name="Groups">The groups.</param>
/// <param name="Outputs">The outputs of a group, R.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct GroupedConvolution(SlidingWindow Window, int Groups, int Outputs)
{
    /// <summary>How a group of one sample is computed.</summary>
    internal DirectConvolution Group => new(Window, Outputs);

    /// <summary>The inputs of a position in a group, Q.</summary>
    internal int Inputs => Window.Channels * Window.Taps;

    /// <summary>The multiply-adds for one sample.</summary>
    internal long MultiplyAdds => (long)Groups * Outputs * Inputs * Window.Positions;
}
