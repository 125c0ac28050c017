namespace DeepThin.Generators.Tests.Kernels;

/// <summary>What a model makes of numbers at the ends of their range and of what is none: infinities and NaN.</summary>
/// <param name="reference">The definition.</param>
/// <param name="parameters">The parameters, as the definition takes them.</param>
/// <param name="seed">Decides which inputs are not finite.</param>
internal sealed class Extremes(ReferenceModel reference, double[] parameters, int seed)
{
    private const float Infinity = float.PositiveInfinity;

    // Below this a number is as good as zero: what a function leaves of an exponential that is no normal number differs.
    private const double AsGoodAsZero = 1e-33;

    private static readonly float[] Finite =
    [
        0, 1, -1, float.Epsilon, -float.Epsilon, 1e-30f, -1e-30f, 1e-10f, -1e-10f, 1e-4f, -1e-4f, 0.3f, -0.3f, 0.75f, -0.75f, 3, -3, 9, -9, 20, -20, 85, -85,
        88.7f, -88.7f, 89, -89, 104, -104, 1e10f, -1e10f, float.MaxValue, float.MinValue,
    ];

    private static readonly float[][] Sums =
    [
        Finite, [.. Finite, -Infinity], [.. Finite, -Infinity, Infinity], [.. Finite, float.NaN], [-Infinity], [.. Enumerable.Range(0, 30).Select(i => 90 + i * 13 % 30 * 0.5f)],
    ];

    private readonly Random _random = new(seed);

    /// <summary>
    /// One value of one sample is not finite. Each output that has no number in the definition has none here, and no output has another number than
    /// there; what has one there may have none here. The other samples' outputs and gradients have the same bits as before.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">Samples.</param>
    /// <param name="count">Their number.</param>
    /// <param name="traces">Whether the model trains.</param>
    public Finding Inputs(CompiledModel model, float[] inputs, int count, bool traces)
    {
        const double Tolerance = 2e-3;
        int q = model.InputLength, r = model.OutputLength;
        float[] usual = Batch(model, inputs, count), usualTrace = traces ? Trace(model, inputs, count) : [];
        foreach (float value in (float[])[float.NaN, _random.Next(2) == 0 ? Infinity : -Infinity])
        {
            int sample = _random.Next(traces ? Math.Min(count, model.PanelSize) : count);
            float[] changed = [.. inputs], one = new float[r];
            changed[sample * q + _random.Next(q)] = value;
            double[] wanted = Wanted(parameters, changed.AsSpan(sample * q, q));
            model.Forward(changed.AsSpan(sample * q, q), one);
            if (Miss(wanted, one, Tolerance) is { } miss) return Wrong($"{miss} of Forward with {value}");
            float[] batch = Batch(model, changed, count);
            if (Miss(wanted, batch.AsSpan(sample * r, r), Tolerance) is { } missed) return Wrong($"{missed} of ForwardBatch with {value}");
            if (!AreSameBeside(usual, batch, sample, r)) return Wrong($"{value} in a sample of ForwardBatch is seen in another");
            if (!traces) continue;
            float[] trace = Trace(model, changed, count);
            if (Miss(wanted, trace.AsSpan(sample * r, r), Tolerance) is { } traced) return Wrong($"{traced} of ForwardTrace with {value}");
            int samples = Math.Min(count, model.PanelSize), outputs = samples * r;
            if (!AreSameBeside(usualTrace.AsSpan(0, outputs), trace.AsSpan(0, outputs), sample, r)) return Wrong($"{value} in a sample of ForwardTrace is seen in another");
            if (!AreSameBeside(usualTrace.AsSpan(outputs), trace.AsSpan(outputs), sample, q)) return Wrong($"{value} in a sample of Backward is seen in another");
        }

        return new("not-finite", 0, 0);

        static Finding Wrong(string where) => new("not-finite", double.PositiveInfinity, 0, where);
    }

