using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Emitting.Kernels;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.Names;

namespace DeepThin.Generators.Emitting;

/// <summary>Writes the class of a dense layer: its sizes, and around the kernels' bodies what every layer has, bias and activation.</summary>
internal sealed class DenseEmitter(DensePlan plan, IReadOnlyList<TensorInfo> tensors, bool training)
{
    private readonly KernelEmitter _oneSample = KernelEmitter.For(plan.OneSample);
    private readonly KernelEmitter _panel = KernelEmitter.For(plan.Panel);
    private readonly KernelEmitter _training = KernelEmitter.For(plan.Training);
    private readonly ActivationEmitter _activation = new(plan.Activation);

    /// <summary>The name of the layer's class.</summary>
    public string ClassName => $"Layer{SourceWriter.Literal(plan.Index)}";

    /// <summary>Whether the kernels prepare anything from the parameters.</summary>
    public bool Prepares => plan.OneSample.Prepared > 0;

    /// <summary>The method that computes a panel and keeps what the backward half needs.</summary>
    public string TraceMethod => TracesApart ? "ForwardTrace" : "ForwardPanel";

    // Where another kernel traces, or more is kept than a prediction needs.
    private bool TracesApart => training && (plan.Training.Kind != plan.Panel.Kind || plan.Training.TraceKept > plan.Panel.PanelKept || KeepsInputOfActivation);

    private bool KeepsInputOfActivation => plan.Activation.Kind == Activation.Gelu;

    public void Emit(SourceWriter writer)
    {
        EmitHead(writer);
        writer.Open();
        EmitSizes(writer);
        _oneSample.EmitMaps(writer);
        if (plan.Panel.Kind != plan.OneSample.Kind) _panel.EmitMaps(writer);
        if (TracesApart && plan.Training.Kind != plan.OneSample.Kind && plan.Training.Kind != plan.Panel.Kind) _training.EmitMaps(writer);
        if (Prepares) EmitPrepare(writer);
        EmitForward(writer);
        writer.Skip();
        EmitPanel(writer, "ForwardPanel", plan.Panel, _panel, traces: false);
        if (training)
        {
            writer.Skip();
            _training.EmitTrainingMethods(writer);
            if (TracesApart)
            {
                EmitPanel(writer, TraceMethod, plan.Training, _training, traces: true);
                writer.Skip();
            }

            EmitBackward(writer);
        }

        writer.Skip();
        if (plan.OneSample.IsNarrow) writer.Write($"{Inline}\n{At(KernelEmitter.TypeOf(plan.OneSample.Held))}\n");
        writer.Write($$"""
            {{Inline}}
            {{At("float")}}

            private static void Clear(ref float start, int length) => {{Names.Panel}}.Zero(ref start, length);
            """);
        writer.Close();
    }

    private void EmitHead(SourceWriter writer)
    {
        writer.Write($"""
            /// <summary>Layer {plan.Index}, {plan.Name}: y = f(xW + b), f(z) = {_activation.Formula.Replace("<", "&lt;")}.</summary>
            /// <remarks>
            """);
        foreach (string line in string.Join("<br/>\n", Plan()).Split('\n')) writer.Write($"/// {line}");
        writer.Write($"""
            /// </remarks>
            {GeneratedCode}
            private static class {ClassName}<TSimd, TVector>
                where TSimd : struct, {Runtime}.ISimd<TVector>
                where TVector : struct
            """);
    }

