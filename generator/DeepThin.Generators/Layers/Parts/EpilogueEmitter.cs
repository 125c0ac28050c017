using DeepThin.Generators.Emitting;
using DeepThin.Generators.Emitting.Kernels;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>
/// Writes what follows the sums of a matrix: its gains for outputs, the bias, a norm, the activation; and in predictions the gains of the layer that reads the result.
/// </summary>
/// <param name="step">The step of the layer.</param>
/// <param name="gains">The gains of the matrix.</param>
/// <param name="bias">The bias.</param>
/// <param name="activation">The activation.</param>
/// <param name="kept">Where a trace keeps the inputs of an activation whose derivative needs them, and where the sums that are multiplied with gains.</param>
internal sealed class EpilogueEmitter(StepPlan step, GainsEmitter gains, BiasEmitter bias, ActivationEmitter activation, (string Inputs, string Sums) kept)
{
    private const string PanelSize = "Panel.Size", NormFactor = LayerEmitter.NormFactor, NormSummand = "normSummand";

    /// <summary>What a trace keeps besides the results.</summary>
    public bool KeepsMore => activation.NeedsInput || gains.HasOutputs;

    /// <summary>What follows the sums of a formula: a bias or nothing, a norm or none, then the activation.</summary>
    public string Formula(string sums) => $"y = f({NormInWords(bias.IsThere ? sums + " + b" : sums, bias.IsThere)}), f(z) = {activation.Formula}";

    /// <summary>What the norm is, in a line, or null where there is none.</summary>
    public string? Describe() => HasNorm ? "normFactor and normSummand are what the [BatchNorm] behind the layer does to each channel." : null;

    // An activation of more than an instruction or two is applied behind the loop over the outputs, and the gains of the next layer behind it.
    private bool ScalesInRegisters => step.ScalesOutput && activation.OneSample.Length == 0;

    private bool ScalesBehind => step.ScalesOutput && !ScalesInRegisters;

    private bool HasNorm => step.Epilogue.Norm != null;

    /// <summary>One sample, from <c>sums</c> to y.</summary>
    public void EmitOneSample(SourceWriter writer)
    {
        EmitTensors(writer);
        if (bias.IsThere || gains.HasOutputs || HasNorm) writer.Skip();

        // The values of a factored bias lie in rows of another length than vectors, and are added before, so that gains come first.
        bool scales = gains.HasOutputs && !bias.IsFactored;
        if (gains.HasOutputs && !scales) writer.Write($"Panel.Scale(ref sums, ref {GainsEmitter.Outputs}, R);");
        bias.EmitOneSample(writer);
        string z = Affine("TSimd.Load(ref sums, c)", scales ? $"TSimd.Load(ref {GainsEmitter.Outputs}, c)" : null, bias.IsVector ? "TSimd.Load(ref b, c)" : null);
        if (HasNorm) z = Affine(z, $"TSimd.Load(ref {NormFactor}, c)", $"TSimd.Load(ref {NormSummand}, c)");
        string y = ScalesInRegisters ? $"TSimd.Multiply(TSimd.Load(ref gains, c), {activation.Register})" : activation.Register;
        writer.Write($$"""
            // {{InWords(scales, bias.IsVector, Trace.Never)}}
            {{activation.Constants}}for (int c = 0; c < R; c += TSimd.Count)
            {
                TVector z = {{z}};
                TSimd.Store({{y}}, ref y, c);
            }
            """);
        EmitRest(writer, activation.OneSample);
        if (ScalesBehind) writer.Write("Panel.Scale(ref y, ref gains, R);");
    }

    /// <summary>Writes references to the tensors, and the constants of a panel.</summary>
    public void EmitPanelTensors(SourceWriter writer)
    {
        EmitTensors(writer);
        if (activation.Constants.Length > 0) writer.Write(activation.Constants.TrimEnd('\n'));
    }

