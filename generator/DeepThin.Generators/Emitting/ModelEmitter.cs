using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DeepThin.Generators.Parsing;
using DeepThin.Generators.Weights;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.Names;

namespace DeepThin.Generators.Emitting;

/// <summary>A source file of a model.</summary>
internal readonly record struct SourceFile(string HintName, string Text);

/// <summary>Writes a model: its members in one file, the kernels of each layer in a file of their own.</summary>
/// <remarks>
/// A user's class may have members, nested types and a base class of any names. So what is not its interface stands in one nested
/// type, where its own names come first, and the model itself gets two names that C# leaves to tools, with two underscores.
/// </remarks>
internal sealed class ModelEmitter
{
    private const string Network = "__Network", Instance = "__network", Unnamed = "__DeepThin";

    // Broken into lines: where a parameter list stands, its own lines are indented.
    private const string BackwardParameters = $"""

            {Inputs} outputGradients,
            int samples,
            {Inputs} trace,
            {Outputs} gradients,
            {Outputs} inputGradients
        """;

    private static readonly (string Simd, string Vector)[] Widths =
    [
        ($"{Runtime}.Simd512", "global::System.Runtime.Intrinsics.Vector512<float>"),
        ($"{Runtime}.Simd256", "global::System.Runtime.Intrinsics.Vector256<float>"),
        ($"{Runtime}.Simd128", "global::System.Runtime.Intrinsics.Vector128<float>"),
    ];

    private readonly ModelSpec _spec;
    private readonly EmbeddedWeights.Entry? _weights;
    private readonly ModelPlan _plan;
    private readonly DenseEmitter[] _layers;

    private ModelEmitter(ModelSpec spec, EmbeddedWeights.Entry? weights)
    {
        _spec = spec;
        _weights = weights;
        _plan = Plans.OfModel(spec.Layers, spec.Optimize, spec.Weights);
        _layers = [.. _plan.Layers.Select(layer => new DenseEmitter(layer, _plan.Tensors[layer.Index], spec.Training))];
    }

    /// <summary>The files of a valid model.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="weights">The resource with its weights, for which <c>LoadEmbedded</c> is written; null for a model without.</param>
    public static IEnumerable<SourceFile> Emit(ModelSpec spec, EmbeddedWeights.Entry? weights = null) => new ModelEmitter(spec, weights).Files();

    /// <summary>The members of a model that is not valid, so that code which uses them raises no second error.</summary>
    /// <param name="result">What the parser made of it.</param>
    /// <param name="embedded">Whether it has embedded weights.</param>
    public static SourceFile EmitInvalid(ParseResult result, bool embedded)
    {
        var (type, training) = (result.Type!, result.Training);
        string nested = $"{type.QualifiedName}.{Instance}";
        return result.Stub switch
        {
            StubKind.StaticPart => File(type, "", "", writer =>
            {
                Emitter(nested, result.Obstacles, implements: false).EmitStaticMembers(writer, training);
                writer.Write("/// <summary>A model, which a static class cannot be.</summary>");
                writer.Block($"{GeneratedCode}\npublic sealed class {Instance}{Interface(nested, training)}", () => Emitter(nested, default).EmitMembers(writer, training));
            }),
            StubKind.Extension => Extensions(type.HintName, "", "", $"extension({type.QualifiedName} model)", type.QualifiedName),
            StubKind.FileLocal => Extensions(Unnamed, $"global using global::{Unnamed};", Unnamed, "extension<TModel>(TModel model)\n    where TModel : class", "TModel"),
            _ => File(type, "", Interface(type.QualifiedName, training), writer => Emitter(type.QualifiedName, result.Obstacles).EmitMembers(writer, training)),
        };

        InvalidEmitter Emitter(string model, Obstacles obstacles, bool implements = true) => new(model, type.FullName, obstacles, implements, embedded);

        // Extension members in the global namespace are found everywhere. Those of every class come after all others, as they are in an imported one.
        SourceFile Extensions(string hint, string imports, string space, string head, string model)
        {
            string container = string.Concat(hint.Select(c => char.IsLetterOrDigit(c) || c == '_' ? c.ToString() : $"_{SourceWriter.Literal((long)c)}_"));
            return File(type, $"{hint}.g.cs", imports, space, [$"{GeneratedCode}\ninternal static class __{container}", head], writer =>
                Emitter(model, default).EmitMembers(writer, training));
        }
    }