    private IEnumerable<string> Plan()
    {
        double dense = (double)plan.Q * plan.R;
        yield return plan.Weights.Describe(SourceWriter.Percent);
        if (plan.Bias is { } bias) yield return $"b 1×{plan.R} = ReLayout({bias.M}×1 · 1×{bias.N}), α = {SourceWriter.Percent(bias.Ratio)}.";
        yield return $"One sample, {_oneSample.Describe()}.";
        yield return $"{SourceWriter.Grouped(plan.OneSample.MultiplyAdds)} multiply-adds, {SourceWriter.Percent(plan.OneSample.MultiplyAdds / dense)} of a dense layer's."
            + (plan.OneSample.Prepared == 0 ? "" : $" Holds {SourceWriter.Grouped(sizeof(float) * plan.OneSample.Prepared)} bytes besides the parameters.");
        foreach (var (name, tensor) in Weights().Where(weight => weight.Tensor.Type != WeightType.Float32)) yield return HeldInWords(name, tensor);
        if (plan.Kernels.Reason.Length > 0)
        {
            yield return $"Counted in full vectors: {plan.Kernels.Reason}.";
            yield return $"Batches: {plan.Kernels.BatchReason}.";
        }

        if (plan.Panel.Kind != plan.OneSample.Kind) yield return $"Panel of {KernelShape.PanelSize} samples, {_panel.Describe()}.";
        if (training && plan.Training.Kind != plan.Panel.Kind) yield return $"Panel that is traced, {_training.Describe()}.";
    }

    private static string HeldInWords(string name, TensorInfo tensor)
    {
        string symbol = name switch { "xf" => "X_f", "wf" => "W_f", _ => name.ToUpperInvariant() };
        string scale = tensor.Type != WeightType.Int8 ? ""
            : tensor.Order != null ? ", with a scale for each column of W"
            : tensor.Group > 0 ? $", with a scale for each {SourceWriter.Literal(tensor.Group)} values"
            : ", with a scale for each row";
        return $"{symbol} is held as {tensor.Type}{scale}.";
    }

    private void EmitSizes(SourceWriter writer)
    {
        writer.Write($"private const int Q = {plan.Q}, R = {plan.R}, Panel = {KernelShape.PanelSize};");
        if (plan.Weights is ReLayoutPlan factors) writer.Write($"private const int M = {factors.M}, N = {factors.N}, Rank = {factors.Rank};");
        else if (plan.Weights.RankOfFactors is > 0 and var rank) writer.Write($"private const int Rank = {rank};");
        if (plan.Bias is { } bias) writer.Write($"private const int BiasM = {bias.M}, BiasN = {bias.N};");
        if (Panels().OfType<WindowsShape>().FirstOrDefault() is { } windows) writer.Write($"private const int Windows = {windows.MostWindows};");
        if (Panels().OfType<CorrelationShape>().Any()) writer.Write($"private const int Block = {KernelShape.PanelBlock}, Margin = {KernelShape.PanelBlock - 1};");
        writer.Skip();
    }

    private IEnumerable<KernelShape> Panels() => training ? [plan.Panel, plan.Training] : [plan.Panel];

    private void EmitPrepare(SourceWriter writer)
    {
        writer.Write("/// <summary>Prepares what the kernel of one sample streams.</summary>");
        writer.Block($"public static void Prepare(ref float parameters, ref float prepared)", () =>
        {
            EmitWeights(writer, "parameters", "", prepares: true);
            writer.Skip();
            _oneSample.EmitPrepare(writer);
        });
        writer.Skip();
    }

    private void EmitForward(SourceWriter writer)
    {
        writer.Write($$"""
            /// <summary>One sample: y = f(xW + b). x has {{plan.OneSample.Before}} zeros before it and {{plan.OneSample.After}} values behind it; y is written in full vectors.</summary>
            {{Names.Optimize}}
            """);
        writer.Block($"public static void Forward(ref float x, ref float y, ref float parameters, ref float prepared, ref float scratch)", () =>
        {
            EmitWeights(writer, "parameters", "");
            writer.Write($"ref float sums = ref At(ref scratch, {plan.OneSample.Sums});");
            writer.Skip();
            _oneSample.EmitOneSample(writer);
            writer.Skip();
            EmitEpilogue(writer);
        });
    }