    /// <summary>A loop over rows of a panel, from the sums in y to y.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="rows">The head of the loop over rows c.</param>
    /// <param name="trace">Whether what the backward half needs is kept.</param>
    /// <param name="length">The floats from a row to the next.</param>
    /// <param name="count">The floats of a row, in full vectors, where they are fewer.</param>
    public void EmitRows(SourceWriter writer, string rows, Trace trace, string length = PanelSize, string? count = null)
    {
        bool keepsInputs = activation.NeedsInput && trace != Trace.Never, keepsSums = gains.HasOutputs && trace != Trace.Never, scales = ScalesInRegisters && trace != Trace.Always;
        if (activation.Register == "z" && !bias.IsThere && !gains.HasOutputs && !HasNorm && !keepsInputs && !scales) return;
        const string Load = "TSimd.Load(ref y, row + lane)";
        writer.Skip();
        writer.Write($"// {InWords(gains.HasOutputs, bias.IsThere, trace)}");
        writer.Block((SourceWriter.Source)$"{rows}", () =>
        {
            writer.Write((SourceWriter.Source)$"nint row = (nint)c * {length};");
            if (gains.HasOutputs) writer.Write($"TVector gain = TSimd.Broadcast(ref {GainsEmitter.Outputs}, c);");
            if (bias.IsThere) writer.Write($"TVector bias = {bias.Row};");
            if (HasNorm) writer.Write($"TVector factor = TSimd.Broadcast(ref {NormFactor}, c), summand = TSimd.Broadcast(ref {NormSummand}, c);");
            if (scales) writer.Write("TVector next = TSimd.Broadcast(ref gains, c);");
            writer.Block((SourceWriter.Source)$"for (int lane = 0; lane < {count ?? length}; lane += TSimd.Count)", () =>
            {
                if (keepsSums)
                {
                    writer.Write($"TVector sums = {Load};");
                    writer.Write(trace.Statement($"TSimd.Store(sums, ref {kept.Sums}, row + lane);"));
                }

                string z = Affine(keepsSums ? "sums" : Load, gains.HasOutputs ? "gain" : null, bias.IsThere ? "bias" : null);
                writer.Write($"TVector z = {(HasNorm ? Affine(z, "factor", "summand") : z)};");
                if (keepsInputs) writer.Write(trace.Statement($"TSimd.Store(z, ref {kept.Inputs}, row + lane);"));
                if (scales && trace == Trace.AsTyped)
                {
                    writer.Write($"TVector result = {activation.Register};");
                    writer.Write("TSimd.Store(TTrace.IsKept ? result : TSimd.Multiply(next, result), ref y, row + lane);");
                }
                else
                {
                    writer.Write($"TSimd.Store({(scales ? $"TSimd.Multiply(next, {activation.Register})" : activation.Register)}, ref y, row + lane);");
                }
            });
        });
    }

    /// <summary>What is applied to a whole panel y behind that loop.</summary>
    public void EmitPanelRest(SourceWriter writer, Trace trace, string length = PanelSize)
    {
        EmitRest(writer, activation.Panel(length));
        if (ScalesBehind && trace != Trace.Always) writer.Write($"{(trace == Trace.AsTyped ? "if (!TTrace.IsKept) " : "")}{PanelKernels}.ScaleRows(ref y, ref gains, ref y, R);");
    }

    /// <summary>From g = ∂L/∂y of a panel to the gradients of bias and gains, and of the sums, in place.</summary>
    public void EmitBackward(SourceWriter writer)
    {
        string lines = activation.Backward(kept.Inputs);
        if (lines.Length > 0)
        {
            writer.Write($"// ∂L/∂z = ∂L/∂y·f′(z), f(z) = {activation.Formula}");
            writer.Write(lines.TrimEnd('\n'));
            writer.Skip();
        }

        bias.EmitBackward(writer);
        if (!gains.HasOutputs) return;
        writer.Write($"""
            // ∂L/∂outputGain[c] = Σ_b g[c, b]·sums[c, b], then g = outputGain∘g
            {PanelKernels}.ScaleRowsBackward(ref g, ref {kept.Sums}, ref {GainsEmitter.Outputs}, ref d{GainsEmitter.Outputs}, R);

            """);
    }

    private void EmitTensors(SourceWriter writer)
    {
        gains.EmitTensor(writer, GainsEmitter.Outputs);
        bias.EmitTensors(writer, "parameters", "");
        if (HasNorm) writer.Write($"ref float {NormSummand} = ref At(ref {NormFactor}, {Placement.Align(step.Layer.Output.Channels)});");
    }

    private void EmitRest(SourceWriter writer, string lines)
    {
        if (lines.Length == 0) return;
        writer.Skip();
        writer.Write($"// y = {activation.Formula}");
        writer.Write(lines.TrimEnd('\n'));
    }

    private static string Affine(string sums, string? gain, string? bias) => (gain, bias) switch
    {
        (null, null) => sums,
        (null, _) => $"TSimd.Add({sums}, {bias})",
        (_, null) => $"TSimd.Multiply({gain}, {sums})",
        _ => $"TSimd.MultiplyAdd({gain}, {sums}, {bias})",
    };

    private string NormInWords(string z, bool isSum) => !HasNorm ? z : isSum ? $"normFactor∘({z}) + normSummand" : $"normFactor∘{z} + normSummand";

    // What a loop over the outputs does.
    private string InWords(bool hasGain, bool hasBias, Trace trace)
    {
        string z = "z = " + NormInWords($"{(hasGain ? "outputGain∘" : "")}sums{(hasBias ? " + b" : "")}", hasBias);
        bool scales = ScalesInRegisters && trace != Trace.Always;
        if (scales) return $"y = gains∘{activation.Formula}, {z}{(trace == Trace.AsTyped ? "; a trace leaves out the gains" : "")}";
        return activation.Register == "z" ? z : $"y = {activation.Formula}, {z}";
    }
}