    private static string Interface(string model, bool training) => $" : global::DeepThin.{(training ? "ITrainableModel" : "IModel")}<{model}>";

    private static SourceFile File(TypeSpec type, string part, string bases, System.Action<SourceWriter> members)
    {
        string[] heads = [.. type.Declarations];
        heads[heads.Length - 1] += bases;
        return File(type, $"{type.HintName}{part}.g.cs", "", type.Namespace, heads, members);
    }

    private static SourceFile File(TypeSpec type, string hintName, string imports, string space, string[] heads, System.Action<SourceWriter> members)
    {
        var writer = new SourceWriter();
        writer.Write($"""
            // <auto-generated/>
            // {type.FullName}, {Signature} {Version}.
            #nullable enable
            #pragma warning disable

            """);
        if (type.Alias != null) writer.Write($"extern alias {type.Alias};\n");
        if (imports.Length > 0) writer.Write($"{imports}\n");
        if (space.Length > 0) writer.Write($"namespace {space};\n");
        foreach (string head in heads) writer.Open($"{head}");
        members(writer);
        foreach (string head in heads) writer.Close();
        return new(hintName, Named(type, writer.ToString()));
    }

    // Where the library has another alias than global, its names begin with that; the model may stand in a namespace below that of the library.
    private static string Named(TypeSpec type, string text)
    {
        if (type.Alias == null) return text;
        string model = type.QualifiedName.Replace("global::DeepThin.", $"{type.Alias}::DeepThin.");
        return text.Replace("global::DeepThin.", $"{type.Alias}::DeepThin.").Replace(model, type.QualifiedName);
    }

    private IEnumerable<SourceFile> Files()
    {
        yield return File(_spec.Type, "", Interface(_spec.Type.QualifiedName, _spec.Training), EmitMembers);
        if (_spec.NativeExports is { } prefix)
        {
            yield return File(_spec.Type, ".Exports", "", new ExportsEmitter(_spec, prefix, _plan, _weights != null).Emit);
        }

        foreach (var layer in _layers)
        {
            yield return File(_spec.Type, "." + layer.ClassName, "", writer => writer.Block($"partial struct {Network}", () => layer.Emit(writer)));
        }
    }

    private void EmitMembers(SourceWriter writer)
    {
        EmitPlan(writer);
        EmitFactories(writer);
        if (_weights != null) EmitLoadEmbedded(writer, _weights);
        EmitForward(writer);
        if (_spec.Training) EmitTraining(writer);
        EmitNetwork(writer);
    }

    private void EmitPlan(SourceWriter writer)
    {
        writer.Write($$"""
            {{GeneratedCode}}
            private readonly {{Network}} {{Instance}};

            {{GeneratedCode}}
            private {{_spec.Type.Name}}({{Runtime}}.ModelWeights weights) => {{Instance}} = new(weights);

            {{Inherited}}
            public static int InputLength => {{_plan.Length(0)}};

            {{Inherited}}
            public static int OutputLength => {{_plan.Length(_layers.Length)}};

            {{Inherited}}
            public static global::DeepThin.ModelInfo Info => {{Network}}.Info;

            """);
    }

    private void EmitNetwork(SourceWriter writer)
    {
        writer.Write($$"""
            /// <summary>The network: its parameters, what the kernels prepare from them, and the way of the values through the layers.</summary>
            {{GeneratedCode}}
            private readonly partial struct {{Network}} : {{Runtime}}.IBatchNetwork
            """);
        writer.Open();
        EmitState(writer);
        EmitDispatchers(writer);
        EmitRun(writer);
        EmitRunPanel(writer);
        if (_spec.Training) EmitTrainingRuns(writer);
        EmitPrepare(writer);
        writer.Write($"private static ref float At(ref float start, nint index) => ref global::System.Runtime.CompilerServices.Unsafe.Add(ref start, index);");
        writer.Close();
    }

