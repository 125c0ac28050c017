using DeepThin.Generators.Emitting;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>Writes an activation: in registers where it is an instruction or two, otherwise in place behind the kernel.</summary>
internal sealed class ActivationEmitter(ActivationSpec spec)
{
    // Without a slope a leaky ReLU is a ReLU: 0·z would not be a number where z is infinite.
    private readonly ActivationSpec _spec = spec is { Kind: Activation.LeakyRelu, Parameter: 0 } ? new(Activation.Relu, 0) : spec;

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
        _ => _spec.Kind.ToString().ToLowerInvariant() + "(z)",
    };

    /// <summary>The constants that <see cref="Register"/> refers to, or nothing.</summary>
    public string Constants => _spec.Kind is Activation.LeakyRelu or Activation.ClippedRelu
        ? $"TVector parameter = TSimd.Broadcast({SourceWriter.Literal(_spec.Parameter)});\n"
        : "";

    /// <summary>The activation of the vector z in registers; z itself where it needs more than that.</summary>
    public string Register => _spec.Kind switch
    {
        Activation.Relu => "TSimd.Max(TSimd.Zero, z)",
        Activation.LeakyRelu => "TSimd.Max(z, TSimd.Multiply(parameter, z))",
        Activation.ClippedRelu => "TSimd.Min(parameter, TSimd.Max(TSimd.Zero, z))",
        _ => "z",
    };

    /// <summary>The rest of the activation of one sample, in place, or nothing.</summary>
    public string OneSample => _spec.Kind switch
    {
        Activation.Sigmoid or Activation.Tanh or Activation.Gelu or Activation.Softmax or Activation.LogSoftmax => $"Activations.{_spec.Kind}(ref y, R);\n",
        _ => "",
    };

    /// <summary>The rest of the activation of a panel, in place, or nothing.</summary>
    /// <param name="row">The floats of a row.</param>
    public string Panel(string row) => _spec.Kind switch
    {
        Activation.Sigmoid or Activation.Tanh or Activation.Gelu => $"Activations.{_spec.Kind}(ref y, R * {row});\n",
        Activation.Softmax or Activation.LogSoftmax => $"Activations.{_spec.Kind}Panel(ref y, R);\n",
        _ => "",
    };

    /// <summary>From ∂L/∂y to ∂L/∂z, in place in g, or nothing.</summary>
    public string Backward(string gelu, string row = "Panel.Size") => _spec.Kind switch
    {
        Activation.Relu or Activation.LeakyRelu =>
            $"{PanelKernels}.LeakyReluBackward(ref g, ref y, {SourceWriter.Literal(IsZeroSlope ? 0f : _spec.Parameter)}, R * {row});\n",
        Activation.ClippedRelu => $"{PanelKernels}.ClippedReluBackward(ref g, ref y, {SourceWriter.Literal(_spec.Parameter)}, R * {row});\n",
        Activation.Sigmoid or Activation.Tanh => $"{PanelKernels}.{_spec.Kind}Backward(ref g, ref y, R * {row});\n",
        Activation.Gelu => $"Activations.GeluBackward(ref g, ref {gelu}, R * {row});\n",
        Activation.Softmax or Activation.LogSoftmax => $"Activations.{_spec.Kind}Backward(ref g, ref y, R);\n",
        _ => "",
    };
}