    private void EmitEpilogue(SourceWriter writer)
    {
        EmitBiasFactors(writer, "parameters", "");
        if (plan.HasBias) writer.Skip();
        if (plan.Bias != null)
        {
            writer.Write($$"""
                // z[j·n + p] += X_b[j]·W_b[p]
                for (int j = 0; j < BiasM; j++)
                {
                    TVector scale = TSimd.Broadcast(ref bxf, j);
                    for (int p = 0; p < BiasN; p += TSimd.Count)
                    {
                        ref float z = ref At(ref sums, j * BiasN + p);
                        TVector values = TSimd.LoadPartial(ref bwf, p, {{Math}}.Min(TSimd.Count, BiasN - p));
                        TSimd.Store(TSimd.MultiplyAdd(scale, values, TSimd.Load(ref z, 0)), ref z, 0);
                    }
                }

                """);
        }

        string bias = HasPlainBias ? "TSimd.Add(TSimd.Load(ref sums, c), TSimd.Load(ref b, c))" : "TSimd.Load(ref sums, c)";
        writer.Write($$"""
            // y = f(z){{(HasPlainBias ? ", z = sums + b" : "")}}, f(z) = {{_activation.Formula}}
            {{_activation.Constants}}for (int c = 0; c < R; c += TSimd.Count)
            {
                TVector z = {{bias}};
                TSimd.Store({{_activation.Register}}, ref y, c);
            }
            """);
        EmitRest(writer, _activation.OneSample);
    }

    private void EmitPanel(SourceWriter writer, string method, KernelShape shape, KernelEmitter kernel, bool traces)
    {
        writer.Write($$"""
            /// <summary>A panel of {{KernelShape.PanelSize}} samples. x has {{shape.PanelBefore}} rows of zeros before it and {{shape.PanelAfter}} behind it.</summary>
            {{Names.Optimize}}
            """);
        writer.Block($"public static void {method}(ref float x, ref float y, ref float kept, ref float parameters, ref float prepared, ref float scratch)", () =>
        {
            EmitWeights(writer, "parameters", "");
            EmitBiasFactors(writer, "parameters", "");
            if (_activation.Constants.Length > 0) writer.Write(_activation.Constants.TrimEnd('\n'));
            writer.Skip();
            if (traces) kernel.EmitTrace(writer, rows => EmitFinish(writer, rows, KeepsInputOfActivation));
            else kernel.EmitPanel(writer, rows => EmitFinish(writer, rows, keeps: false));
            EmitRest(writer, _activation.Panel);
        });
    }

    private void EmitFinish(SourceWriter writer, string rows, bool keeps)
    {
        string bias = plan.Bias != null ? "TSimd.Broadcast(At(ref bxf, c / BiasN) * At(ref bwf, c % BiasN))" : "TSimd.Broadcast(ref b, c)";
        string keep = keeps ? $"\n        TSimd.Store(z, ref At(ref kept, (nint){SourceWriter.Literal(plan.Training.TraceKept)} * Panel + row), lane);" : "";
        if (_activation.Register == "z" && !plan.HasBias && keep.Length == 0) return;
        writer.Skip();
        writer.Write($$"""
            // y = f(z){{(plan.HasBias ? ", z = sums + b" : "")}}, f(z) = {{_activation.Formula}}
            {{rows}}
            {
                nint row = (nint)c * Panel;
                {{(plan.HasBias ? $"TVector bias = {bias};\n    " : "")}}for (int lane = 0; lane < Panel; lane += TSimd.Count)
                {
                    TVector z = {{(plan.HasBias ? "TSimd.Add(TSimd.Load(ref y, row + lane), bias)" : "TSimd.Load(ref y, row + lane)")}};{{keep}}
                    TSimd.Store({{_activation.Register}}, ref y, row + lane);
                }
            }
            """);
    }

    private void EmitBackward(SourceWriter writer)
    {
        writer.Write($$"""
            /// <summary>From g = ∂L/∂y of a panel to the gradients of the parameters, which are added, and to gx = ∂L/∂x where it is wanted. Overwrites g.</summary>
            {{Names.Optimize}}
            """);
        const string Signature = """
            public static void Backward(
                ref float x, ref float y, ref float kept, ref float g, ref float gx, bool wantsInput,
                ref float parameters, ref float prepared, ref float gradients, ref float scratch)
            """;
        writer.Block($"{Signature}", () =>
        {
            EmitWeights(writer, "parameters", "");
            EmitWeights(writer, "gradients", "d");
            writer.Skip();
            string activation = _activation.Backward($"At(ref kept, (nint){SourceWriter.Literal(plan.Training.TraceKept)} * Panel)");
            if (activation.Length > 0)
            {
                writer.Write($"// ∂L/∂z = ∂L/∂y·f′(z), f(z) = {_activation.Formula}");
                writer.Write(activation.TrimEnd('\n'));
                writer.Skip();
            }

            EmitBiasGradient(writer);
            _training.EmitBackward(writer);
        });
    }