    // The plan stands here, and not in a static field of the model, whose own static fields may call Load before that is set.
    private void EmitState(SourceWriter writer)
    {
        writer.Write($$"""
            public static readonly global::DeepThin.ModelInfo Info = new(
                {{SourceWriter.Literal(_spec.Type.FullName)}},
                {{_plan.ParameterBlockLength}},
                {{_plan.PreparedLength}},
            """);
        for (int i = 0; i < _layers.Length; i++) EmitInfo(writer, _plan.Layers[i], i == _layers.Length - 1 ? ");" : ",");
        writer.Write($$"""

            public readonly {{Runtime}}.ModelWeights Weights;
            public readonly {{Runtime}}.AlignedBuffer Parameters, Prepared;

            public {{Network}}({{Runtime}}.ModelWeights weights)
            {
                Weights = weights;
                Parameters = weights.Parameters;
                Prepared = weights.Prepared ?? new({{_plan.PreparedLength}});
                if (weights.Prepared == null) Prepare();
            }

            """);
    }

    private void EmitInfo(SourceWriter writer, DensePlan layer, string end)
    {
        writer.Write($$"""
                new global::DeepThin.LayerInfo
                {
                    Name = {{SourceWriter.Literal(layer.Name)}},
                    Kind = "{{layer.Weights.Kind}}",
                    Q = {{layer.Q}},
                    R = {{layer.R}},
            """);
        if (layer.Weights.RankOfFactors is > 0 and var rank) writer.Write($"        Rank = {rank},");
        if (layer.Weights is ReLayoutPlan factors)
        {
            writer.Write($$"""
                        M = {{factors.M}},
                        N = {{factors.N}},
                        Form = global::DeepThin.Form.{{factors.Form.ToString()}},
                """);
        }

        writer.Write($$"""
                    Activation = global::DeepThin.Activation.{{layer.Activation.Kind.ToString()}},
                    Ratio = {{layer.Weights.Ratio}},
                    Parameters = {{layer.Parameters}},
                    MultiplyAdds = {{(long)layer.OneSample.MultiplyAdds}},
                    Kernel = "{{layer.OneSample.Name}}",
                    BatchKernel = "{{layer.Panel.Name}}",
                    Reason = {{SourceWriter.Literal(layer.Kernels.Reasons)}},
                    PreparedBytes = {{4 * layer.OneSample.Prepared}},
                    Tensors = new global::DeepThin.TensorInfo[]
                    {
            """);
        foreach (var tensor in _plan.Tensors[layer.Index])
        {
            writer.Write($"            new({SourceWriter.Literal(tensor.Name)}, {tensor.Rows}, {tensor.Columns}, {tensor.Offset})");
            writer.Write("            {");
            foreach (string property in Properties(tensor)) writer.Write($"                {property},");
            writer.Write("            },");
        }

        writer.Write("        },");
        writer.Write("    }" + end);
    }

    private static IEnumerable<string> Properties(TensorInfo tensor)
    {
        yield return $"Role = global::DeepThin.TensorRole.{tensor.Role}";
        if (tensor.Initial.IsSigns) yield return "Initial = global::DeepThin.Initial.Signs";
        if (tensor.Initial.Deviation > 0) yield return $"Initial = global::DeepThin.Initial.Normal({SourceWriter.Literal(tensor.Initial.Deviation)})";
        if (tensor.Kept > 0) yield return $"Kept = {SourceWriter.Literal(tensor.Kept)}";
        if (tensor.Type != WeightType.Float32) yield return $"Type = global::DeepThin.WeightType.{tensor.Type}";
        if (tensor.Group > 0) yield return $"Group = {SourceWriter.Literal(tensor.Group)}";
        if (tensor.Order is { } order)
        {
            string sizes = string.Join(", ", new[] { order.Inputs, order.Outputs, order.Taps, order.Rank }.Select(size => SourceWriter.Literal(size)));
            yield return $"Order = new({sizes}, {(order.LanesArePhases ? "true" : "false")}, {(order.Pairs ? "true" : "false")})";
        }
    }

