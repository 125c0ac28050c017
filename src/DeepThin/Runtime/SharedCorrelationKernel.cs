using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepThin.Runtime;

/// <summary>The kernel of <see cref="SharedCorrelation"/> for one sample; lanes run over pixels. Called by generated code.</summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SharedCorrelationKernel<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Together = SharedCorrelation.Together;

    /// <summary>Prepares the taps, and for each group, row of the kernel and output the list of terms.</summary>
    /// <param name="shared">The sizes.</param>
    /// <param name="xf">X_f, m×r.</param>
    /// <param name="wf">W_f, r×n.</param>
    /// <param name="prepared">Receives what is prepared.</param>
    public static void Prepare(in SharedCorrelation shared, ref float xf, ref float wf, ref float prepared)
    {
        for (int k = 0; k < shared.Rank; k++)
        {
            ref float taps = ref Unsafe.Add(ref prepared, k * shared.TapsLength);
            Panel.Zero(ref taps, shared.TapsLength);
            for (int u = 0; u < shared.Taps; u++) Unsafe.Add(ref taps, Together + u) = Unsafe.Add(ref wf, k * shared.Taps + u);
        }

        ref int blocks = ref Unsafe.As<float, int>(ref Unsafe.Add(ref prepared, shared.PlaceOfBlocks));
        for (int block = 0; block < shared.Blocks; block++)
        {
            var (first, count, tap) = shared.ValuesOf(block);
            Unsafe.Add(ref blocks, 3 * block) = shared.RankOf(block) * shared.TapsLength + Together + tap;
            Unsafe.Add(ref blocks, 3 * block + 1) = shared.Ahead + first;
            Unsafe.Add(ref blocks, 3 * block + 2) = count;
        }

        PrepareTerms(shared, ref xf, ref prepared);
    }

    /// <summary>The sums of one sample, without bias and activation, in the scratch memory.</summary>
    /// <param name="x">The sample, channel by channel; a vector behind it is readable.</param>
    /// <param name="shared">The sizes.</param>
    /// <param name="prepared">What is prepared.</param>
    /// <param name="scratch">The scratch memory.</param>
    public static void Sums(ref float x, in SharedCorrelation shared, ref float prepared, ref float scratch)
    {
        Positions<TSimd, TVector>.Pad(ref x, shared.Window, ref Unsafe.Add(ref scratch, shared.Front));
        SumPadded(shared, ref prepared, ref scratch);
    }

    /// <summary>The same with each channel multiplied with a gain of its own.</summary>
    /// <param name="x">The sample, channel by channel; a vector behind it is readable.</param>
    /// <param name="gains">The gains, one for each channel.</param>
    /// <param name="shared">The sizes.</param>
    /// <param name="prepared">What is prepared.</param>
    /// <param name="scratch">The scratch memory.</param>
    public static void Sums(ref float x, ref float gains, in SharedCorrelation shared, ref float prepared, ref float scratch)
    {
        Positions<TSimd, TVector>.Pad(ref x, ref gains, shared.Window, ref Unsafe.Add(ref scratch, shared.Front));
        SumPadded(shared, ref prepared, ref scratch);
    }

    /// <summary>Writes the sums of all places, or what has been made of them, to their positions.</summary>
    /// <param name="shared">The sizes.</param>
    /// <param name="sums">The sum of the first place of the first output.</param>
    /// <param name="y">Receives the outputs, channel by channel.</param>
    public static void Scatter(in SharedCorrelation shared, ref float sums, ref float y) =>
        Positions<TSimd, TVector>.CopyPlaces(ref sums, shared.Outputs, shared.SumsStride, shared.Window, ref y);

    // Each column of W is cut into pieces where a row of W_f begins and where a stretch does; the columns of a phase at the same values.
    private static void PrepareTerms(in SharedCorrelation shared, ref float xf, ref float prepared)
    {
        ref int counts = ref Unsafe.As<float, int>(ref Unsafe.Add(ref prepared, shared.PlaceOfLists));
        ref int terms = ref Unsafe.As<float, int>(ref Unsafe.Add(ref prepared, (nint)shared.PlaceOfTerms));
        ref float factors = ref Unsafe.Add(ref prepared, (nint)shared.PlaceOfFactors);
        int n = shared.Taps, stretch = shared.Stretch;
        long q = (long)shared.Window.Rows.Kernel * stretch;
        var pieces = new List<(int Place, long Factor)>();
        for (int group = 0; group < shared.Groups; group++)
        {
            for (int row = 0; row < shared.Window.Rows.Kernel; row++)
            {
                for (int phase = 0; phase < shared.Phases; phase++)
                {
                    pieces.Clear();
                    Cut(shared, group, phase * q + (long)row * stretch, pieces);
                    counts = pieces.Count;
                    counts = ref Unsafe.Add(ref counts, 1);
                    foreach (var (place, _) in pieces)
                    {
                        terms = place;
                        terms = ref Unsafe.Add(ref terms, 1);
                    }

                    // The next column of a phase meets rows of X_f that lie Q behind.
                    int columns = (shared.Outputs - phase + n - 1) / n;
                    for (int i = 0; i < columns;)
                    {
                        int together = columns - i >= 4 ? 4 : columns - i >= 2 ? 2 : 1;
                        foreach (var (_, factor) in pieces)
                        {
                            for (int column = i; column < i + together; column++)
                            {
                                factors = Unsafe.Add(ref xf, (nint)(factor + column * q * shared.Rank));
                                factors = ref Unsafe.Add(ref factors, 1);
                            }
                        }

                        i += together;
                    }
                }
            }
        }
    }

    // The pieces of a stretch that are combined of the rows of a group: the place of the row, and that of the factor in X_f.
    private static void Cut(in SharedCorrelation shared, int group, long at, List<(int Place, long Factor)> pieces)
    {
        int n = shared.Taps, channels = shared.Window.Channels, dilation = shared.Window.Columns.Dilation, groupRows = shared.GroupBlocks * Together;
        long begin = at, end = at + shared.Stretch;
        while (at < end)
        {
            long j = at / n, start = j * n;
            int value = (int)(at - begin), cut = (int)(at - start), left = (int)(end - start);
            for (int k = 0; k < shared.Rank; k++)
            {
                // Of a head the pixel is the first of the stretch, of a tail the one behind it.
                var (row, shift) = cut > 0 ? (shared.RowOfHead(k, cut), 0)
                    : left < n ? (shared.RowOfTail(k, left), shared.Window.Columns.Kernel)
                    : (shared.RowOfWindow(k, value % channels), value / channels);
                if (row / groupRows == group) pieces.Add((row % groupRows * shared.RowLength + shift * dilation, j * shared.Rank + k));
            }

            at = start + n;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumPadded(in SharedCorrelation shared, ref float prepared, ref float scratch)
    {
        ref float x = ref Unsafe.Add(ref scratch, shared.Front), rows = ref Unsafe.Add(ref scratch, (nint)shared.PlaceOfRows);
        ref float sums = ref Unsafe.Add(ref scratch, (nint)shared.PlaceOfSums), halos = ref Unsafe.Add(ref scratch, (nint)shared.PlaceOfHalos);
        ref int values = ref Unsafe.As<float, int>(ref Unsafe.Add(ref scratch, (nint)shared.PlaceOfValues));
        SetValues(shared, ref values);

        // What blocks read before the input and behind it meets taps of 0 where a position depends on it.
        int behind = shared.Front + (int)shared.Window.PaddedLength;
        Panel.Zero(ref scratch, shared.Front);
        Panel.Zero(ref Unsafe.Add(ref scratch, behind), (int)shared.PlaceOfValues - behind);
        Panel.Zero(ref halos, shared.Blocks * Together * shared.Halo);
        int kernel = shared.Window.Rows.Kernel, phases = shared.Phases, rowShift = shared.RowShift, places = shared.Window.Places;
        int end = shared.EndOfPixels, halo = shared.Halo, groups = shared.Groups, sumsFront = shared.SumsFront;

        // Of the first places the first row of the kernel lies in the zeros above.
        int zeros = shared.FirstPixel - halo;
        for (int c = 0; c < shared.Outputs && zeros > 0; c++) Panel.Zero(ref Unsafe.Add(ref sums, (nint)c * shared.SumsStride + sumsFront), zeros);
        ref int firstCount = ref Unsafe.As<float, int>(ref Unsafe.Add(ref prepared, (nint)shared.PlaceOfLists));
        ref int firstTerm = ref Unsafe.As<float, int>(ref Unsafe.Add(ref prepared, (nint)shared.PlaceOfTerms));
        ref float firstFactor = ref Unsafe.Add(ref prepared, (nint)shared.PlaceOfFactors);
        for (int pixel = shared.FirstPixel; pixel < end; pixel += Panel.Size)
        {
            ref int counts = ref firstCount, terms = ref firstTerm;
            ref float factors = ref firstFactor;
            for (int group = 0; group < groups; group++)
            {
                SetRows(shared, group, ref Unsafe.Add(ref x, pixel), ref values, ref prepared, ref halos, ref rows);
                for (int row = 0; row < kernel; row++)
                {
                    // Of all that is added to a place the first row of the kernel comes first.
                    int place = pixel - halo - row * rowShift;
                    ref float at = ref Unsafe.Add(ref sums, sumsFront + place);
                    var (termCount, factorCount) = place + Panel.Size <= 0 || place >= places ? Skip(ref counts, shared)
                        : group + row == 0 ? Combine<Overwrite>(ref counts, ref terms, ref factors, ref rows, ref at, shared)
                        : Combine<Accumulate>(ref counts, ref terms, ref factors, ref rows, ref at, shared);
                    terms = ref Unsafe.Add(ref terms, termCount);
                    factors = ref Unsafe.Add(ref factors, factorCount);
                    counts = ref Unsafe.Add(ref counts, phases);
                }
            }
        }
    }

    // The terms of all phases, and their factors.
    private static (int Terms, int Factors) Skip(ref int counts, in SharedCorrelation shared)
    {
        int terms = 0, factors = 0, columns = shared.Outputs / shared.Taps, more = shared.Outputs % shared.Taps;
        for (int phase = 0; phase < shared.Phases; phase++)
        {
            int count = Unsafe.Add(ref counts, phase);
            terms += count;
            factors += count * (phase < more ? columns + 1 : columns);
        }

        return (terms, factors);
    }

    // Where the values before, in and behind a pixel stand: its channels, then those of the next tap, and so on.
    private static void SetValues(in SharedCorrelation shared, ref int values)
    {
        int channels = shared.Window.Channels, stride = shared.Window.ChannelStride, dilation = shared.Window.Columns.Dilation;
        for (int i = 0; i < shared.Extended; i++)
        {
            int tap = (int)Math.Floor((i - shared.Ahead) / (double)channels), channel = i - shared.Ahead - tap * channels;
            Unsafe.Add(ref values, i) = channel * stride + tap * dilation;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SetRows(in SharedCorrelation shared, int group, ref float x, ref int values, ref float prepared, ref float halos, ref float rows)
    {
        int halo = shared.Halo, length = shared.RowLength, first = group * shared.GroupBlocks, end = Math.Min(shared.Blocks, first + shared.GroupBlocks);
        ref int blocks = ref Unsafe.As<float, int>(ref Unsafe.Add(ref prepared, shared.PlaceOfBlocks));
        halos = ref Unsafe.Add(ref halos, first * Together * halo);
        for (int block = first; block < end; block++)
        {
            FourRows(
                ref Unsafe.Add(ref prepared, Unsafe.Add(ref blocks, 3 * block)), ref x, ref Unsafe.Add(ref values, Unsafe.Add(ref blocks, 3 * block + 1)), Unsafe.Add(ref blocks, 3 * block + 2),
                ref Unsafe.Add(ref rows, halo), length);
            for (int i = 0; i < Together; i++)
            {
                for (int lane = 0; lane < halo; lane += TSimd.Count)
                {
                    TSimd.Store(TSimd.Load(ref halos, lane), ref rows, lane);
                    TSimd.Store(TSimd.Load(ref rows, Panel.Size + lane), ref halos, lane);
                }

                halos = ref Unsafe.Add(ref halos, halo);
                rows = ref Unsafe.Add(ref rows, length);
            }
        }
    }

    // to[i, p] = Σ_e taps[e − i]·x[values[e] + p] for four rows i and a block of pixels.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows(ref float taps, ref float x, ref int values, int count, ref float to, int length)
    {
        if (TSimd.Count * 4 == Panel.Size)
        {
            TVector a0 = TSimd.Zero, a1 = TSimd.Zero, a2 = TSimd.Zero, a3 = TSimd.Zero, b0 = TSimd.Zero, b1 = TSimd.Zero, b2 = TSimd.Zero, b3 = TSimd.Zero;
            TVector c0 = TSimd.Zero, c1 = TSimd.Zero, c2 = TSimd.Zero, c3 = TSimd.Zero, d0 = TSimd.Zero, d1 = TSimd.Zero, d2 = TSimd.Zero, d3 = TSimd.Zero;
            for (int e = 0; e < count; e++)
            {
                ref float at = ref Unsafe.Add(ref x, Unsafe.Add(ref values, e));
                TVector x0 = TSimd.Load(ref at, 0), x1 = TSimd.Load(ref at, TSimd.Count), x2 = TSimd.Load(ref at, 2 * TSimd.Count), x3 = TSimd.Load(ref at, 3 * TSimd.Count);
                TVector tap = TSimd.Broadcast(ref taps, e);
                a0 = TSimd.MultiplyAdd(tap, x0, a0);
                a1 = TSimd.MultiplyAdd(tap, x1, a1);
                a2 = TSimd.MultiplyAdd(tap, x2, a2);
                a3 = TSimd.MultiplyAdd(tap, x3, a3);
                tap = TSimd.Broadcast(ref taps, e - 1);
                b0 = TSimd.MultiplyAdd(tap, x0, b0);
                b1 = TSimd.MultiplyAdd(tap, x1, b1);
                b2 = TSimd.MultiplyAdd(tap, x2, b2);
                b3 = TSimd.MultiplyAdd(tap, x3, b3);
                tap = TSimd.Broadcast(ref taps, e - 2);
                c0 = TSimd.MultiplyAdd(tap, x0, c0);
                c1 = TSimd.MultiplyAdd(tap, x1, c1);
                c2 = TSimd.MultiplyAdd(tap, x2, c2);
                c3 = TSimd.MultiplyAdd(tap, x3, c3);
                tap = TSimd.Broadcast(ref taps, e - 3);
                d0 = TSimd.MultiplyAdd(tap, x0, d0);
                d1 = TSimd.MultiplyAdd(tap, x1, d1);
                d2 = TSimd.MultiplyAdd(tap, x2, d2);
                d3 = TSimd.MultiplyAdd(tap, x3, d3);
            }

            Store(a0, a1, a2, a3, ref to);
            Store(b0, b1, b2, b3, ref Unsafe.Add(ref to, length));
            Store(c0, c1, c2, c3, ref Unsafe.Add(ref to, 2 * length));
            Store(d0, d1, d2, d3, ref Unsafe.Add(ref to, 3 * length));
            return;
        }

        for (int p = 0; p < Panel.Size; p += 2 * TSimd.Count)
        {
            TVector a0 = TSimd.Zero, a1 = TSimd.Zero, b0 = TSimd.Zero, b1 = TSimd.Zero, c0 = TSimd.Zero, c1 = TSimd.Zero, d0 = TSimd.Zero, d1 = TSimd.Zero;
            for (int e = 0; e < count; e++)
            {
                ref float at = ref Unsafe.Add(ref x, Unsafe.Add(ref values, e) + p);
                TVector x0 = TSimd.Load(ref at, 0), x1 = TSimd.Load(ref at, TSimd.Count);
                TVector tap = TSimd.Broadcast(ref taps, e);
                a0 = TSimd.MultiplyAdd(tap, x0, a0);
                a1 = TSimd.MultiplyAdd(tap, x1, a1);
                tap = TSimd.Broadcast(ref taps, e - 1);
                b0 = TSimd.MultiplyAdd(tap, x0, b0);
                b1 = TSimd.MultiplyAdd(tap, x1, b1);
                tap = TSimd.Broadcast(ref taps, e - 2);
                c0 = TSimd.MultiplyAdd(tap, x0, c0);
                c1 = TSimd.MultiplyAdd(tap, x1, c1);
                tap = TSimd.Broadcast(ref taps, e - 3);
                d0 = TSimd.MultiplyAdd(tap, x0, d0);
                d1 = TSimd.MultiplyAdd(tap, x1, d1);
            }

            Store(a0, a1, ref Unsafe.Add(ref to, p));
            Store(b0, b1, ref Unsafe.Add(ref to, length + p));
            Store(c0, c1, ref Unsafe.Add(ref to, 2 * length + p));
            Store(d0, d1, ref Unsafe.Add(ref to, 3 * length + p));
        }
    }

    // sums[c, p] += Σ_t factors[t]·rows[terms[t] + p] for a block of places of all outputs: the columns of a phase have the same terms. Returns the terms of all
    // phases, and their factors.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (int Terms, int Factors) Combine<TMode>(ref int counts, ref int terms, ref float factors, ref float rows, ref float sums, in SharedCorrelation shared)
        where TMode : struct, IWriteMode
    {
        int ofTerms = 0, ofFactors = 0, stride = shared.SumsStride, columns = shared.Outputs / shared.Taps, more = shared.Outputs % shared.Taps, phases = shared.Phases;
        nint next = (nint)shared.Taps * stride;
        for (int phase = 0; phase < phases; phase++)
        {
            int count = Unsafe.Add(ref counts, phase), left = phase < more ? columns + 1 : columns;
            ref int list = ref Unsafe.Add(ref terms, ofTerms);
            ref float to = ref Unsafe.Add(ref sums, (nint)phase * stride);
            ofTerms += count;
            for (; left >= 4; left -= 4)
            {
                Four<TMode>(ref list, ref Unsafe.Add(ref factors, ofFactors), count, ref rows, ref to, next);
                ofFactors += 4 * count;
                to = ref Unsafe.Add(ref to, 4 * next);
            }

            if (left >= 2)
            {
                Two<TMode>(ref list, ref Unsafe.Add(ref factors, ofFactors), count, ref rows, ref to, next);
                ofFactors += 2 * count;
                to = ref Unsafe.Add(ref to, 2 * next);
            }

            if (left % 2 == 1)
            {
                One<TMode>(ref list, ref Unsafe.Add(ref factors, ofFactors), count, ref rows, ref to);
                ofFactors += count;
            }
        }

        return (ofTerms, ofFactors);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four<TMode>(ref int terms, ref float factors, int count, ref float rows, ref float sums, nint next)
        where TMode : struct, IWriteMode
    {
        ref float sums1 = ref Unsafe.Add(ref sums, next), sums2 = ref Unsafe.Add(ref sums1, next), sums3 = ref Unsafe.Add(ref sums2, next);
        if (TSimd.Count * 4 == Panel.Size)
        {
            var (a0, a1) = Begin<TMode>(ref sums, 0);
            var (a2, a3) = Begin<TMode>(ref sums, 2 * TSimd.Count);
            var (b0, b1) = Begin<TMode>(ref sums1, 0);
            var (b2, b3) = Begin<TMode>(ref sums1, 2 * TSimd.Count);
            var (c0, c1) = Begin<TMode>(ref sums2, 0);
            var (c2, c3) = Begin<TMode>(ref sums2, 2 * TSimd.Count);
            var (d0, d1) = Begin<TMode>(ref sums3, 0);
            var (d2, d3) = Begin<TMode>(ref sums3, 2 * TSimd.Count);
            for (int t = 0; t < count; t++)
            {
                ref float row = ref Unsafe.Add(ref rows, Unsafe.Add(ref terms, t));
                TVector x0 = TSimd.Load(ref row, 0), x1 = TSimd.Load(ref row, TSimd.Count), x2 = TSimd.Load(ref row, 2 * TSimd.Count), x3 = TSimd.Load(ref row, 3 * TSimd.Count);
                TVector factor = TSimd.Broadcast(ref factors, 4 * t);
                a0 = TSimd.MultiplyAdd(factor, x0, a0);
                a1 = TSimd.MultiplyAdd(factor, x1, a1);
                a2 = TSimd.MultiplyAdd(factor, x2, a2);
                a3 = TSimd.MultiplyAdd(factor, x3, a3);
                factor = TSimd.Broadcast(ref factors, 4 * t + 1);
                b0 = TSimd.MultiplyAdd(factor, x0, b0);
                b1 = TSimd.MultiplyAdd(factor, x1, b1);
                b2 = TSimd.MultiplyAdd(factor, x2, b2);
                b3 = TSimd.MultiplyAdd(factor, x3, b3);
                factor = TSimd.Broadcast(ref factors, 4 * t + 2);
                c0 = TSimd.MultiplyAdd(factor, x0, c0);
                c1 = TSimd.MultiplyAdd(factor, x1, c1);
                c2 = TSimd.MultiplyAdd(factor, x2, c2);
                c3 = TSimd.MultiplyAdd(factor, x3, c3);
                factor = TSimd.Broadcast(ref factors, 4 * t + 3);
                d0 = TSimd.MultiplyAdd(factor, x0, d0);
                d1 = TSimd.MultiplyAdd(factor, x1, d1);
                d2 = TSimd.MultiplyAdd(factor, x2, d2);
                d3 = TSimd.MultiplyAdd(factor, x3, d3);
            }

            Store(a0, a1, a2, a3, ref sums);
            Store(b0, b1, b2, b3, ref sums1);
            Store(c0, c1, c2, c3, ref sums2);
            Store(d0, d1, d2, d3, ref sums3);
            return;
        }

        // Fewer registers: two vectors at a time.
        for (int p = 0; p < Panel.Size; p += 2 * TSimd.Count)
        {
            var (a0, a1) = Begin<TMode>(ref sums, p);
            var (b0, b1) = Begin<TMode>(ref sums1, p);
            var (c0, c1) = Begin<TMode>(ref sums2, p);
            var (d0, d1) = Begin<TMode>(ref sums3, p);
            for (int t = 0; t < count; t++)
            {
                ref float row = ref Unsafe.Add(ref rows, Unsafe.Add(ref terms, t) + p);
                TVector x0 = TSimd.Load(ref row, 0), x1 = TSimd.Load(ref row, TSimd.Count);
                TVector factor = TSimd.Broadcast(ref factors, 4 * t);
                a0 = TSimd.MultiplyAdd(factor, x0, a0);
                a1 = TSimd.MultiplyAdd(factor, x1, a1);
                factor = TSimd.Broadcast(ref factors, 4 * t + 1);
                b0 = TSimd.MultiplyAdd(factor, x0, b0);
                b1 = TSimd.MultiplyAdd(factor, x1, b1);
                factor = TSimd.Broadcast(ref factors, 4 * t + 2);
                c0 = TSimd.MultiplyAdd(factor, x0, c0);
                c1 = TSimd.MultiplyAdd(factor, x1, c1);
                factor = TSimd.Broadcast(ref factors, 4 * t + 3);
                d0 = TSimd.MultiplyAdd(factor, x0, d0);
                d1 = TSimd.MultiplyAdd(factor, x1, d1);
            }

            Store(a0, a1, ref Unsafe.Add(ref sums, p));
            Store(b0, b1, ref Unsafe.Add(ref sums1, p));
            Store(c0, c1, ref Unsafe.Add(ref sums2, p));
            Store(d0, d1, ref Unsafe.Add(ref sums3, p));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two<TMode>(ref int terms, ref float factors, int count, ref float rows, ref float sums, nint next)
        where TMode : struct, IWriteMode
    {
        ref float sums1 = ref Unsafe.Add(ref sums, next);
        for (int p = 0; p < Panel.Size; p += 4 * TSimd.Count)
        {
            var (a0, a1) = Begin<TMode>(ref sums, p);
            var (a2, a3) = Begin<TMode>(ref sums, p + 2 * TSimd.Count);
            var (b0, b1) = Begin<TMode>(ref sums1, p);
            var (b2, b3) = Begin<TMode>(ref sums1, p + 2 * TSimd.Count);
            for (int t = 0; t < count; t++)
            {
                ref float row = ref Unsafe.Add(ref rows, Unsafe.Add(ref terms, t) + p);
                TVector factor = TSimd.Broadcast(ref factors, 2 * t), other = TSimd.Broadcast(ref factors, 2 * t + 1);
                TVector x = TSimd.Load(ref row, 0);
                a0 = TSimd.MultiplyAdd(factor, x, a0);
                b0 = TSimd.MultiplyAdd(other, x, b0);
                x = TSimd.Load(ref row, TSimd.Count);
                a1 = TSimd.MultiplyAdd(factor, x, a1);
                b1 = TSimd.MultiplyAdd(other, x, b1);
                x = TSimd.Load(ref row, 2 * TSimd.Count);
                a2 = TSimd.MultiplyAdd(factor, x, a2);
                b2 = TSimd.MultiplyAdd(other, x, b2);
                x = TSimd.Load(ref row, 3 * TSimd.Count);
                a3 = TSimd.MultiplyAdd(factor, x, a3);
                b3 = TSimd.MultiplyAdd(other, x, b3);
            }

            Store(a0, a1, a2, a3, ref Unsafe.Add(ref sums, p));
            Store(b0, b1, b2, b3, ref Unsafe.Add(ref sums1, p));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One<TMode>(ref int terms, ref float factors, int count, ref float rows, ref float sums)
        where TMode : struct, IWriteMode
    {
        for (int p = 0; p < Panel.Size; p += 4 * TSimd.Count)
        {
            var (a0, a1) = Begin<TMode>(ref sums, p);
            var (a2, a3) = Begin<TMode>(ref sums, p + 2 * TSimd.Count);
            for (int t = 0; t < count; t++)
            {
                ref float row = ref Unsafe.Add(ref rows, Unsafe.Add(ref terms, t) + p);
                TVector factor = TSimd.Broadcast(ref factors, t);
                a0 = TSimd.MultiplyAdd(factor, TSimd.Load(ref row, 0), a0);
                a1 = TSimd.MultiplyAdd(factor, TSimd.Load(ref row, TSimd.Count), a1);
                a2 = TSimd.MultiplyAdd(factor, TSimd.Load(ref row, 2 * TSimd.Count), a2);
                a3 = TSimd.MultiplyAdd(factor, TSimd.Load(ref row, 3 * TSimd.Count), a3);
            }

            Store(a0, a1, a2, a3, ref Unsafe.Add(ref sums, p));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector First, TVector Second) Begin<TMode>(ref float sums, int p)
        where TMode : struct, IWriteMode => TMode.Accumulates ? (TSimd.Load(ref sums, p), TSimd.Load(ref sums, p + TSimd.Count)) : (TSimd.Zero, TSimd.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TVector a, TVector b, ref float to)
    {
        TSimd.Store(a, ref to, 0);
        TSimd.Store(b, ref to, TSimd.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TVector a, TVector b, TVector c, TVector d, ref float to)
    {
        Store(a, b, ref to);
        Store(c, d, ref Unsafe.Add(ref to, 2 * TSimd.Count));
    }
}
