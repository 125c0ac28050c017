using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Planning;

/// <summary>A matrix W of Q×R that a layer multiplies columns of its input with: how its weights are kept, and the kernels that multiply.</summary>
/// <param name="Weights">The tensors that stand for W.</param>
/// <param name="Kernels">The kernels.</param>
internal sealed record LinearMap(WeightsPlan Weights, KernelPlan Kernels)
{
    /// <summary>The inputs.</summary>
    public int Q => Weights.Q;

    /// <summary>The outputs.</summary>
    public int R => Weights.R;

    /// <summary>The kernel for one sample.</summary>
    public KernelShape OneSample => Kernels.OneSample;

    /// <summary>The kernel for a panel.</summary>
    public KernelShape Panel => Kernels.Panel;

    /// <summary>The kernel for a panel whose gradients are wanted.</summary>
    public KernelShape Training => Kernels.Training;

    /// <summary>Plans the kernels of a matrix.</summary>
    /// <param name="weights">How its weights are kept.</param>
    /// <param name="kernel">The kernel that the user names.</param>
    /// <param name="network">What kernels are chosen for, and how large weights are held.</param>
    public static LinearMap For(WeightsPlan weights, Kernel kernel, NetworkSpec network) => new(weights, weights.Kernels(kernel, network.Optimize, network.Held));

    /// <summary>The tensors as the kernels hold them, by their names within the map and without offsets.</summary>
    /// <param name="variance">The variance that W begins with.</param>
    public IEnumerable<TensorInfo> Tensors(double variance) => Weights.Tensors(variance).Select(tensor => Weights.Hold(tensor, Kernels));

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
}