    private void EmitBiasGradient(SourceWriter writer)
    {
        if (!plan.HasBias) return;
        EmitBiasFactors(writer, "gradients", "d");
        if (plan.Bias == null)
        {
            writer.Write($"""

                // ∂L/∂b[c] = Σ_b g[c, b]
                {PanelKernels}.AddRowSums(ref g, R, ref db);
                """);
        }
        else
        {
            EmitBiasFactors(writer, "parameters", "");
            writer.Write($$"""

                // ∂L/∂b[c] = Σ_b g[c, b]; ∂L/∂X_b[j] = Σ_p ∂L/∂b[j·n + p]·W_b[p], ∂L/∂W_b[p] = Σ_j ∂L/∂b[j·n + p]·X_b[j]
                Clear(ref scratch, R);
                {{PanelKernels}}.AddRowSums(ref g, R, ref scratch);
                for (int c = 0; c < R; c++)
                {
                    At(ref dbxf, c / BiasN) += At(ref scratch, c) * At(ref bwf, c % BiasN);
                    At(ref dbwf, c % BiasN) += At(ref scratch, c) * At(ref bxf, c / BiasN);
                }
                """);
        }

        writer.Skip();
    }

    private bool HasPlainBias => plan.HasBias && plan.Bias == null;

    // The tensors' places, as the kernels' formulas call them: w, xf and wf, and the like; with a d before them in a block of gradients.
    private void EmitWeights(SourceWriter writer, string block, string prefix, bool prepares = false)
    {
        int index = 0;
        foreach (var (name, tensor) in Weights())
        {
            string place = $"At(ref {block}, {tensor.Offset})";
            if (tensor.Type == WeightType.Float32) writer.Write($"ref float {prefix}{name} = ref {place};");
            else if (!prepares) EmitNarrow(writer, name, tensor, place);
            else if (tensor.Order == null) writer.Write($"ref float {name} = ref {Runtime}.ModelWeights.Widen(ref {block}, Info.Layers[{plan.Index}].Tensors[{index}]);");
            index++;
        }
    }

    private static void EmitNarrow(SourceWriter writer, string name, TensorInfo tensor, string place)
    {
        string type = KernelEmitter.TypeOf(tensor.Type);
        writer.Write($"ref {type} {name} = ref global::System.Runtime.CompilerServices.Unsafe.As<float, {type}>(ref {place});");
        if (tensor.Scales > 0) writer.Write($"ref float {name}Scales = ref At(ref parameters, {tensor.ScalesOffset});");
    }

    private static string At(string type) =>
        $"private static ref {type} At(ref {type} start, nint index) => ref global::System.Runtime.CompilerServices.Unsafe.Add(ref start, index);";

    private void EmitBiasFactors(SourceWriter writer, string block, string prefix)
    {
        foreach (var (name, tensor) in Biases()) writer.Write($"ref float {prefix}{name} = ref At(ref {block}, {tensor.Offset});");
    }

    private IEnumerable<(string Name, TensorInfo Tensor)> Weights() =>
        tensors.Where(tensor => tensor.Role != TensorRole.Bias).Select(tensor => (NameOf(tensor) is "weight" ? "w" : NameOf(tensor), tensor));

    private IEnumerable<(string Name, TensorInfo Tensor)> Biases()
    {
        var biases = tensors.Where(tensor => tensor.Role == TensorRole.Bias).ToList();
        return biases.Count switch
        {
            0 => [],
            1 => [("b", biases[0])],
            _ => [("bxf", biases[0]), ("bwf", biases[1])],
        };
    }

    // The name within the layer.
    private static string NameOf(TensorInfo tensor) => tensor.Name.Substring(tensor.Name.LastIndexOf('.') + 1);

    // What is done in place behind the loop over the outputs.
    private static void EmitRest(SourceWriter writer, string lines)
    {
        if (lines.Length == 0) return;
        writer.Skip();
        writer.Write(lines.TrimEnd('\n'));
    }
}
