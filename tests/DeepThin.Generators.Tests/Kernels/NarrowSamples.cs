extern alias Library;

using Library::DeepThin;
using Map = Library::DeepThin.MapInfo;
using Tensor = Library::DeepThin.TensorInfo;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>
/// Random parameters and samples for a model that holds its weights in 16 or 8 bits, and how far it is from the reference on them. The values are
/// those that every type holds exactly, so that the kernels are as exact as those in single precision: multiples of a power of two up to 127, and
/// one of them 127 in each group that shares a scale.
/// </summary>
internal sealed class NarrowSamples
{
    private const int Panel = 64;

    private readonly IReadOnlyList<ReferenceLayer> _activations;
    private readonly CompiledModel _wide, _narrow;
    private readonly Random _random;
    private readonly int _seed;
    private readonly string _folder;

    /// <summary>The samples of a model.</summary>
    /// <param name="activations">The activation of each layer.</param>
    /// <param name="wide">The same model with weights in single precision, which has the parameters.</param>
    /// <param name="narrow">A model that holds them narrow.</param>
    /// <param name="seed">Decides parameters and samples.</param>
    /// <param name="folder">A folder for files.</param>
    public NarrowSamples(IReadOnlyList<ReferenceLayer> activations, CompiledModel wide, CompiledModel narrow, int seed, string folder)
    {
        (_activations, _wide, _narrow) = (activations, new GuardedModel(wide), new GuardedModel(narrow));
        (_random, _seed, _folder) = (new Random(seed), seed, folder);
    }

    /// <summary>Every check in turn.</summary>
    /// <param name="tolerance">The largest relative error of a forward pass.</param>
    public IEnumerable<Finding> Findings(double tolerance)
    {
        string file = NewFile(), again = NewFile();
        FillParameters();
        _wide.Save(file);
        var loaded = _narrow.Load(file);
        yield return new("rounding", loaded.Rounding.Layers.Sum(layer => layer.RelativeError + layer.LargestError), 0);
        loaded.Save(again, Library::DeepThin.WeightType.Float32);
        yield return Exact("file", File.ReadAllBytes(file).AsSpan().SequenceEqual(File.ReadAllBytes(again)));

        int samples = _random.Next(1, 2 * Panel), whole = samples / Panel * Panel;
        float[] inputs = [.. Enumerable.Range(0, samples * _wide.InputLength).Select(_ => _wide.Info.Input(_random))];
        var reference = new ReferenceModel(_activations, _wide.Info);
        double[] parameters = [.. _wide.Parameters.ToArray().Select(value => (double)value)];
        var wanted = reference.Forward(parameters, [.. inputs.Chunk(_wide.InputLength).Select(sample => sample.Select(value => (double)value).ToArray())]);
        float[] batch = Batch(loaded, inputs);
        yield return new("Forward", Error(OneByOne(loaded, inputs), wanted), ToleranceOfOne(tolerance));
        yield return new("ForwardBatch", Error(batch, wanted), ToleranceOfOne(tolerance));

        // Whole panels, where a rest of few samples is computed one by one.
        yield return new("panels", Error(batch[..(whole * _wide.OutputLength)], wanted[..whole]), tolerance + ToleranceOfPairs);
        yield return Exact("packed", IsSamePacked(loaded, inputs));
        yield return Exact("packed-wide", IsSamePacked(_wide, inputs));
        var extremes = new Extremes(reference, parameters, _seed);
        if (!_wide.Info.ReadsIndices) yield return extremes.Inputs(loaded, inputs, samples, traces: false);
        if (LayerPlace.OfLast(_wide.Info) is { } last) yield return extremes.Ends(With, _activations[^1], last, traces: false);
    }

    private CompiledModel With(float[] parameters)
    {
        string file = NewFile();
        parameters.CopyTo(_wide.Parameters);
        _wide.Prepare();
        _wide.Save(file);
        return _narrow.Load(file);
    }

    private void FillParameters()
    {
        foreach (var (tensor, held) in _wide.Info.Tensors.Zip(_narrow.Info.Tensors))
        {
            var layer = _wide.Info.Layers.Single(layer => layer.Tensors.Contains(tensor));
            Fill(layer, held, _wide.Parameters.Slice(tensor.Offset, tensor.Length));
        }

        _wide.Prepare();
    }

