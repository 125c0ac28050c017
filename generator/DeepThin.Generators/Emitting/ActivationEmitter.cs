using DeepThin.Planning;
using static DeepThin.Generators.Emitting.Names;

namespace DeepThin.Generators.Emitting;

/// <summary>Writes an activation: in registers where it is an instruction or two, otherwise in place behind the kernel.</summary>
internal sealed class ActivationEmitter(ActivationSpec spec)
{
    private bool IsZeroSlope => spec.Kind == Activation.Relu;

    /// <summary>The activation as it stands in a formula.</summary>
    public string Formula => spec.Kind switch
    {
        Activation.Identity => "z",
        Activation.Relu => "max(0, z)",
        Activation.LeakyRelu => $"max({SourceWriter.Number(spec.Parameter)}·z, z)",
        Activation.ClippedRelu => $"min(max(0, z), {SourceWriter.Number(spec.Parameter)})",
        _ => spec.Kind.ToString().ToLowerInvariant() + "(z)",
    };

    /// <summary>The constants that <see cref="Register"/> refers to, or nothing.</summary>
    public string Constants => spec.Kind is Activation.LeakyRelu or Activation.ClippedRelu
        ? $"TVector parameter = TSimd.Broadcast({SourceWriter.Literal(spec.Parameter)});\n"
        : "";

    /// <summary>The activation of the vector z in registers; z itself where it needs more than that.</summary>
    public string Register => spec.Kind switch
    {
        Activation.Relu => "TSimd.Max(TSimd.Zero, z)",
        Activation.LeakyRelu => "TSimd.Max(z, TSimd.Multiply(parameter, z))",
        Activation.ClippedRelu => "TSimd.Min(parameter, TSimd.Max(TSimd.Zero, z))",
        _ => "z",
    };

    /// <summary>The rest of the activation of one sample, in place, or nothing.</summary>
    public string OneSample => spec.Kind switch
    {
        Activation.Sigmoid or Activation.Tanh or Activation.Gelu or Activation.Softmax or Activation.LogSoftmax => $"{Activations}.{spec.Kind}(ref y, R);\n",
        _ => "",
    };

    /// <summary>The rest of the activation of a panel, in place, or nothing.</summary>
    public string Panel => spec.Kind switch
    {
        Activation.Sigmoid or Activation.Tanh or Activation.Gelu => $"{Activations}.{spec.Kind}(ref y, R * Panel);\n",
        Activation.Softmax or Activation.LogSoftmax => $"{Activations}.{spec.Kind}Panel(ref y, R);\n",
        _ => "",
    };

    /// <summary>From ∂L/∂y to ∂L/∂z, in place in g, or nothing.</summary>
    public string Backward(string gelu) => spec.Kind switch
    {
        Activation.Relu or Activation.LeakyRelu =>
            $"{PanelKernels}.LeakyReluBackward(ref g, ref y, {SourceWriter.Literal(IsZeroSlope ? 0f : spec.Parameter)}, R * Panel);\n",
        Activation.ClippedRelu => $"{PanelKernels}.ClippedReluBackward(ref g, ref y, {SourceWriter.Literal(spec.Parameter)}, R * Panel);\n",
        Activation.Sigmoid or Activation.Tanh => $"{PanelKernels}.{spec.Kind}Backward(ref g, ref y, R * Panel);\n",
        Activation.Gelu => $"{Activations}.GeluBackward(ref g, ref {gelu}, R * Panel);\n",
        Activation.Softmax or Activation.LogSoftmax => $"{Activations}.{spec.Kind}Backward(ref g, ref y, R);\n",
        _ => "",
    };
}
