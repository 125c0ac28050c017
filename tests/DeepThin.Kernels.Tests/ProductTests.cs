using CsCheck;
using DeepThin.Runtime;

namespace DeepThin.Kernels.Tests;

public class ProductTests
{
    private const int Cases = 150;

    // Rows and steps reach beyond the blocks of the library: 48 rows that are packed together, and 128 steps that stay in the cache.
    private static readonly Gen<int> Rows = Gen.Int[1, 60], Steps = Gen.OneOf(Gen.Int[1, 20], Gen.Int[120, 140]), Gap = Gen.Int[0, 20], Seed = Gen.Int[0, 1000];

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void Set_is_the_matrix_product(int bits) =>
        Gen.Select(Rows, Steps, Gen.Int[1, 3], Gap, Gen.Bool, Seed).Sample(
            (rows, steps, columns, gap, transposed, seed) => Check(bits, rows, steps, 32 * columns, gap, transposed, seed, accumulates: false), iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void Add_adds_the_matrix_product_of_any_number_of_columns(int bits) =>
        Gen.Select(Rows, Steps, Gen.Int[1, 100], Gap, Gen.Bool, Seed).Sample(
            (rows, steps, columns, gap, transposed, seed) => Check(bits, rows, steps, columns, gap, transposed, seed, accumulates: true), iter: Cases);

    // c[i, v] (+)= Σ_t a[i·aRow + t·aStep]·b[t·bStep + v]; what lies between the rows of c stays, zeros may be added there.
    private static void Check(int bits, int rows, int steps, int columns, int gap, bool transposed, int seed, bool accumulates)
    {
        var library = KernelLibrary.Of(bits);
        int aRow = transposed ? 1 : steps + gap, aStep = transposed ? rows + gap : 1, bStep = columns + gap, cRow = columns + gap;
        var a = Block.Random(seed, transposed ? steps * aStep : rows * aRow);
        var b = Block.Random(seed + 1, steps * bStep + library.Lanes);
        var c = Block.Random(seed + 2, rows * cRow + library.Lanes);
        var before = c.Copy();
        if (accumulates) library.Add(ref a.First, aRow, aStep, ref b.First, bStep, ref c.First, cRow, rows, steps, columns);
        else library.Set(ref a.First, aRow, aStep, ref b.First, bStep, ref c.First, cRow, rows, steps, columns);
        c.AssertNear(place =>
        {
            int i = place / cRow, v = place % cRow;
            return i < rows && v < columns
                ? Sum.Over(steps, t => (double)a[i * aRow + t * aStep] * b[t * bStep + v], accumulates ? before[place] : 0)
                : (before[place], 0);
        });
    }

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void Correlate_sums_the_rows_under_the_taps(int bits) =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 30], Gen.Int[1, 4], Seed, Gen.Bool).Sample(
            (taps, rows, columns, seed, accumulates) =>
            {
                var library = KernelLibrary.Of(bits);
                int width = 32 * columns, margin = library.TapMargin;
                var w = Block.Zeros(taps + 2 * margin);
                Block.Random(seed, taps).Values.CopyTo(w.Values[margin..]);
                var x = Block.Random(seed + 1, (rows + taps - 1 + margin) * width);
                var s = Block.Random(seed + 2, (rows + margin) * width);
                var before = s.Copy();
                if (accumulates) library.AddCorrelation(ref w.Values[margin], taps, ref x.First, ref s.First, rows, width);
                else library.Correlate(ref w.Values[margin], taps, ref x.First, ref s.First, rows, width);
                s.AssertNear(place =>
                {
                    int u = place / width, v = place % width;
                    return u < rows
                        ? Sum.Over(taps, p => (double)w[margin + p] * x[(u + p) * width + v], accumulates ? before[place] : 0)
                        : (s[place], 0);
                });
            },
            iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void SetComplex_and_AddComplex_multiply_with_the_conjugate(int bits) =>
        Gen.Select(Gen.Int[1, 9], Gen.OneOf(Gen.Int[1, 12], Gen.Int[45, 100]), Gen.Bool, Seed, Gen.Bool).Sample(
            (rows, steps, transposed, seed, accumulates) =>
            {
                const int Size = Panel.Size, Value = 2 * Size;
                var library = KernelLibrary.Of(bits);
                int aRow = transposed ? 1 : steps, aStep = transposed ? rows : 1, imaginary = rows * steps;
                Block a = Block.Random(seed, 2 * imaginary), b = Block.Random(seed + 1, steps * Value), c = Block.Random(seed + 2, rows * Value);
                var before = c.Copy();
                if (accumulates) library.AddComplex(ref a.First, imaginary, aRow, aStep, ref b.First, ref c.First, rows, steps);
                else library.SetComplex(ref a.First, imaginary, aRow, aStep, ref b.First, ref c.First, rows, steps);
                c.AssertNear(place =>
                {
                    int i = place / Value, lane = place % Size;
                    bool isImaginary = place % Value >= Size;
                    return Sum.Over(
                        2 * steps,
                        term =>
                        {
                            int t = term / 2, at = i * aRow + t * aStep;
                            double aRe = a[at], aIm = a[imaginary + at], bRe = b[t * Value + lane], bIm = b[t * Value + Size + lane];
                            return (isImaginary, term % 2) switch
                            {
                                (false, 0) => aRe * bRe,
                                (false, _) => aIm * bIm,
                                (true, 0) => aIm * bRe,
                                _ => -aRe * bIm,
                            };
                        },
                        accumulates ? before[place] : 0);
                });
            },
            iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void SetComplexOverSamples_sums_over_the_samples(int bits) =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 3], Seed).Sample(
            (rows, sixteens, seed) =>
            {
                const int Size = Panel.Size, Value = 2 * Size;
                int columns = 16 * sixteens;
                Block a = Block.Random(seed, rows * Value), b = Block.Random(seed + 1, columns * Value), c = Block.Zeros(rows * 2 * columns);
                var scratch = Block.Zeros(2 * columns * (Size + 2 * rows));
                KernelLibrary.Of(bits).SetComplexOverSamples(ref a.First, ref b.First, ref c.First, rows, columns, ref scratch.First);
                scratch.AssertMargins();
                c.AssertNear(place =>
                {
                    int i = place / (2 * columns), v = place % columns;
                    bool isImaginary = place % (2 * columns) >= columns;
                    return Sum.Over(2 * Size, term =>
                    {
                        int lane = term / 2;
                        double aRe = a[i * Value + lane], aIm = a[i * Value + Size + lane], bRe = b[v * Value + lane], bIm = b[v * Value + Size + lane];
                        return (isImaginary, term % 2) switch
                        {
                            (false, 0) => aRe * bRe,
                            (false, _) => -aIm * bIm,
                            (true, 0) => aRe * bIm,
                            _ => aIm * bRe,
                        };
                    });
                });
            },
            iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void AddLagged_adds_inner_products_at_growing_lags(int bits) =>
        Gen.Select(Gen.Int[1, 30], Gen.Int[1, 8], Gen.Int[1, 70], Gen.Int[1, 3], Seed).Sample(
            (lags, sixteens, lag, step, seed) =>
            {
                int length = 16 * sixteens;
                Block d = Block.Random(seed, length), x = Block.Random(seed + 1, length + (lags - 1) * lag), c = Block.Random(seed + 2, lags * step);
                var before = c.Copy();
                KernelLibrary.Of(bits).AddLagged(ref d.First, ref x.First, lag, ref c.First, step, lags, length);
                c.AssertNear(place => place % step == 0
                    ? Sum.Over(length, v => (double)d[v] * x[v + place / step * lag], before[place])
                    : (before[place], 0));
            },
            iter: Cases);
}
