extern alias Library;

using Role = Library::DeepThin.TensorRole;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>Random parameters and samples for a model, and how far the model is from the reference on them.</summary>
internal sealed class Samples
{
    /// <summary>The multiply-adds of one loss of the reference: large models are checked with fewer samples.</summary>
    private const int MostWork = 200_000;

    /// <summary>Gradients below this are compared by their absolute error: what is left of a sum that cancels has no relative one.</summary>
    private const double SmallestGradient = 0.05;

    /// <summary>Closer to a corner of an activation than this, a rounding or a step of a difference may cross it.</summary>
    private const double NearCorner = 1e-4;

    private readonly CompiledModel _model;
    private readonly ReferenceModel _reference;
    private readonly IReadOnlyList<ReferenceLayer> _activations;
    private readonly int _seed;
    private readonly Random _random;
    private readonly double[] _parameters;
    private readonly float[] _inputs;
    private readonly int _count;
    private readonly (double[] Outputs, double Scale, double[] Corners)[] _wanted;

    public Samples(IReadOnlyList<ReferenceLayer> activations, CompiledModel model, int seed)
    {
        _model = new GuardedModel(model);
        _activations = activations;
        _reference = new ReferenceModel(activations, model.Info);
        _seed = seed;
        _random = new Random(seed);
        foreach (var (layer, tensor) in model.Info.Layers.SelectMany(layer => layer.Tensors.Select(tensor => (layer, tensor))))
        {
            double size = ReferenceModel.SizeOf(layer, tensor);
            foreach (ref float value in model.Parameters.Slice(tensor.Offset, tensor.Length))
            {
                value = (float)((2 * _random.NextDouble() - 1) * 1.7 * size);
                if (tensor.Role == Role.RunningVariance) value = Math.Abs(value);
            }
        }

        model.Prepare();
        _parameters = [.. model.Parameters.ToArray().Select(value => (double)value)];
        _count = _random.Next(2) == 0 ? _random.Next(1, 40) : _random.Next(60, 140);
        _inputs = new float[_count * model.InputLength];
        foreach (ref float value in _inputs.AsSpan()) value = model.Info.Input(_random);
        _wanted = _reference.Forward(_parameters, Samples64(_inputs));
    }

    /// <summary>Every check in turn.</summary>
    /// <param name="tolerance">The largest relative error of a forward pass.</param>
    public IEnumerable<Finding> Findings(double tolerance)
    {
        yield return new("Forward", ForwardError(), tolerance);
        yield return new("ForwardBatch", BatchError(), tolerance);
        yield return CheckGradients(1e-4);

        // The gradients of a convolution are sums over positions as well, whose terms cancel the more there are.
        yield return CheckPanels(1e-5 * Math.Sqrt(_model.Info.Layers.Max(layer => layer.Maps.Count == 0 ? 1 : Math.Max(1, layer.Outputs / layer.Maps[0].Outputs))));
        var extremes = new Extremes(_reference, _parameters, _seed);
        if (!_model.Info.ReadsIndices) yield return extremes.Inputs(_model, _inputs, _count, traces: !_reference.TakesPanels);
        if (LayerPlace.OfLast(_model.Info) is { } last) yield return extremes.Ends(With, _activations[^1], last, traces: true);
        With([.. _parameters.Select(value => (float)value)]);
        if (_model.Info.TakesSequences) yield return CheckSequence(2 * tolerance);
    }

    // A sequence of more steps than a panel has columns; rounding errors go on in its state.
    private Finding CheckSequence(double tolerance)
    {
        int steps = _model.PanelSize + _random.Next(1, 20), r = _model.OutputLength;
        float[] input = [.. Enumerable.Range(0, steps * _model.InputLength).Select(_ => _model.Info.Input(_random))];
        var wanted = _reference.Sequence(_parameters, Samples64(input));
        if (_model.Info.EndsSequences) wanted = [wanted[^1]];
        float[] output = new float[wanted.Length * r];
        _model.Forward(input, output);
        double squares = wanted.SelectMany(step => step.Outputs).Zip(output, (a, b) => (a - b) * (a - b)).Sum(), size = Math.Sqrt(wanted.Sum(step => step.Scale * step.Scale));
        return new("sequence", Math.Sqrt(squares) / size, tolerance);
    }

