using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Planning;

/// <summary>A step of a network: a layer, the values that it reads and the one that it writes, and the places of what belongs to it.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Place">Its place among the steps of the network.</param>
/// <param name="Inputs">The values that it reads.</param>
/// <param name="Own">
/// For each of them the value that the step has for itself, where others read that one too: in predictions its product with the gains of the step, and backward its gradients, which are added to
/// those of others. <see cref="NoValue"/> where there is none.
/// </param>
/// <param name="Output">The value that it writes.</param>
/// <param name="Tensors">The tensors of the layer, in the order and with the offsets of the parameter block.</param>
/// <param name="ScalesOutput">Whether predictions multiply what the step writes with the gains of the layer that reads it.</param>
/// <param name="Epilogue">What follows the sums of the layer.</param>
/// <param name="Prepared">Where what its kernels prepare begins in the prepared block.</param>
internal sealed record StepPlan(LayerPlan Layer, int Place, IReadOnlyList<int> Inputs, IReadOnlyList<int> Own, int Output, IReadOnlyList<TensorInfo> Tensors, bool ScalesOutput, EpiloguePlan Epilogue, long Prepared)
{
    /// <summary>No value.</summary>
    public const int NoValue = -1;

    /// <summary>Where the tensors of the layer begin in the parameter block, in floats.</summary>
    public int Parameters => Tensors.Count == 0 ? 0 : Tensors[0].Offset;

    /// <summary>The floats of the parameter block that the tensors take.</summary>
    public long ParametersLength => Tensors.Sum(tensor => tensor.BlockLength);

    /// <summary>The gains that the layer has for its input; null where it has none.</summary>
    public TensorInfo? InputGain => Tensors.FirstOrDefault(tensor => tensor.Role == TensorRole.InputGain);

    /// <summary>The bytes of the tensors as they are held, and of what is prepared from them, without padding between tensors.</summary>
    public long Bytes => Tensors.Sum(tensor => tensor.HeldBytes) + sizeof(float) * Layer.Prepared;

    /// <summary>Whether two steps differ in the place and the name of their layers alone, so that one class of kernels serves both.</summary>
    public bool HasKernelsOf(StepPlan other) =>
        Layer.At(other.Layer.Index, other.Layer.Name) == other.Layer && ScalesOutput == other.ScalesOutput
        && (Epilogue.Norm == null) == (other.Epilogue.Norm == null) && Epilogue.Activation == other.Epilogue.Activation;
}
