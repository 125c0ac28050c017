// Compares every kernel with the definition in double precision, as compiled ahead of time for one instruction set.
using System.Globalization;
using DeepThin;
using DeepThin.Aot.Tests.App;
using DeepThin.Runtime;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.WriteLine($"width {(Simd512.IsSupported ? 512 : Simd256.IsSupported ? 256 : 128)}");
Run<DenseModel>();
Run<WindowsModel>();
Run<CorrelationModel>();
Run<CorrelationOfRank3Model>();
Run<CorrelationOfManyTapsModel>();
Run<CorrelationInHalvesModel>();
Run<CorrelationForMemoryModel>();
Run<FourierModel>();
Run<FourierOfRank2Model>();
Run<LowRankModel>();
Run<HashedModel>();
Run<PrunedModel>();

static void Run<TModel>()
    where TModel : class, ITrainableModel<TModel>
{
    const int Count = 70;
    var random = new Random(1);
    var model = TModel.Create(1);
    foreach (ref float parameter in model.Parameters) parameter = parameter == 0 ? 0 : (float)(random.NextDouble() * 2 - 1);
    model.ParametersChanged();
    float[] inputs = new float[Count * TModel.InputLength], one = new float[Count * TModel.OutputLength], batch = new float[one.Length];
    foreach (ref float input in inputs.AsSpan()) input = (float)(random.NextDouble() * 2 - 1);
    for (int i = 0; i < Count; i++)
    {
        model.Forward(inputs.AsSpan(i * TModel.InputLength, TModel.InputLength), one.AsSpan(i * TModel.OutputLength, TModel.OutputLength));
    }

    model.ForwardBatch(inputs, batch, Count);
    float[] shared = new float[batch.Length];
    model.ForwardBatch(inputs, shared, Count, maxDegreeOfParallelism: 2);
    if (!shared.AsSpan().SequenceEqual(batch)) throw new InvalidOperationException("Two threads predict otherwise than one.");
    double[] wanted = Reference(TModel.Info.Layers[0], model.Parameters, inputs, Count);
    long before = GC.GetAllocatedBytesForCurrentThread();
    model.Forward(inputs.AsSpan(0, TModel.InputLength), one.AsSpan(0, TModel.OutputLength));
    long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
    Console.WriteLine($"{TModel.Info.Layers[0].Kernel} forward {Error(one, wanted):e2} batch {Error(batch, wanted):e2} gradient {GradientError(model):e2} allocated {allocated}");
}

// The gradient of Σ y·y/2 for one sample along a random direction, against a difference quotient.
static double GradientError<TModel>(TModel model)
    where TModel : class, ITrainableModel<TModel>
{
    const double Step = 1e-3;
    var random = new Random(2);
    float[] x = [.. Enumerable.Range(0, TModel.InputLength).Select(_ => (float)(random.NextDouble() * 2 - 1))];
    float[] y = new float[TModel.OutputLength], trace = new float[TModel.TraceLength], gradients = new float[model.Parameters.Length];
    model.ForwardTrace(x, y, 1, trace);
    model.Backward(y, 1, trace, gradients, []);
    float[] parameters = model.Parameters.ToArray();
    double[] direction = [.. parameters.Select(value => value == 0 ? 0 : random.NextDouble() * 2 - 1)];
    double slope = gradients.Zip(direction, (gradient, along) => gradient * along).Sum();
    double[] losses = [.. new[] { -Step, Step }.Select(step =>
    {
        float[] moved = [.. parameters.Zip(direction, (value, along) => (float)(value + step * along))];
        return Reference(TModel.Info.Layers[0], moved, x, 1).Sum(value => value * value) / 2;
    })];
    return Math.Abs((losses[1] - losses[0]) / (2 * Step) - slope) / (1 + Math.Abs(slope));
}

static double Error(float[] found, double[] wanted) =>
    Math.Sqrt(found.Zip(wanted, (value, right) => Math.Pow(value - right, 2)).Sum() / wanted.Sum(right => right * right));

static double[] Reference(LayerInfo layer, ReadOnlySpan<float> parameters, float[] inputs, int count)
{
    double[] w = Matrix(layer, parameters, "", layer.Q * layer.R), b = Matrix(layer, parameters, "bias.", layer.R), y = new double[count * layer.R];
    for (int i = 0; i < y.Length; i++)
    {
        int sample = i / layer.R, c = i % layer.R;
        y[i] = b[c];
        for (int q = 0; q < layer.Q; q++) y[i] += w[c * layer.Q + q] * inputs[sample * layer.Q + q];
    }

    return y;
}

static double[] Matrix(LayerInfo layer, ReadOnlySpan<float> parameters, string prefix, int length)
{
    double[] values = new double[length];
    var whole = Tensor(layer, prefix.Length == 0 ? "weight" : "bias");
    var buckets = prefix.Length == 0 ? Tensor(layer, "buckets") : null;
    var (u, v) = prefix.Length == 0 ? (Tensor(layer, "u"), Tensor(layer, "v")) : (null, null);
    var (left, right) = (Tensor(layer, prefix + "xf"), Tensor(layer, prefix + "wf"));
    for (int i = 0; i < length; i++)
    {
        if (whole != null) values[i] = parameters[whole.Offset + i];
        else if (buckets != null)
        {
            float weight = 0;
            HashedWeights.LookUp(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(parameters[buckets.Offset..]), buckets.Rows, 0, i, 1, ref weight);
            values[i] = weight;
        }
        else if (u != null)
        {
            for (int k = 0; k < u.Rows; k++) values[i] += (double)parameters[u.Offset + k * u.Columns + i % layer.Q] * parameters[v!.Offset + k * v.Columns + i / layer.Q];
        }
        else
        {
            for (int k = 0; k < right!.Rows; k++)
            {
                values[i] += (double)parameters[left!.Offset + i / right.Columns * left.Columns + k] * parameters[right.Offset + k * right.Columns + i % right.Columns];
            }
        }
    }

    return values;
}

static TensorInfo? Tensor(LayerInfo layer, string name) => layer.Tensors.FirstOrDefault(tensor => tensor.Name == "layers.0." + name);
