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
    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void SetRows_is_the_product_with_a_panel(int bits) => ForEachType(new SetRows(bits));

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void SetColumns_is_the_product_of_the_transpose_with_a_panel(int bits) => ForEachType(new SetColumns(bits));

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void WidenColumns_gives_back_the_terms_of_a_phase_from_the_packed_order(int bits) => ForEachType(new WidenColumns(bits));

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void WidenPhases_gives_back_the_columns_of_sixteen_phases_from_the_packed_order(int bits) => ForEachType(new WidenPhases(bits));

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

        // Layers with up to so many columns of a phase.
        protected static Gen<(int Q, int N, int R, int Rank)> Sizes(int mostColumns) =>
            Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, mostColumns], Gen.Int[1, 40], Gen.Int[1, 3]).Select((q, n, columns, last, rank) =>
            {
                while (!ReLayout.AreCoprime(n, q)) n++;
                return (q, n, (columns - 1) * n + Math.Min(last, n), rank);
            });

        // Terms of 8 bits stand in pairs.
        protected static PackedOrder Order<T>((int Q, int N, int R, int Rank) sizes, bool lanesArePhases) =>
            new(sizes.Q, sizes.R, sizes.N, sizes.Rank, lanesArePhases, pairs: HasScales<T>());

        // A random X_f, packed as the order places it, and its values times their scales: of a column by its terms of all ranks, zero where there is none.
        protected (T[] Packed, Block Scales, Func<int, int, (double, double)> Value) Packed<T>(PackedOrder order, int seed, Func<float, T> narrow, Func<T, double> widen)
            where T : unmanaged
        {
            T[] xf = Weights(seed, ReLayout.RowsFor(order.Inputs, order.Outputs, order.Taps) * order.Rank, narrow), packed = Weights(seed + 1, order.Length, narrow);
            var scales = Scales<T>(seed + 2, order.Slots);
            packed.AsSpan(0, order.Length).Clear();
            for (int column = 0; column < order.Outputs; column++)
            {
                for (int t = 0; t < order.RowsOf(column); t++)
                {
                    for (int k = 0; k < order.Rank; k++) packed[order.Place(column, k, t)] = Factor(column, k, t);
                }
            }

            return (packed, scales, Value);

            T Factor(int column, int k, int t) => xf[(order.FirstRow(column) + t) * order.Rank + k];

            (double Value, double Magnitude) Value(int column, int term)
            {
                int k = term / order.Terms, t = term % order.Terms;
                if (column >= order.Outputs || t >= order.RowsOf(column)) return (0, 0);
                double value = Scaled<T>(widen(Factor(column, k, t)), scales, order.Slot(column));
                return (value, Math.Abs(value));
            }
        }

        // Vectors may be read beyond the end.
        protected T[] Weights<T>(int seed, int count, Func<float, T> narrow) => [.. Block.Random(seed, count + 2 * Library.Lanes).Values.ToArray().Select(narrow)];
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
        public override void Sample<T>(Func<float, T> narrow, Func<T, double> widen) => Gen.Select(Sizes(100), Gen.Int[0, 20], Seed).Sample(
            (sizes, gap, seed) =>
            {
                var order = Order<T>(sizes, lanesArePhases: false);
                var (packed, scales, value) = Packed(order, seed, narrow, widen);
                int terms = order.Rank * order.Terms, lanes = order.ColumnLanes, stride = lanes + gap;
                for (int phase = 0; phase < Math.Min(order.Taps, order.Outputs); phase++)
                {
                    var tile = Block.Random(seed, terms * stride);
                    var before = tile.Copy();
                    Library.WidenColumns(ref packed[phase * terms * lanes], ref scales.Values[phase * lanes], terms, lanes, order.Together, ref tile.First, stride);
                    tile.AssertNear(place => place % stride < lanes ? value(phase + place % stride * order.Taps, place / stride) : (before[place], 0));
                }
            },
            iter: Cases);
    }

    private sealed class WidenPhases(int bits) : Check(bits)
    {
        public override void Sample<T>(Func<float, T> narrow, Func<T, double> widen) => Gen.Select(Sizes(20), Seed).Sample(
            (sizes, seed) =>
            {
                var order = Order<T>(sizes, lanesArePhases: true);
                var (packed, scales, value) = Packed(order, seed, narrow, widen);
                int terms = order.Rank * order.Terms, columns = order.Columns;
                for (int start = 0; start < order.Taps; start += Lanes)
                {
                    var tile = Block.Zeros(terms * columns * Lanes);
                    Library.WidenPhases(ref packed[start * terms * columns], ref scales.Values[start * columns], terms, columns, ref tile.First);
                    int[] phases = [.. Enumerable.Range(start, Lanes).Select(place => PhaseAt(place, order))];
                    tile.AssertNear(place => value(phases[place % Lanes] + place / Lanes % columns * order.Taps, place / (columns * Lanes)));
                }
            },
            iter: Cases);

        // The phase whose shifts begin at a place in S; behind all columns where none does.
        private static int PhaseAt(int place, PackedOrder order) =>
            Enumerable.Range(0, order.Taps).FirstOrDefault(phase => order.Taps - 1 - phase * order.Inputs % order.Taps == place, order.Outputs);
    }
}
