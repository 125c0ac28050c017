using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Emitting;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>Writes references to the gains of a matrix.</summary>
/// <param name="tensors">The tensors of the layer.</param>
/// <param name="step">The step of the layer, which has the places of its tensors.</param>
internal sealed class GainsEmitter(IEnumerable<TensorInfo> tensors, StepPlan step)
{
    /// <summary>The gains of the inputs and of the outputs, as the code calls them.</summary>
    public const string Inputs = "inputGain", Outputs = "outputGain";

    private readonly (string Name, TensorInfo Tensor)[] _gains =
        [.. tensors.Where(IsGain).Select(tensor => (tensor.Role == TensorRole.InputGain ? Inputs : Outputs, tensor))];

    /// <summary>Whether the inputs have gains.</summary>
    public bool HasInputs => Has(Inputs);

    /// <summary>Whether the outputs have gains.</summary>
    public bool HasOutputs => Has(Outputs);

    /// <summary>Whether a tensor holds gains.</summary>
    public static bool IsGain(TensorInfo tensor) => tensor.Role is TensorRole.InputGain or TensorRole.OutputGain;

    /// <summary>What the gains are, in a line, or null where there are none.</summary>
    /// <param name="input">What has a gain of its own.</param>
    public string? Describe(string input)
    {
        string[] gains = [.. HasInputs ? new[] { $"g is {Inputs}, a gain for each {input}" } : [], .. HasOutputs ? new[] { $"s is {Outputs}, a gain for each output" } : []];
        return gains.Length == 0 ? null : string.Join("; ", gains) + ".";
    }

    /// <summary>The places of the tensors behind the first one of the layer, as constants.</summary>
    public IEnumerable<string> Places() => _gains.Select(gain => $"{SourceWriter.Constant(gain.Name)} = {SourceWriter.Literal(gain.Tensor.Offset - step.Parameters)}");

    /// <summary>Writes a reference to the gains of a name where they are there; with a d before it in a block of gradients.</summary>
    public void EmitTensor(SourceWriter writer, string name, string block = "parameters", string prefix = "")
    {
        if (Has(name)) writer.Write($"ref float {prefix}{name} = ref At(ref {block}, {SourceWriter.Constant(name)});");
    }

    private bool Has(string name) => _gains.Any(gain => gain.Name == name);
}
