using DeepThin.Generators.Emitting;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>Writes an activation: in registers where it is an instruction or two, otherwise in place behind the kernel.</summary>
internal sealed class ActivationEmitter(ActivationSpec spec)
{
    // Without a slope a leaky ReLU is a ReLU: 0·z would not be a number where z is infinite.
    private readonly ActivationSpec _spec = spec is { Kind: Activation.LeakyRelu, Parameter: 0 } ? new(Activation.Relu, 0) : spec;

    private const string Three = "TVector three = TSimd.Broadcast(3f), six = TSimd.Broadcast(6f), sixth = TSimd.Broadcast(1f / 6f);\n";

    private bool IsZeroSlope => _spec.Kind == Activation.Relu;

    /// <summary>Whether the derivative follows from the input of the activation.</summary>
    public bool NeedsInput => _spec.NeedsInput;

    /// <summary>The activation as it stands in a formula.</summary>
    public string Formula => _spec.Kind switch
    {
        Activation.Identity => "z",
        Activation.Relu => "max(0, z)",
        Activation.LeakyRelu => $"max({SourceWriter.Number(_spec.Parameter)}·z, z)",
        Activation.ClippedRelu => $"min(max(0, z), {SourceWriter.Number(_spec.Parameter)})",
        Activation.GeluTanh => "z/2·(1 + tanh(√(2/π)·(z + 0.044715·z³)))",
        Activation.Silu => "z·sigmoid(z)",
        Activation.Elu => $"z above 0, otherwise {SourceWriter.Number(_spec.Parameter)}·(exp(z) − 1)",
        Activation.Softplus => "log(1 + exp(z))",
        Activation.HardSigmoid => "min(max(0, z + 3), 6)/6",
        Activation.HardSwish => "z·min(max(0, z + 3), 6)/6",
        _ => _spec.Kind.ToString().ToLowerInvariant() + "(z)",
    };

    /// <summary>The constants that <see cref="Register"/> refers to, or nothing.</summary>
    public string Constants => _spec.Kind switch
    {
        Activation.LeakyRelu or Activation.ClippedRelu => $"TVector parameter = TSimd.Broadcast({SourceWriter.Literal(_spec.Parameter)});\n",
        Activation.HardSigmoid => Three,
        Activation.HardSwish => Three + "TVector lowest = TSimd.Broadcast(-3f);\n",
        _ => "",
    };

    /// <summary>The activation of the vector z in registers; z itself where it needs more than that.</summary>
    public string Register => _spec.Kind switch
    {
        Activation.Relu => "TSimd.Max(TSimd.Zero, z)",
        Activation.LeakyRelu => "TSimd.Max(z, TSimd.Multiply(parameter, z))",
        Activation.ClippedRelu => "TSimd.Min(parameter, TSimd.Max(TSimd.Zero, z))",
        Activation.HardSigmoid => "TSimd.Multiply(sixth, TSimd.Min(six, TSimd.Max(TSimd.Zero, TSimd.Add(z, three))))",

        // Below −3 it is −3·0: −∞·0 would not be a number.
        Activation.HardSwish => "TSimd.Multiply(TSimd.Max(lowest, z), TSimd.Multiply(sixth, TSimd.Min(six, TSimd.Add(TSimd.Max(lowest, z), three))))",
        _ => "z",
    };

    /// <summary>The rest of the activation of one sample, in place, or nothing.</summary>
    public string OneSample => _spec.Kind switch
    {
        Activation.Softmax or Activation.LogSoftmax => $"Activations.{_spec.Kind}(ref y, R);\n",
        _ => InPlace("R"),
    };

    /// <summary>The rest of the activation of a panel, in place, or nothing.</summary>
    /// <param name="row">The floats of a row.</param>
    public string Panel(string row) => _spec.Kind switch
    {
        Activation.Softmax or Activation.LogSoftmax => $"Activations.{_spec.Kind}Panel(ref y, R);\n",
        _ => InPlace($"R * {row}"),
    };

    /// <summary>From ∂L/∂y to ∂L/∂z, in place in g, or nothing.</summary>
    /// <param name="inputs">Where the inputs of the activation are, for those that need them.</param>
    /// <param name="row">The floats of a row.</param>
    public string Backward(string inputs, string row = "Panel.Size") => _spec.Kind switch
    {
        Activation.Relu or Activation.LeakyRelu =>
            $"{PanelKernels}.LeakyReluBackward(ref g, ref y, {SourceWriter.Literal(IsZeroSlope ? 0f : _spec.Parameter)}, R * {row});\n",
        Activation.ClippedRelu => $"{PanelKernels}.ClippedReluBackward(ref g, ref y, {SourceWriter.Literal(_spec.Parameter)}, R * {row});\n",
        Activation.Elu => $"{PanelKernels}.EluBackward(ref g, ref y, {SourceWriter.Literal(_spec.Parameter)}, R * {row});\n",
        Activation.Sigmoid or Activation.Tanh or Activation.HardSigmoid => $"{PanelKernels}.{_spec.Kind}Backward(ref g, ref y, R * {row});\n",
        Activation.Softplus => $"Activations.SoftplusBackward(ref g, ref y, R * {row});\n",
        Activation.HardSwish => $"{PanelKernels}.HardSwishBackward(ref g, ref {inputs}, R * {row});\n",
        Activation.Gelu or Activation.GeluTanh or Activation.Silu => $"Activations.{_spec.Kind}Backward(ref g, ref {inputs}, R * {row});\n",
        Activation.Softmax or Activation.LogSoftmax => $"Activations.{_spec.Kind}Backward(ref g, ref y, R);\n",
        _ => "",
    };

    // What is applied to each value alone and needs more than an instruction or two.
    private string InPlace(string length) => _spec.Kind switch
    {
        Activation.Sigmoid or Activation.Tanh or Activation.Gelu or Activation.GeluTanh or Activation.Silu or Activation.Softplus => $"Activations.{_spec.Kind}(ref y, {length});\n",
        Activation.Elu => $"Activations.Elu(ref y, {SourceWriter.Literal(_spec.Parameter)}, {length});\n",
        _ => "",
    };
}
