using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Planning;

/// <summary>
/// A matrix W of Q×R that a layer multiplies columns of its input with: how its weights are kept, the kernels that multiply, and gains.
/// The kernels know nothing of gains: what stands around them multiplies x with g and the sums with s.
/// </summary>
/// <param name="Weights">The tensors that stand for W.</param>
/// <param name="Kernels">The kernels.</param>
/// <param name="Gains">The gains that the matrix has.</param>
/// <param name="Period">The inputs from one gain to the next use of it; 0 where each input has its own.</param>
internal sealed record LinearMap(WeightsPlan Weights, KernelPlan Kernels, Gains Gains = Gains.None, int Period = 0)
{
    /// <summary>The inputs.</summary>
    public int Q => Weights.Q;

    /// <summary>The outputs.</summary>
    public int R => Weights.R;

    /// <summary>The gains of the inputs, where they have some.</summary>
    public int InputGains => Period == 0 ? Q : Period;

    /// <summary>The trained values.</summary>
    public long Parameters => Weights.Parameters + GainsLength(InputGains, R, Gains);

    /// <summary>The fraction of the weights that is kept, with the gains.</summary>
    public double Ratio => Parameters / ((double)Q * R);

    /// <summary>How the weights are kept, in a few words, for messages.</summary>
    public string Summary => Weights.Summary + GainsInWords + RatioInWords;

    /// <summary>The kernel for one sample.</summary>
    public KernelShape OneSample => Kernels.OneSample;

    /// <summary>The kernel for a panel.</summary>
    public KernelShape Panel => Kernels.Panel;

    /// <summary>The kernel for a panel whose gradients are wanted.</summary>
    public KernelShape Training => Kernels.Training;

    /// <summary>Plans the kernels of a matrix.</summary>
    /// <param name="weights">How its weights are kept.</param>
    /// <param name="gains">Its gains.</param>
    /// <param name="kernel">The kernel that the user names.</param>
    /// <param name="network">What kernels are chosen for, and how large weights are held.</param>
    public static LinearMap For(WeightsPlan weights, Gains gains, Kernel kernel, NetworkSpec network) =>
        new(weights, weights.Kernels(kernel, network.Optimize, network.Held), gains);

    /// <summary>Plans the kernels of a matrix that is applied to columns, 64 at a time, and never to one alone.</summary>
    /// <param name="weights">How its weights are kept.</param>
    /// <param name="gains">Its gains.</param>
    /// <param name="period">The gains of its inputs, of which input q has the one at q modulo their number.</param>
    /// <param name="network">What kernels are chosen for, and how large weights are held.</param>
    public static LinearMap ForColumns(WeightsPlan weights, Gains gains, int period, NetworkSpec network) =>
        new(weights, weights.KernelsOfColumns(network.Optimize, network.Held), gains, gains.HasFlag(Gains.Inputs) ? period : 0);

    /// <summary>How the weights are kept, in words and symbols, for the head of an emitted layer.</summary>
    public string Describe() => Weights.Describe() + GainsInWords + RatioInWords + ".";

    /// <summary>The number of gains.</summary>
    /// <param name="inputs">Those of inputs, where they have some: Q, or the channels of a convolution.</param>
    /// <param name="outputs">Those of outputs.</param>
    /// <param name="gains">Which are there.</param>
    public static long GainsLength(int inputs, int outputs, Gains gains) => (gains.HasFlag(Gains.Inputs) ? inputs : 0L) + (gains.HasFlag(Gains.Outputs) ? outputs : 0L);

    /// <summary>The tensors as the kernels hold them, by their names within the map and without offsets.</summary>
    /// <param name="variance">The variance that W begins with.</param>
    public IEnumerable<TensorInfo> Tensors(double variance)
    {
        foreach (var tensor in Weights.Tensors(variance)) yield return Weights.Hold(tensor, Kernels);
        foreach (var tensor in GainTensors(InputGains, R, Gains)) yield return tensor;
    }

    /// <summary>The tensors of gains.</summary>
    /// <param name="inputs">The number of those of inputs.</param>
    /// <param name="outputs">The number of those of outputs.</param>
    /// <param name="gains">Which are there.</param>
    public static IEnumerable<TensorInfo> GainTensors(int inputs, int outputs, Gains gains)
    {
        if (gains.HasFlag(Gains.Inputs)) yield return new("input_gain", inputs, 0, 0) { Role = TensorRole.InputGain, Initial = Initial.Ones };
        if (gains.HasFlag(Gains.Outputs)) yield return new("output_gain", outputs, 0, 0) { Role = TensorRole.OutputGain, Initial = Initial.Ones };
    }

    /// <summary>The memory that the kernel of a mode needs.</summary>
    public Memory Need(Mode mode)
    {
        const int Size = KernelShape.PanelSize;
        return mode switch
        {
            Mode.OneSample => new(ReLayout.RoundUp(OneSample.Before, KernelShape.Lanes), OneSample.After, 0, OneSample.Scratch),
            Mode.Panel => new((long)Panel.PanelBefore * Size, (long)Panel.PanelAfter * Size, Panel.PanelKept * Size, Panel.PanelScratch),
            Mode.Trace => new((long)Training.PanelBefore * Size, (long)Training.PanelAfter * Size, Training.TraceKept * Size, Training.PanelScratch),
            _ => new(0, KernelShape.PanelBlock * Size, 0, Training.BackwardScratch),
        };
    }

    private string GainsInWords => Gains switch
    {
        Gains.None => "",
        Gains.Both => ", gains for inputs and outputs",
        _ => $", gains for {Gains.ToString().ToLowerInvariant()}",
    };

    private string RatioInWords => Weights.IsCompressed ? $", α = {Numbers.Percent(Ratio)}" : "";
}
