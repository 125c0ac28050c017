using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using DeepThin;
using DeepThin.Benchmarks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int Rounds = 41;
int bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
Console.WriteLine($"{bits}-bit vectors, one thread, medians of {Rounds} interleaved measurements; ratios are medians of ratios in the same round.");
Console.WriteLine();
Console.WriteLine(Wide1024.Info);
Console.WriteLine(Tall1024.Info);

var random = new Random(1);
float[] x = Floats(1024), y = new float[1024], w = Floats(1024 * 1024);
var wide = Wide1024.Create(1);
var tall = Tall1024.Create(1);
var dense = Dense1024.Create(1);
Compare(
    "1024×1024 at 3 %, one sample",
    new Cell("loop of TensorPrimitives.Dot", () =>
    {
        for (int c = 0; c < 1024; c++) y[c] = TensorPrimitives.Dot<float>(w.AsSpan(c * 1024, 1024), x);
    }),
    new Cell("dense kernel", () => dense.Forward(x, y)),
    new Cell("wide kernel", () => wide.Forward(x, y)),
    new Cell("tall kernel", () => tall.Forward(x, y)));

const int Batch = 64;
float[] xs = Floats(1024 * Batch), ys = new float[1024 * Batch], trace = new float[Wide1024.TraceLength + Tall1024.TraceLength + Dense1024.TraceLength];
float[] gradients = new float[dense.Parameters.Length];
Compare(
    $"1024×1024 at 3 %, batch {Batch}",
    new Cell("dense kernel", () => dense.ForwardBatch(xs, ys, Batch)),
    new Cell("wide kernel", () => wide.ForwardBatch(xs, ys, Batch)),
    new Cell("tall kernel", () => tall.ForwardBatch(xs, ys, Batch)));
Compare(
    $"1024×1024 at 3 %, forward and backward of {Batch} samples",
    Training(dense, Dense1024.TraceLength, "dense kernel"),
    Training(wide, Wide1024.TraceLength, "wide kernel"),
    Training(tall, Tall1024.TraceLength, "tall kernel"));
return;

Cell Training<TModel>(TModel model, int traceLength, string name)
    where TModel : class, ITrainableModel<TModel>
{
    float[] inputGradients = new float[xs.Length];
    return new(name, () =>
    {
        model.ForwardTrace(xs, ys, Batch, trace.AsSpan(0, traceLength));
        model.Backward(ys, Batch, trace.AsSpan(0, traceLength), gradients.AsSpan(0, model.Parameters.Length), inputGradients);
    });
}

float[] Floats(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2 - 1))];

static void Compare(string title, params Cell[] cells)
{
    foreach (var cell in cells) cell.WarmUp();
    for (int round = 0; round < Rounds; round++)
    {
        foreach (var cell in cells) cell.Measure();
    }

    Console.WriteLine(title);
    foreach (var cell in cells) Console.WriteLine($"  {cell.Name,-30} {cell.Median,9:0.00} µs   {cell.Ratio(cells[0]),6:0.0} times the first");
    Console.WriteLine();
}
