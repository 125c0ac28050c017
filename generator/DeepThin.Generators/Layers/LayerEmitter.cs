using System.Collections.Generic;
using DeepThin.Generators.Emitting;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers;

/// <summary>
/// Writes the class of a layer, whose methods <c>Forward</c>, the one of a panel, in a model that trains <c>Backward</c> and the one of a trace, and
/// where anything is prepared <c>Prepare</c>, take references to values and to the parameters of the layer: equal layers share one class.
/// </summary>
/// <param name="step">The step of the layer.</param>
internal abstract class LayerEmitter(StepPlan step)
{
    /// <summary>The factors of a norm in an epilogue, as the code calls them.</summary>
    public const string NormFactor = "normFactor";

    /// <summary>The step of the layer, which has the places of its tensors.</summary>
    protected StepPlan Step => step;

    /// <summary>The parameter of a prediction with a norm in its epilogue, or nothing: its factors, behind which lie its summands.</summary>
    protected string NormParameter => step.Epilogue.Norm == null ? "" : $"ref float {NormFactor}, ";

    /// <summary>What such a method hands on to another.</summary>
    protected string NormArgument => step.Epilogue.Norm == null ? "" : $"ref {NormFactor}, ";

    /// <summary>The parameter of a prediction whose output is multiplied with gains, those of the layer that reads it, or nothing.</summary>
    protected string GainsParameter => step.ScalesOutput ? "ref float gains, " : "";

    /// <summary>What such a method has behind its summary, or nothing.</summary>
    protected string GainsRemarks => step.ScalesOutput ? "/// <remarks>y is multiplied with gains, those of the layer that reads it.</remarks>\n" : "";

    /// <summary>Whether the class prepares anything from the parameters.</summary>
    public abstract bool Prepares { get; }

    /// <summary>The method that computes a panel.</summary>
    public abstract string PanelMethod { get; }

    /// <summary>The method that computes a panel and keeps what the backward half needs.</summary>
    public abstract string TraceMethod { get; }

    /// <summary>Whether a trace is given the gains of the layer that reads its output, as a prediction is: one method serves both, and a trace does not use them.</summary>
    public abstract bool TraceTakesGains { get; }

    /// <summary>Whether a trace and the backward half are told how many samples of the panel are there.</summary>
    public virtual bool TraceTakesSamples => false;

    /// <summary>Whether a trace draws random numbers, and so is told what from: a number and the place of the layer.</summary>
    public virtual bool TraceTakesNoise => false;

    /// <summary>What the layer computes, as a formula.</summary>
    public abstract string Formula { get; }

    /// <summary>The plan of the layer, line by line.</summary>
    public abstract IEnumerable<string> Describe();

    /// <summary>Writes the members of the class.</summary>
    public abstract void EmitBody(SourceWriter writer);
}