    /// <summary>The activation of the last layer of a model, and its derivative, where the sums are the bias alone and that is at an end of the range.</summary>
    /// <param name="withParameters">The model with such parameters.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="layer">The last layer.</param>
    /// <param name="traces">Whether the model trains.</param>
    public Finding Ends(Func<float[], CompiledModel> withParameters, ReferenceLayer activation, LayerPlace layer, bool traces)
    {
        const double Tolerance = 1e-5;
        double zero = activation.Kind == "LogSoftmax" ? 1 : AsGoodAsZero;
        foreach (float[] sums in layer.Bias.Length == 0 ? [] : Sums)
        {
            float[] at = [.. parameters.Select(value => (float)value)];
            at.AsSpan(layer.Weights.Start, layer.Weights.Length).Clear();
            at.AsSpan(layer.BiasScales.Start, layer.BiasScales.Length).Fill(1);
            for (int i = 0; i < layer.Bias.Length; i++) at[layer.Bias.Start + i] = sums[(i + sums.Length - 1) % sums.Length];
            var model = withParameters(at);
            int count = traces ? model.PanelSize : 64, r = model.OutputLength;
            float[] inputs = new float[count * model.InputLength], one = new float[r];
            double[] wanted = Wanted([.. at.Select(value => (double)value)], inputs.AsSpan(0, model.InputLength));
            string where = $"of {activation.Kind} {activation.Parameter} of sums with {sums[^1]}";
            model.Forward(inputs.AsSpan(0, model.InputLength), one);
            if (Miss(wanted, one, Tolerance, zero, isExact: true) is { } miss) return Wrong($"{miss} {where} by Forward");
            if (Miss(wanted, Batch(model, inputs, count).AsSpan(^r), Tolerance, zero, isExact: true) is { } missed) return Wrong($"{missed} {where} by ForwardBatch");
            if (!traces) continue;
            float[] outputs = new float[count * r], trace = new float[model.TraceLength], gradients = new float[at.Length];
            model.ForwardTrace(inputs, outputs, count, trace);
            if (Miss(wanted, outputs.AsSpan(^r), Tolerance, zero, isExact: true) is { } traced) return Wrong($"{traced} {where} by ForwardTrace");
            if (layer.BiasScales.Length > 0 || !activation.HasDerivative || sums.Contains(float.NaN)) continue;
            model.Backward([.. Enumerable.Repeat(1f, r)], 1, trace, gradients, []);
            double[] slopes = [.. at.AsSpan(layer.Bias.Start, r).ToArray().Select(z => ReferenceModel.Derivative(activation, z))];
            if (Miss(slopes, gradients.AsSpan(layer.Bias.Start, r), Tolerance, zero: 1, isExact: true) is { } slope) return Wrong($"{slope} {where} by Backward");
        }

        return new("ends", 0, 0);

        static Finding Wrong(string where) => new("ends", double.PositiveInfinity, 0, where);
    }

    private double[] Wanted(double[] at, ReadOnlySpan<float> input) => reference.Forward(at, [[.. input.ToArray().Select(value => (double)value)]])[0].Outputs;

    // What is exact has no number only where none is wanted.
    private static string? Miss(double[] wanted, ReadOnlySpan<float> found, double tolerance, double zero = 1, bool isExact = false)
    {
        for (int c = 0; c < wanted.Length; c++)
        {
            float right = (float)wanted[c];
            bool isRight = float.IsNaN(right) ? float.IsNaN(found[c])
                : float.IsNaN(found[c]) ? !isExact
                : found[c] == right || Math.Abs(found[c] - wanted[c]) <= tolerance * Math.Max(Math.Abs(wanted[c]), zero);
            if (!isRight) return $"output {c}, {found[c]} where {wanted[c]} is right,";
        }

        return null;
    }

    private static bool AreSameBeside(ReadOnlySpan<float> usual, ReadOnlySpan<float> found, int sample, int length) =>
        usual[..(sample * length)].SequenceEqual(found[..(sample * length)]) && usual[((sample + 1) * length)..].SequenceEqual(found[((sample + 1) * length)..]);

    private static float[] Batch(CompiledModel model, float[] inputs, int count)
    {
        float[] outputs = new float[count * model.OutputLength];
        model.ForwardBatch(inputs, outputs);
        return outputs;
    }

    // The outputs of a panel, and then the gradients of its inputs.
    private static float[] Trace(CompiledModel model, float[] inputs, int count)
    {
        int samples = Math.Min(count, model.PanelSize), values = samples * model.InputLength;
        float[] outputs = new float[samples * model.OutputLength], gradients = new float[values], trace = new float[model.TraceLength];
        model.ForwardTrace(inputs.AsSpan(0, values), outputs, samples, trace);
        model.Backward([.. outputs.Select((_, i) => 1f + i % 3)], samples, trace, new float[model.Parameters.Length], gradients);
        return [.. outputs, .. gradients];
    }
}
