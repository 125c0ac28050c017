using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Planning;

/// <summary>The plan of a layer: what stands in its tensors, and the memory that it needs. A kind of layer is one such plan, one spec, one parser and one emitter.</summary>
/// <param name="Index">Its place among the layers of the network.</param>
/// <param name="Name">Its name in messages and in <c>Info</c>.</param>
/// <param name="Input">The shape of the value that it reads, the first one of several.</param>
/// <param name="Output">The shape of the value that it writes.</param>
/// <param name="Activation">The function that is applied to its outputs.</param>
internal abstract record LayerPlan(int Index, string Name, Shape Input, Shape Output, ActivationSpec Activation)
{
    /// <summary>The kind of the layer in the plan of a model, where it has no matrix that says so.</summary>
    public virtual string Kind => "";

    /// <summary>The matrices of the layer.</summary>
    public abstract EquatableArray<LinearMap> Maps { get; }

    /// <summary>The values of its tensors.</summary>
    public abstract long Parameters { get; }

    /// <summary>
    /// Whether the layer reads its input multiplied with gains, a value for each of its values. Predictions have it written so, by the layer before; a
    /// trace keeps the input as it is, and the layer multiplies it.
    /// </summary>
    public virtual bool TakesScaledInput => false;

    /// <summary>Whether an epilogue follows the sums of its weights, in which predictions can do what the layers behind do to each value.</summary>
    public virtual bool HasEpilogue => false;

    /// <summary>Whether it is computed in the epilogue of a layer before it.</summary>
    public bool IsFolded { get; init; }

    /// <summary>Whether its output is its input by another name, so that nothing is computed.</summary>
    public virtual bool IsAlias => IsFolded;

    /// <summary>Whether its outputs are no longer what an activation before it made of them.</summary>
    public virtual bool EndsActivation => Parameters > 0;

    /// <summary>The same layer at another place, with another name.</summary>
    /// <param name="index">The place.</param>
    /// <param name="name">The name.</param>
    public virtual LayerPlan At(int index, string name) => this with { Index = index, Name = name };

    /// <summary>The tensors in the order of the parameter block, by their names within the layer and without offsets.</summary>
    public abstract IEnumerable<TensorInfo> Tensors();

    /// <summary>An epilogue that computes the layer as well; null where it cannot.</summary>
    /// <param name="epilogue">The epilogue of the layer before.</param>
    public virtual EpiloguePlan? FoldInto(EpiloguePlan epilogue) => null;

    /// <summary>The memory that the layer needs for a mode.</summary>
    public abstract Memory Need(Mode mode);

    /// <summary>What the kernels prepare from the parameters, in floats.</summary>
    public virtual long Prepared => Maps.Sum(map => map.OneSample.Prepared);

    /// <summary>The name of the kernel that computes one sample with a matrix of the layer.</summary>
    public virtual string KernelOf(LinearMap map) => map.OneSample.Name;

    /// <summary>The name of the kernel that computes a panel with it.</summary>
    public virtual string BatchKernelOf(LinearMap map) => map.Panel.Name;

    /// <summary>The counted multiply-adds of the kernel of one sample.</summary>
    public virtual long MultiplyAddsOf(LinearMap map) => (long)map.OneSample.MultiplyAdds;

    /// <summary>Why the kernels of a matrix were taken, in one line; empty where there is one only.</summary>
    public virtual string ReasonsOf(LinearMap map) => map.Kernels.Reasons;

    /// <summary>The multiply-adds of one sample beside those of matrices.</summary>
    public virtual long MultiplyAddsBeside => 0;

    /// <summary>What one sample costs, in multiply-adds of full vectors of 16 lanes.</summary>
    public virtual double Cost => Maps.Sum(map => map.OneSample.CostAsHeld);

    /// <summary>What one sample of a panel costs.</summary>
    public virtual double PanelCost => Maps.Sum(map => map.Panel.PanelCost);

    /// <summary>The floats of the state that the layer has from a step of a sequence to the next; 0 where each step stands for itself.</summary>
    public virtual int StateLength => 0;

    /// <summary>Whether its outputs of a step follow from steps behind it as well, so that it has none before a sequence has ended.</summary>
    public virtual bool NeedsWholeSequence => false;

    /// <summary>Whether the layers behind have one value of a whole sequence.</summary>
    public virtual bool EndsSequence => false;

    /// <summary>What of <see cref="Cost"/> does not wait for the step before.</summary>
    public virtual double CostBesideState => Cost;

    /// <summary>What of <see cref="PanelCost"/> does not wait for the step before, so that the columns of a panel can be the steps of one sequence.</summary>
    public virtual double PanelCostBesideState => PanelCost;
}