    private void EmitFactories(SourceWriter writer)
    {
        // Whoever trains writes to the parameters.
        string own = _spec.Training ? ".Own()" : "";
        string model = _spec.Type.QualifiedName;
        writer.Write($$"""
            {{Inherited}}
            public static {{model}} Create(int seed) => new({{Runtime}}.Initializer.Create(Info, seed));

            {{Inherited}}
            public static {{model}} Load(string path) => new({{Runtime}}.ModelFile.Load(Info, path){{own}});

            {{Inherited}}
            public static {{model}} LoadMapped(string path) => new({{Runtime}}.ModelFile.LoadMapped(Info, path){{own}});

            {{Inherited}}
            public static {{model}} Load(global::System.IO.Stream stream) => new({{Runtime}}.ModelFile.Load(Info, stream){{own}});

            {{Inherited}}
            public static {{model}} Load(global::System.ReadOnlyMemory<byte> file) => new({{Runtime}}.ModelFile.Load(Info, file){{own}});

            {{Inherited}}
            public static {{model}} FromResource(global::System.Reflection.Assembly assembly, string name) =>
                new({{Runtime}}.ModelFile.Load(Info, assembly, name){{own}});

            {{Inherited}}
            public global::DeepThin.RoundingReport Rounding => {{Instance}}.Weights.Report(Info);

            {{Inherited}}
            public void Save(string path, global::DeepThin.WeightType? type = null) =>
                {{Runtime}}.ModelFile.Save(Info, {{Instance}}.Parameters, path, type);

            {{Inherited}}
            public void Save(global::System.IO.Stream stream, global::DeepThin.WeightType? type = null) =>
                {{Runtime}}.ModelFile.Save(Info, {{Instance}}.Parameters, stream, type);

            {{Inherited}}
            public void SavePacked(string path, global::DeepThin.WeightType? type = null) =>
                {{Runtime}}.ModelFile.SavePacked(Info, {{Instance}}.Parameters, {{Instance}}.Prepared, path, type);

            {{Inherited}}
            public void SavePacked(global::System.IO.Stream stream, global::DeepThin.WeightType? type = null) =>
                {{Runtime}}.ModelFile.SavePacked(Info, {{Instance}}.Parameters, {{Instance}}.Prepared, stream, type);

            """);
    }

    private void EmitLoadEmbedded(SourceWriter writer, EmbeddedWeights.Entry weights)
    {
        string model = _spec.Type.QualifiedName;
        writer.Write($$"""
            /// <summary>A model with the weights that are embedded in this assembly; the build has compared their names, types and shapes with the model.</summary>
            /// <exception cref="global::DeepThin.WeightsException">The resource is not the file that the build saw: it was written during the build, or the assembly was changed.</exception>
            {{GeneratedCode}}
            public static {{model}} LoadEmbedded() =>
            """);
        if (weights.Fit(_plan) is not { } fit)
        {
            string fault = $"Resource '{weights.Resource}' does not fit {_spec.Type.FullName}: the build has not compared the two; build with analyzers switched on, and it says what is wrong.";
            writer.Write($"    throw new global::DeepThin.WeightsException({SourceWriter.Literal(fault)});");
            writer.Skip();
            return;
        }

        string checksum = weights.Checksum.ToString("x8", CultureInfo.InvariantCulture);
        string file = $"Info, typeof({model}).Assembly, {SourceWriter.Literal(weights.Resource)}, length: {SourceWriter.Literal(weights.Length)}, checksum: 0x{checksum}", own = _spec.Training ? ".Own()" : "";
        if (fit.IsPacked)
        {
            writer.Write($"    new({Runtime}.ModelFile.LoadEmbeddedPacked(\n        {file}, data: {SourceWriter.Literal(weights.Data)}){own});");
        }
        else
        {
            writer.Write($"    new({Runtime}.ModelFile.LoadEmbedded(\n        {file},\n        new {Runtime}.StoredPlace[]\n        {{");
            foreach (var place in fit.Places) writer.Write($"            new({SourceWriter.Literal(place.DType)}, {SourceWriter.Literal(weights.Data + place.Begin)}), // {place.Name}");
            writer.Write($"        }}){own});");
        }

        writer.Skip();
    }

