using CsCheck;
using DeepThin.Planning;
using DeepThin.Runtime;

namespace DeepThin.Kernels.Tests;

/// <summary>Each type of narrow weights. Only those of 8 bits have scales: for the others the scales are NaN, and behind the weights is what no sum may hold.</summary>
public class NarrowWeightsTests
{
    private const int Size = Panel.Size, Lanes = KernelShape.Lanes, Cases = 60;

    private static readonly Gen<int> Seed = Gen.Int[0, 1000];

    // Rows reach beyond the 24 of a tile, columns beyond its 48.
    [Theory, Width(128), Width(256), Width(512)]
    public void SetRows_is_the_product_with_a_panel(int bits) => ForEachType(new SetRows(bits));

    [Theory, Width(128), Width(256), Width(512)]
    public void SetColumns_is_the_product_of_the_transpose_with_a_panel(int bits) => ForEachType(new SetColumns(bits));

    [Theory, Width(128), Width(256), Width(512)]
    public void WidenColumns_lays_the_terms_of_a_phase_out_one_by_one(int bits) => ForEachType(new WidenColumns(bits));

    [Theory, Width(128), Width(256), Width(512)]
    public void WidenPhases_lays_the_columns_of_sixteen_phases_out_term_by_term(int bits) => ForEachType(new WidenPhases(bits));

    private static void ForEachType(Check check)
    {
        check.Sample(value => (Half)value, value => (double)value);
        check.Sample(value => new BrainFloat(BrainFloat.Round(value)), value => BrainFloat.Widen(value.Bits));
        check.Sample(value => (sbyte)Math.Round(127 * value), value => value);
    }

    private abstract class Check(int bits)
    {
        protected KernelLibrary Library { get; } = KernelLibrary.Of(bits);

        public abstract void Sample<T>(Func<float, T> narrow, Func<T, double> widen)
            where T : unmanaged;

        protected static bool HasScales<T>() => typeof(T) == typeof(sbyte);

        protected static Block Scales<T>(int seed, int count)
        {
            var scales = Block.Random(seed, count);
            if (!HasScales<T>()) scales.Values.Fill(float.NaN);
            return scales;
        }

        protected static double Scaled<T>(double value, Block scales, int index) => HasScales<T>() ? value * scales[index] : value;

        // Vectors may be read beyond the end.
        protected T[] Weights<T>(int seed, int count, Func<float, T> narrow) => [.. Block.Random(seed, count + 2 * Library.Lanes).Values.ToArray().Select(narrow)];

        // Terms of 8 bits stand in pairs.
        protected static int Place<T>(int term, int width, int column) => HasScales<T>() ? (term / 2 * width + column) * 2 + term % 2 : term * width + column;
    }

    private sealed class SetRows(int bits) : Check(bits)
    {
        public override void Sample<T>(Func<float, T> narrow, Func<T, double> widen) => Gen.Select(Gen.Int[1, 60], Gen.Int[1, 100], Seed).Sample(
            (rows, steps, seed) =>
            {
                T[] a = Weights(seed, rows * steps, narrow);
                Block scales = Scales<T>(seed + 1, rows), x = Block.Random(seed + 2, steps * Size), y = Block.Zeros(rows * Size);
                var tile = Block.Zeros(KernelShape.TileRows * ReLayout.RoundUp(steps, Lanes));
                Library.SetNarrowRows(ref a[0], ref scales.First, rows, steps, ref x.First, ref y.First, ref tile.First);
                tile.AssertMargins();
                y.AssertNear(place => Sum.Over(steps, t => Scaled<T>(widen(a[place / Size * steps + t]), scales, place / Size) * x[t * Size + place % Size]));
            },
            iter: Cases);
    }

    private sealed class SetColumns(int bits) : Check(bits)
    {
        public override void Sample<T>(Func<float, T> narrow, Func<T, double> widen) => Gen.Select(Gen.Int[1, 30], Gen.Int[1, 110], Seed).Sample(
            (rows, columns, seed) =>
            {
                T[] a = Weights(seed, rows * columns, narrow);
                Block scales = Scales<T>(seed + 1, rows), x = Block.Random(seed + 2, rows * Size), y = Block.Zeros(columns * Size);
                var tile = Block.Zeros(rows * KernelShape.TileColumns);
                Library.SetNarrowColumns(ref a[0], ref scales.First, rows, columns, ref x.First, ref y.First, ref tile.First);
                tile.AssertMargins();
                y.AssertNear(place => Sum.Over(rows, k => Scaled<T>(widen(a[k * columns + place / Size]), scales, k) * x[k * Size + place % Size]));
            },
            iter: Cases);
    }

    private sealed class WidenColumns(int bits) : Check(bits)
    {
        public override void Sample<T>(Func<float, T> narrow, Func<T, double> widen) => Gen.Select(Gen.Int[1, 8], Gen.Int[1, 6], Gen.Int[0, 1], Gen.Int[0, 20], Seed).Sample(
            (pairs, sixteens, odd, gap, seed) =>
            {
                int terms = 2 * pairs - (HasScales<T>() ? 0 : odd), lanes = Lanes * sixteens, together = PackedOrder.TogetherFor(lanes), stride = lanes + gap;
                T[] packed = Weights(seed, terms * lanes, narrow);
                Block scales = Scales<T>(seed + 1, lanes), tile = Block.Random(seed + 2, terms * stride);
                var before = tile.Copy();
                Library.WidenColumns(ref packed[0], ref scales.First, terms, lanes, together, ref tile.First, stride);
                tile.AssertNear(place =>
                {
                    int term = place / stride, column = place % stride, first = column / together * together;
                    if (column >= lanes) return (before[place], 0);
                    double value = Scaled<T>(widen(packed[first * terms + Place<T>(term, together, column - first)]), scales, column);
                    return (value, Math.Abs(value));
                });
            },
            iter: Cases);
    }

    private sealed class WidenPhases(int bits) : Check(bits)
    {
        public override void Sample<T>(Func<float, T> narrow, Func<T, double> widen) => Gen.Select(Gen.Int[1, 8], Gen.Int[1, 20], Gen.Int[0, 1], Seed).Sample(
            (pairs, columns, odd, seed) =>
            {
                int terms = 2 * pairs - (HasScales<T>() ? 0 : odd);
                T[] packed = Weights(seed, terms * columns * Lanes, narrow);
                Block scales = Scales<T>(seed + 1, columns * Lanes), tile = Block.Zeros(terms * columns * Lanes);
                Library.WidenPhases(ref packed[0], ref scales.First, terms, columns, ref tile.First);
                tile.AssertNear(place =>
                {
                    int term = place / (columns * Lanes), column = place / Lanes % columns, lane = place % Lanes;
                    int first = column / PackedOrder.ColumnBlock * PackedOrder.ColumnBlock, block = Math.Min(PackedOrder.ColumnBlock, columns - first);
                    int at = first * terms * Lanes + Place<T>(term, block * Lanes, (column - first) * Lanes + lane);
                    double value = Scaled<T>(widen(packed[at]), scales, column * Lanes + lane);
                    return (value, Math.Abs(value));
                });
            },
            iter: Cases);
    }
}