    private bool IsSamePacked(CompiledModel model, float[] inputs)
    {
        string packed = NewFile();
        model.SavePacked(packed);
        byte[] bytes = File.ReadAllBytes(packed);
        float[] one = OneByOne(model, inputs), batch = Batch(model, inputs);
        bool isSame = true;
        foreach (var inPlace in new[] { model.Load(packed), model.LoadMapped(packed), model.Load(bytes), model.Load(new MemoryStream(bytes)) })
        {
            isSame &= one.AsSpan().SequenceEqual(OneByOne(inPlace, inputs)) && batch.AsSpan().SequenceEqual(Batch(inPlace, inputs));
            if (model == _wide) inPlace.Parameters.Clear();
        }

        return isSame;
    }

    private string NewFile() => Path.Combine(_folder, Guid.NewGuid().ToString("N"));

    private static Finding Exact(string check, bool isRight) => new(check, isRight ? 0 : double.PositiveInfinity, 0);

    // One sample meets weights in 8 bits as integers of 16 bits, or of fewer where there are many terms.
    private double ToleranceOfOne(double tolerance) => tolerance + ToleranceOfPairs + 4 * _narrow.Info.Layers.Max(layer => layer.Tensors.Select(tensor => tensor is { Group: 0, Type: Library::DeepThin.WeightType.Int8 }
        ? 1.0 / Math.Min(short.MaxValue, int.MaxValue / (127 * LongestSum(ReferenceModel.MapOf(layer, tensor), tensor)))
        : 0).DefaultIfEmpty().Max());

    private static int LongestSum(Map map, Tensor tensor) => tensor.Order == null ? map.Inputs / 4 + 2 : map.Rank * (map.Inputs / map.N + 2);

    // The transforms of W_f are rounded to the 8 binary digits of bfloat16 where W_f has no more.
    private double ToleranceOfPairs => _narrow.Info.Layers.Count(layer => layer.Maps.Any(map => map.Kernel == "fourier")
        && layer.Tensors.Any(tensor => tensor is { Group: > 0, Type: Library::DeepThin.WeightType.Int8 or Library::DeepThin.WeightType.BFloat16 })) / 256.0;

    private void Fill(LayerInfo layer, Tensor held, Span<float> values)
    {
        double size = ReferenceModel.SizeOf(layer, held);
        float step = (float)Math.ScaleB(1, (int)Math.Round(Math.Log2(size / 75)));
        for (int i = 0; i < values.Length; i++)
        {
            bool isLargest = held.Type != Library::DeepThin.WeightType.Float32 && IsLargest(layer, held, i);
            values[i] = held.NonZeros > 0 && i >= held.NonZeros ? 0 : step * (isLargest ? _random.Next(2) * 254 - 127 : _random.Next(-127, 128));
            if (held.Role == Library::DeepThin.TensorRole.RunningVariance) values[i] = Math.Abs(values[i]);
        }
    }

    private static bool IsLargest(LayerInfo layer, Tensor held, int index)
    {
        if (held.Order == null)
        {
            return held.Group == 0 ? index % held.Columns == 0 : (held.Columns < held.Group ? index : index % held.Columns) % held.Group == 0;
        }

        // Each column of W overlaps the first or the last row, or one that begins or ends in another column; with n = 1 none does, and it begins with a row.
        var map = ReferenceModel.MapOf(layer, held);
        int row = index / held.Columns, q = map.Inputs;
        long first = (long)row * map.N, last = Math.Min(first + map.N, (long)q * map.Outputs) - 1;
        return row == 0 || row == held.Rows - 1 || first / q != last / q || (map.N == 1 && row % q == 0);
    }

    private static float[] OneByOne(CompiledModel model, float[] inputs)
    {
        float[] outputs = new float[inputs.Length / model.InputLength * model.OutputLength];
        for (int i = 0; i < inputs.Length / model.InputLength; i++)
        {
            model.Forward(inputs.AsSpan(i * model.InputLength, model.InputLength), outputs.AsSpan(i * model.OutputLength, model.OutputLength));
        }

        return outputs;
    }

    private static float[] Batch(CompiledModel model, float[] inputs)
    {
        int count = inputs.Length / model.InputLength;
        float[] outputs = new float[count * model.OutputLength];
        model.ForwardBatch(inputs, outputs);
        return outputs;
    }

    private static double Error(float[] outputs, (double[] Outputs, double Scale, double[] Corners)[] wanted)
    {
        double squares = wanted.SelectMany(sample => sample.Outputs).Zip(outputs, (right, found) => Math.Pow(found - right, 2)).Sum();
        return double.IsNaN(squares) ? double.PositiveInfinity : squares == 0 ? 0 : Math.Sqrt(squares / wanted.Sum(sample => sample.Scale * sample.Scale));
    }
}