    private CompiledModel With(float[] parameters)
    {
        parameters.CopyTo(_model.Parameters);
        _model.Prepare();
        return _model;
    }

    /// <summary>The relative error of Forward over all samples.</summary>
    public double ForwardError()
    {
        float[] outputs = new float[_count * _model.OutputLength];
        for (int i = 0; i < _count; i++) _model.Forward(Input(i), outputs.AsSpan(i * _model.OutputLength, _model.OutputLength));
        return Error(outputs);
    }

    /// <summary>The relative error of ForwardBatch over all samples.</summary>
    public double BatchError()
    {
        float[] outputs = new float[_count * _model.OutputLength];
        _model.ForwardBatch(_inputs, outputs);
        return Error(outputs);
    }

    /// <summary>Compares gradients of a random linear loss with finite differences of the reference, at parameters and inputs picked at random.</summary>
    public Finding CheckGradients(double tolerance)
    {
        long work = 1 + _model.Info.Layers.Sum(layer => (long)(layer.Maps.Count == 0 ? 1 : layer.Maps[0].Inputs) * layer.Outputs);
        int count = (int)Math.Min(Math.Min(_count, _random.Next(1, _model.PanelSize + 1)), 1 + MostWork / work);
        var inputs = _inputs.AsSpan(0, count * _model.InputLength);
        float[] slopes = [.. Enumerable.Range(0, count * _model.OutputLength).Select(_ => (float)(2 * _random.NextDouble() - 1))];

        // A difference across a corner of an activation is no derivative.
        var wanted = _reference.TakesPanels ? _reference.Forward(_parameters, Samples64(inputs.ToArray()), isTrace: true) : _wanted;
        for (int i = 0; i < slopes.Length; i++)
        {
            if (wanted[i / _model.OutputLength].Corners[i % _model.OutputLength] < NearCorner) slopes[i] = 0;
        }

        float[] outputs = new float[slopes.Length], trace = new float[_model.TraceLength];
        float[] gradients = new float[_parameters.Length], inputGradients = new float[inputs.Length];
        Array.Fill(trace, float.NaN);
        _model.ForwardTrace(inputs, outputs, count, trace);
        _model.Backward(slopes, count, trace, gradients, inputGradients);

        double[] x = [.. inputs.ToArray().Select(value => (double)value)];
        var worst = new Finding("gradients", 0, tolerance);
        foreach (var tensor in _model.Info.Tensors)
        {
            // Means and scales are not trained.
            if (tensor.Role is Role.Mean or Role.Scale)
            {
                if (gradients.AsSpan(tensor.Offset, tensor.Length).ContainsAnyExcept(0)) return worst with { Error = double.PositiveInfinity, Where = $"{tensor.Name} has a gradient" };
                continue;
            }

            // What running statistics have is no derivative: see PyTorchTests.
            if (tensor.Role is Role.RunningMean or Role.RunningVariance) continue;
            worst = Worst(worst, Compare(_parameters, tensor.Offset, tensor.Length, gradients, () => Loss(x, slopes, count), worst, tensor.Name));
        }

        worst = Worst(worst, Compare(x, 0, x.Length, inputGradients, () => Loss(x, slopes, count), worst, "input"));
        return Padding().All(index => gradients[index] == 0) ? worst : worst with { Error = double.PositiveInfinity, Where = "what lies between the tensors has a gradient" };
    }

