using System.Runtime.CompilerServices;
using CsCheck;
using DeepThin.Runtime;

namespace DeepThin.Kernels.Tests;

/// <summary>Normalising columns against plain loops.</summary>
[Trait("Category", "Kernels")]
public class LayerNormTests
{
    private const int Cases = 60;
    private const float Epsilon = 0.01f;

    private static readonly Gen<int> Rows = Gen.Int[1, 80], Seed = Gen.Int[0, 1000];

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void Each_column_is_normalised_alone(int bits) => Gen.Select(Rows, Gen.Int[1, 150], Seed).Sample(
        (rows, columns, seed) =>
        {
            Block x = Block.Random(seed, rows * columns), w = Block.Random(seed + 1, rows), b = Block.Random(seed + 2, rows), y = Block.Zeros(rows * columns);
            KernelLibrary.Of(bits).NormalizeColumns(ref x.First, ref w.First, ref b.First, ref y.First, rows, columns, Epsilon);
            y.AssertNear(i => Wanted(x, w, b, rows, columns, i));
            KernelLibrary.Of(bits).NormalizeColumns(ref x.First, ref w.First, ref Unsafe.NullRef<float>(), ref y.First, rows, columns, Epsilon);
            y.AssertNear(i => Wanted(x, w, null, rows, columns, i));
        },
        iter: Cases);

    [Fact]
    public void One_column_is_normalised() => Gen.Select(Gen.Int[1, 2000], Seed).Sample(
        (rows, seed) =>
        {
            Block x = Block.Random(seed, rows), w = Block.Random(seed + 1, rows), b = Block.Random(seed + 2, rows), y = Block.Zeros(rows);
            LayerNorm<Simd128, System.Runtime.Intrinsics.Vector128<float>>.Column(ref x.First, ref w.First, ref b.First, ref y.First, rows, Epsilon);
            var (means, scales) = Statistics(x, rows, 1);
            y.AssertNear(i => (w[i] * (x[i] - means[0]) * scales[0] + b[i], Magnitude(x, w, b, rows, 1, i, means[0], scales[0])));
        },
        iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void Gradients_are_those_of_the_formula(int bits) => Gen.Select(Rows, Gen.Int[1, 3], Seed).Sample(
        (rows, panels, seed) =>
        {
            int columns = panels * Panel.Size;
            Block x = Block.Random(seed, rows * columns), w = Block.Random(seed + 1, rows), g = Block.Random(seed + 2, rows * columns), gx = Block.Zeros(rows * columns);
            Block dw = Block.Random(seed + 3, rows), db = Block.Random(seed + 4, rows);
            Block beforeW = dw.Copy(), beforeB = db.Copy();
            KernelLibrary.Of(bits).NormalizeBackward(ref x.First, ref w.First, ref g.First, ref gx.First, true, ref dw.First, ref db.First, rows, columns, Epsilon);
            var (means, scales) = Statistics(x, rows, columns);
            double Normal(int i) => (x[i] - means[i % columns]) * scales[i % columns];
            double Of(int i) => w[i / columns] * (double)g[i];
            gx.AssertNear(i =>
            {
                int column = i % columns;
                var (sum, sumMagnitude) = Sum.Over(rows, row => Of(row * columns + column));
                var (product, productMagnitude) = Sum.Over(rows, row => Of(row * columns + column) * Normal(row * columns + column));
                double scale = scales[column];
                return (scale * (Of(i) - sum / rows - Normal(i) * product / rows), 4 * scale * (1 + scale) * (Math.Abs(Of(i)) + sumMagnitude / rows + (1 + Math.Abs(Normal(i))) * (1 + scale) * (productMagnitude + sumMagnitude) / rows));
            });
            dw.AssertNear(row =>
            {
                var (sum, _) = Sum.Over(columns, column => g[row * columns + column] * Normal(row * columns + column));
                return (beforeW[row] + sum, Math.Abs(beforeW[row]) + Enumerable.Range(0, columns).Sum(column => Math.Abs(g[row * columns + column]) * 4 * scales[column] * (1 + scales[column])));
            });
            db.AssertNear(row =>
            {
                var (sum, magnitude) = Sum.Over(columns, column => g[row * columns + column]);
                return (beforeB[row] + sum, Math.Abs(beforeB[row]) + magnitude);
            });
        },
        iter: Cases);

    private static (double Value, double Magnitude) Wanted(Block x, Block w, Block? b, int rows, int columns, int i)
    {
        var (means, scales) = Statistics(x, rows, columns, i % columns);
        return (w[i / columns] * (x[i] - means[0]) * scales[0] + (b?[i / columns] ?? 0), Magnitude(x, w, b, rows, columns, i, means[0], scales[0]));
    }

    // A mean loses what its terms lose, and its difference is multiplied with the scale; what that loses follows from the differences.
    private static double Magnitude(Block x, Block w, Block? b, int rows, int columns, int i, double mean, double scale)
    {
        double terms = Enumerable.Range(0, rows).Average(row => Math.Abs(x[row * columns + i % columns]));
        return Math.Abs(w[i / columns]) * scale * 2 * (Math.Abs(x[i]) + terms + Math.Abs(x[i] - mean) * scale) + Math.Abs(b?[i / columns] ?? 0);
    }

    private static (double[] Means, double[] Scales) Statistics(Block x, int rows, int columns, int? only = null)
    {
        int[] wanted = only is { } one ? [one] : [.. Enumerable.Range(0, columns)];
        double[] means = [.. wanted.Select(column => Enumerable.Range(0, rows).Average(row => (double)x[row * columns + column]))];
        return (means, [.. wanted.Select((column, at) => 1 / Math.Sqrt(Enumerable.Range(0, rows).Average(row => Math.Pow(x[row * columns + column] - means[at], 2)) + Epsilon))]);
    }
}