    private static void EmitForward(SourceWriter writer)
    {
        writer.Write($$"""
            {{Inherited}}
            public void Forward({{Inputs}} input, {{Outputs}} output)
            {
                {{Runtime}}.Check.Forward(input, output, InputLength, OutputLength);
                {{Instance}}.Run(input, output);
                global::System.GC.KeepAlive(this);
            }

            {{Inherited}}
            public void ForwardBatch({{Inputs}} inputs, {{Outputs}} outputs, int count, int maxDegreeOfParallelism = 1)
            {
                {{Runtime}}.Check.ForwardBatch(inputs, outputs, count, maxDegreeOfParallelism, InputLength, OutputLength);
                {{Runtime}}.Batch.Run({{Instance}}, inputs, outputs, count, InputLength, OutputLength, maxDegreeOfParallelism);
                global::System.GC.KeepAlive(this);
            }

            """);
    }

    private void EmitDispatchers(SourceWriter writer)
    {
        int inputs = _plan.Length(0), outputs = _plan.Length(_layers.Length);
        EmitDispatcher(writer, $"Run({Inputs} input, {Outputs} output)", "Run", "input, output");
        writer.Write($$"""
            // Up to a panel of samples: fewer than {{_plan.FewestSamples}} are predicted to be faster one by one.
            public void RunSome({{Inputs}} inputs, {{Outputs}} outputs, int samples)
            {
                if (samples >= {{_plan.FewestSamples}})
                {
                    RunPanel(inputs, outputs, samples);
                    return;
                }

                for (int i = 0; i < samples; i++) Run(inputs.Slice(i * {{inputs}}, {{inputs}}), outputs.Slice(i * {{outputs}}, {{outputs}}));
            }

            """);
        EmitDispatcher(writer, $"RunPanel({Inputs} inputs, {Outputs} outputs, int samples)", "RunPanel", "inputs, outputs, samples");
        if (!_spec.Training) return;
        EmitDispatcher(writer, $"RunTrace({Inputs} inputs, {Outputs} outputs, int samples, {Outputs} trace)", "RunTrace", "inputs, outputs, samples, trace");
        EmitDispatcher(
            writer,
            $"RunBackward({BackwardParameters})",
            "RunBackward",
            "outputGradients, samples, trace, gradients, inputGradients");
    }

    // The compiler folds the conditions: what is left is the widest width that it may use, or a check of the processor.
    private static void EmitDispatcher(SourceWriter writer, string signature, string method, string arguments)
    {
        writer.Write($"public void {signature}");
        writer.Open();
        for (int i = 0; i < Widths.Length; i++)
        {
            var (simd, vector) = Widths[i];
            writer.Write(i == 0 ? $"if ({simd}.IsSupported)" : i < Widths.Length - 1 ? $"else if ({simd}.IsSupported)" : "else");
            writer.Block(() => writer.Write($"{method}<{simd}, {vector}>({arguments});"));
        }

        writer.Close();
        writer.Skip();
    }

    private static void OpenGeneric(SourceWriter writer, string signature)
    {
        writer.Write($$"""
            {{signature}}
                where TSimd : struct, {{Runtime}}.ISimd<TVector>
                where TVector : struct
            """);
        writer.Open();
    }