    /// <summary>
    /// Compares the gradients of a panel with those of its samples in three parts, a small one first, which are added up; and with those it gives when
    /// none of the inputs are wanted.
    /// </summary>
    public Finding CheckPanels(double tolerance)
    {
        int count = Math.Min(_count, _model.PanelSize), q = _model.InputLength, r = _model.OutputLength;
        var inputs = _inputs.AsSpan(0, count * q);
        float[] slopes = [.. Enumerable.Range(0, count * r).Select(_ => (float)(2 * _random.NextDouble() - 1))];
        float[] outputs = new float[slopes.Length], trace = new float[_model.TraceLength], whole = new float[_parameters.Length], wholeInputs = new float[inputs.Length];
        _model.ForwardTrace(inputs, outputs, count, trace);
        _model.Backward(slopes, count, trace, whole, wholeInputs);
        float[] again = new float[whole.Length], sums = new float[whole.Length], fewInputs = new float[inputs.Length];
        _model.Backward(slopes, count, trace, again, []);
        var worst = new Finding("panels", 0, tolerance);
        if (!whole.AsSpan().SequenceEqual(again)) return worst with { Error = double.PositiveInfinity, Where = "the gradients are others when those of the inputs are not wanted" };
        if (_reference.TakesPanels) return worst;
        int few = _random.Next(1, 9), more = few + _random.Next(1, _model.PanelSize), first = 0;
        foreach (int end in new[] { Math.Min(few, count), Math.Min(more, count), count }.Distinct())
        {
            int some = end - first;
            _model.ForwardTrace(inputs.Slice(first * q, some * q), outputs.AsSpan(0, some * r), some, trace);
            _model.Backward(slopes.AsSpan(first * r, some * r), some, trace, sums, fewInputs.AsSpan(first * q, some * q));
            first = end;
        }

        foreach (var tensor in _model.Info.Tensors)
        {
            double error = Distance(sums.AsSpan(tensor.Offset, tensor.Length), whole.AsSpan(tensor.Offset, tensor.Length));
            worst = Worst(worst, worst with { Error = error, Where = tensor.Name });
        }

        return Worst(worst, worst with { Error = Distance(fewInputs, wholeInputs), Where = "input" });
    }

    // What is not a number is worse than any number.
    private static Finding Worst(Finding a, Finding b) => double.IsNaN(a.Error) || b.Error <= a.Error ? a : b;

    private static double Distance(ReadOnlySpan<float> wanted, ReadOnlySpan<float> found)
    {
        double squares = 0, norm = SmallestGradient * SmallestGradient;
        for (int i = 0; i < wanted.Length; i++)
        {
            squares += Math.Pow(found[i] - (double)wanted[i], 2);
            norm += (double)wanted[i] * wanted[i];
        }

        return Math.Sqrt(squares / norm);
    }

    private Finding Compare(double[] at, int offset, int length, float[] gradients, Func<double> loss, Finding check, string what)
    {
        var worst = check with { Error = 0 };
        double norm = Math.Sqrt(gradients.AsSpan(offset, length).ToArray().Sum(value => (double)value * value) / length);
        for (int i = 0; i < 3; i++)
        {
            int index = offset + _random.Next(length);
            double value = at[index], step = 1e-6;
            at[index] = value + step;
            double above = loss();
            at[index] = value - step;
            double below = loss();
            at[index] = value;
            double wanted = (above - below) / (2 * step);
            double error = Math.Abs(gradients[index] - wanted) / Math.Max(Math.Max(norm, Math.Abs(wanted)), SmallestGradient);
            worst = Worst(worst, check with { Error = error, Where = $"∂L/∂[{index - offset}] of {what} is {gradients[index]} where {wanted} is right" });
        }

        return worst;
    }

    private double Loss(double[] x, float[] slopes, int count)
    {
        double loss = 0;
        var outputs = _reference.Forward(_parameters, [.. Enumerable.Range(0, count).Select(i => x[(i * _model.InputLength)..((i + 1) * _model.InputLength)])], isTrace: true);
        for (int i = 0; i < slopes.Length; i++) loss += slopes[i] * outputs[i / _model.OutputLength].Outputs[i % _model.OutputLength];
        return loss;
    }

    private double Error(float[] outputs)
    {
        double squares = 0;
        for (int i = 0; i < outputs.Length; i++) squares += Math.Pow(outputs[i] - _wanted[i / _model.OutputLength].Outputs[i % _model.OutputLength], 2);
        double scale = _wanted.Sum(wanted => wanted.Scale * wanted.Scale);
        return double.IsNaN(squares) ? double.PositiveInfinity : squares == 0 ? 0 : Math.Sqrt(squares / scale);
    }

    private double[][] Samples64(float[] samples) => [.. samples.Chunk(_model.InputLength).Select(sample => sample.Select(value => (double)value).ToArray())];

    private ReadOnlySpan<float> Input(int i) => _inputs.AsSpan(i * _model.InputLength, _model.InputLength);

    private IEnumerable<int> Padding()
    {
        var used = _model.Info.Tensors.SelectMany(tensor => Enumerable.Range(tensor.Offset, tensor.Length)).ToHashSet();
        return Enumerable.Range(0, _parameters.Length).Where(index => !used.Contains(index));
    }
}