    private void EmitRun(SourceWriter writer)
    {
        OpenGeneric(writer, $"private void Run<TSimd, TVector>({Inputs} input, {Outputs} output)");
        writer.Write($$"""
            ref float workspace = ref {{Runtime}}.Workspace.Rent({{_plan.WorkspaceLength}});
            ref float parameters = ref Parameters.First, prepared = ref Prepared.First, scratch = ref At(ref workspace, {{_plan.Scratch}});
            ref float value0 = ref At(ref workspace, {{_plan.Values[0]}});
            {{Panel}}.Copy(input, ref value0);
            """);
        for (int i = 0; i < _layers.Length; i++)
        {
            string x = "value" + SourceWriter.Literal(i), y = "value" + SourceWriter.Literal(i + 1);
            EmitLayerComment(writer, _plan.Layers[i]);
            EmitMargins(writer, x, _plan.Before(i), _plan.Length(i), _plan.After(i));
            writer.Write($"""
                ref float {y} = ref At(ref workspace, {_plan.Values[i + 1]});
                {_layers[i].ClassName}<TSimd, TVector>.Forward(ref {x}, ref {y}, ref parameters, ref At(ref prepared, {_plan.Prepared[i]}), ref scratch);
                """);
        }

        writer.Skip();
        writer.Write($"{Panel}.Copy(ref value{_layers.Length}, output);");
        writer.Close();
        writer.Skip();
    }

    private void EmitRunPanel(SourceWriter writer)
    {
        OpenGeneric(writer, $"private void RunPanel<TSimd, TVector>({Inputs} inputs, {Outputs} outputs, int samples)");
        writer.Write($$"""
            ref float workspace = ref {{Runtime}}.Workspace.Rent({{_plan.PanelWorkspaceLength}});
            ref float parameters = ref Parameters.First, prepared = ref Prepared.First, scratch = ref At(ref workspace, {{_plan.PanelScratch}});
            """);
        EmitPanels(writer, "ForwardPanel", "workspace", _plan.Panels, _plan.Panel, _ => _plan.PanelKept);
        writer.Close();
        writer.Skip();
    }

    private void EmitPanels(SourceWriter writer, string method, string block, long[] panels, System.Func<int, KernelShape> kernel, System.Func<int, long> kept)
    {
        writer.Write($$"""
            ref float panel0 = ref At(ref {{block}}, {{panels[0]}});
            {{Panel}}.Pack(inputs, samples, {{_plan.Length(0)}}, ref panel0);
            """);
        for (int i = 0; i < _layers.Length; i++)
        {
            string x = "panel" + SourceWriter.Literal(i), y = "panel" + SourceWriter.Literal(i + 1);
            EmitLayerComment(writer, _plan.Layers[i]);
            const int Size = KernelShape.PanelSize;
            EmitMargins(writer, x, kernel(i).PanelBefore * Size, (long)_plan.Length(i) * Size, kernel(i).PanelAfter * Size);
            writer.Write($"""
                ref float {y} = ref At(ref {block}, {panels[i + 1]});
                {_layers[i].ClassName}<TSimd, TVector>.{(method == "ForwardTrace" ? _layers[i].TraceMethod : method)}(
                    ref {x}, ref {y}, ref At(ref {block}, {kept(i)}), ref parameters, ref At(ref prepared, {_plan.Prepared[i]}), ref scratch);
                """);
        }

        int length = _plan.Length(_layers.Length);
        writer.Skip();
        writer.Write($"{Panel}.Unpack(ref panel{_layers.Length}, samples, {length}, ref {Reference}(outputs), {length});");
    }

    private static void EmitLayerComment(SourceWriter writer, DensePlan layer)
    {
        writer.Skip();
        writer.Write($"// {layer.Name}: {layer.Q} → {layer.R}");
    }

    private static void EmitMargins(SourceWriter writer, string value, long before, long length, long after)
    {
        if (before > 0) writer.Write($"{Panel}.Zero(ref At(ref {value}, {-before}), {before});");
        if (after > 0) writer.Write($"{Panel}.Zero(ref At(ref {value}, {length}), {after});");
    }

    private void EmitTraining(SourceWriter writer)
    {
        writer.Write($$"""
            {{Inherited}}
            public static int PanelSize => {{Panel}}.Size;

            {{Inherited}}
            public static int TraceLength => {{_plan.TraceLength}};

            {{Inherited}}
            public {{Outputs}} Parameters => {{Instance}}.Parameters.Span;

            {{Inherited}}
            public void ParametersChanged() => {{Instance}}.Prepare();

            {{Inherited}}
            public void ForwardTrace({{Inputs}} inputs, {{Outputs}} outputs, int count, {{Outputs}} trace)
            {
                {{Runtime}}.Check.ForwardTrace(inputs, outputs, count, trace, InputLength, OutputLength, TraceLength);
                {{Instance}}.RunTrace(inputs, outputs, count, trace);
            }

            {{Inherited}}
            public void Backward(
                {{Inputs}} outputGradients,
                int count,
                {{Inputs}} trace,
                {{Outputs}} parameterGradients,
                {{Outputs}} inputGradients)
            {
                {{Runtime}}.Check.Backward(
                    outputGradients, count, trace, parameterGradients, inputGradients, InputLength, OutputLength, TraceLength, {{_plan.ParameterBlockLength}});
                {{Instance}}.RunBackward(outputGradients, count, trace, parameterGradients, inputGradients);
            }

            """);
    }

    private void EmitTrainingRuns(SourceWriter writer)
    {
        OpenGeneric(writer, $"private void RunTrace<TSimd, TVector>({Inputs} inputs, {Outputs} outputs, int samples, {Outputs} trace)");
        writer.Write($$"""
            ref float start = ref {{Reference}}(trace);
            ref float parameters = ref Parameters.First, prepared = ref Prepared.First, scratch = ref {{Runtime}}.Workspace.Rent({{_plan.TraceScratchLength}});
            """);
        EmitPanels(writer, "ForwardTrace", "start", _plan.TracePanels, _plan.Training, i => _plan.Kept[i]);
        writer.Close();
        writer.Skip();
        EmitRunBackward(writer);
    }

    private void EmitRunBackward(SourceWriter writer)
    {
        OpenGeneric(writer, $"""
            private void RunBackward<TSimd, TVector>({BackwardParameters})
            """);
        writer.Write($$"""
            ref float start = ref {{Reference}}(trace);
            ref float sums = ref {{Reference}}(gradients);
            ref float workspace = ref {{Runtime}}.Workspace.Rent({{_plan.BackwardWorkspaceLength}});
            ref float parameters = ref Parameters.First, prepared = ref Prepared.First, scratch = ref At(ref workspace, {{_plan.BackwardScratch}});
            ref float g = ref workspace, gx = ref At(ref workspace, {{_plan.GradientPanel}});
            {{Panel}}.Pack(outputGradients, samples, {{_plan.Length(_layers.Length)}}, ref g);
            """);
        for (int i = _layers.Length - 1; i >= 0; i--)
        {
            string wants = i > 0 ? "true" : "!inputGradients.IsEmpty";
            string panels = (_layers.Length - 1 - i) % 2 == 0 ? "ref g, ref gx" : "ref gx, ref g";
            EmitLayerComment(writer, _plan.Layers[i]);
            writer.Write($$"""
                {{_layers[i].ClassName}}<TSimd, TVector>.Backward(
                    ref At(ref start, {{_plan.TracePanels[i]}}), ref At(ref start, {{_plan.TracePanels[i + 1]}}), ref At(ref start, {{_plan.Kept[i]}}),
                    {{panels}}, {{wants}}, ref parameters, ref At(ref prepared, {{_plan.Prepared[i]}}), ref sums, ref scratch);
                """);
        }

        writer.Skip();
        string last = _layers.Length % 2 == 0 ? "g" : "gx";
        int inputs = _plan.Length(0);
        writer.Write($$"""
            if (!inputGradients.IsEmpty)
            {
                {{Panel}}.Unpack(ref {{last}}, samples, {{inputs}}, ref {{Reference}}(inputGradients), {{inputs}});
            }
            """);
        writer.Close();
        writer.Skip();
    }

    private void EmitPrepare(SourceWriter writer)
    {
        EmitDispatcher(writer, "Prepare()", "Prepare", "");
        OpenGeneric(writer, $"private void Prepare<TSimd, TVector>()");
        for (int i = 0; i < _layers.Length; i++)
        {
            if (!_layers[i].Prepares) continue;
            writer.Write($"{_layers[i].ClassName}<TSimd, TVector>.Prepare(ref Parameters.First, ref At(ref Prepared.First, {_plan.Prepared[i]}));");
        }

        writer.Close();
        writer.Skip();
    }
}
