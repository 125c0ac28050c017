using System;
using System.Collections.Generic;
using System.Linq;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Emitting.Kernels;

/// <summary>A FIR correlation of x with the rows of W_f, and a combination of its samples with X_f.</summary>
internal sealed class CorrelationKernelEmitter(CorrelationShape shape) : KernelEmitter
{
    private const string Range = "s = −(n − 1) …";

    private readonly ReLayoutPlan _factors = shape.Factors;
    private readonly TransformEmitter? _transform = shape.Transforms == null ? null : new(shape.Transforms.Half);
    private readonly CombinationEmitter _combination = new(shape);

    // The maps hold numbers below n. A span of bytes is read in place even in a build without optimizations, where one of wider numbers allocates.
    private string MapType => _factors.N <= byte.MaxValue + 1 ? "byte" : _factors.N <= ushort.MaxValue + 1 ? "ushort" : "int";

    public override IEnumerable<string> PanelConstants =>
        [$"Block = {SourceWriter.Literal(KernelShape.PanelBlock)}", $"Margin = {SourceWriter.Literal(KernelShape.PanelBlock - 1)}"];

    public override IReadOnlyList<string> Steps => [Formula(), CombinationEmitter.Formula()];

    protected override string Sizes =>
        $"{Numbers.Grouped(shape.Shifts)} shifts in {Numbers.Grouped(shape.Phases)} phases of up to {shape.ColumnsPerPhase} columns and {shape.Terms} terms"
        + (shape.IsPacked ? "" : ", X_f read as it is");

    public override void EmitMaps(SourceWriter writer)
    {
        writer.Write($$"""
            /// <summary>The repeat pattern: where the shifts of phase c begin in S, (n − 1) − (c·Q mod n). Column c + i·n has the phase of column c.</summary>
            private static ReadOnlySpan<{{MapType}}> Starts => new {{MapType}}[]
            {
            """);
        writer.WriteList([.. Enumerable.Range(0, shape.Phases).Select(c => SourceWriter.Literal(Start(c)))], 24);
        writer.Write("};");
        writer.Skip();
        if (shape.LanesArePhases) EmitFirstColumns(writer);
        if (shape.Transforms is { } transforms) EmitTransforms(writer, transforms);
    }

    private void EmitTransforms(SourceWriter writer, OverlapSave transforms)
    {
        writer.Write($$"""
            /// <summary>One vector of lanes: the complex transform Z of {{transforms.Length}} rows, two rows one value.</summary>
            {{Optimize}}
            """);
        _transform!.EmitTransform(writer);
        writer.Write($$"""
            /// <summary>One vector of lanes: the first {{transforms.Outputs}} rows whose transform, value f in the place of value −f, is in the buffer.</summary>
            {{Optimize}}
            """);
        _transform.EmitInverse(writer, transforms.Outputs);
    }

    private void EmitFirstColumns(SourceWriter writer)
    {
        int[] columns = new int[_factors.N];
        for (int c = 0; c < columns.Length; c++) columns[Start(c)] = c;
        writer.Write($$"""
            /// <summary>The pattern the other way round: the first column whose shifts begin at a place in S; R or more where no column does.</summary>
            private static ReadOnlySpan<{{MapType}}> FirstColumns => new {{MapType}}[]
            {
            """);
        writer.WriteList([.. columns.Select(c => SourceWriter.Literal(c))], 24);
        writer.Write("};");
        writer.Skip();
    }

    public override bool EmitPrepare(SourceWriter writer)
    {
        if (!shape.IsPacked) return false;
        bool isWritten = _combination.EmitPrepare(writer);
        if (shape.Transforms is not { } transforms) return isWritten;
        if (isWritten) writer.Skip();
        writer.Write($$"""
            // For a panel's transforms their twiddles, and what the taps of each rank do between them.
            ReadOnlySpan<byte> radices = new byte[] { {{string.Join(", ", _transform!.Radices())}} };
            ref float twiddle = ref At(ref prepared, {{shape.Packed}});
            Fourier<TSimd, TVector>.PrepareTwiddles(ref twiddle, {{transforms.Half}}, radices);
            for (int k = 0; k < Rank; k++)
            {
                ref float filter = ref At(ref twiddle, {{transforms.Twiddles}} + k * {{transforms.FilterLength}});
                Fourier<TSimd, TVector>.PrepareFilter(ref At(ref wf, k * N), N, {{transforms.Half}}, radices, ref twiddle, ref filter);
            }
            """);
        return true;
    }

    public override void EmitOneSample(SourceWriter writer)
    {
        writer.Write($"const int Shifts = {shape.PaddedShifts};");
        writer.Skip();
        if (shape.FrontTaps > 0) EmitSplit(writer);
        else EmitWhole(writer);
        writer.Skip();
        _combination.EmitOneSample(writer);
    }

    private static void EmitWhole(SourceWriter writer) => writer.Write($$"""
        // {{Formula()}}, {{Range}}
        for (int k = 0; k < Rank; k++)
        {
            for (int u = 0; u < Shifts; u += {{CorrelationShape.ShiftVectors}} * TSimd.Count)
            {
                {{Correlation}}.Set(ref At(ref wf, k * N), N, ref At(ref x, u - (N - 1)), ref At(ref scratch, k * Shifts + u));
            }
        }
        """);

    private void EmitSplit(SourceWriter writer) => writer.Write($$"""
        // {{Formula()}}, {{Range}}, split in two. With A and B the first and the second h = {{shape.FrontTaps}} taps and
        // d[s] = x[s] − x[s + h]: S[s] = ((A + B) ⋆ x)[s + h] + (A ⋆ d)[s] and S[s + h] = ((A + B) ⋆ x)[s + h] − (B ⋆ d)[s + h],{{(shape.FrontTaps * 2 < _factors.N ? " and the\n// taps behind B." : ".")}}
        const int Front = {{shape.FrontTaps}};
        ref float differences = ref At(ref scratch, {{shape.Differences}});
        ref float both = ref At(ref differences, Shifts + Front), negative = ref At(ref both, Front), shared = ref At(ref negative, Front);
        ref float input = ref At(ref x, -(N - 1));
        for (int i = 0; i < Shifts + Front; i += TSimd.Count)
        {
            TSimd.Store(TSimd.Subtract(TSimd.Load(ref input, i), TSimd.Load(ref input, i + Front)), ref differences, i);
        }

        for (int k = 0; k < Rank; k++)
        {
            ref float front = ref At(ref wf, k * N), back = ref At(ref front, Front);
            for (int p = 0; p < Front; p += TSimd.Count)
            {
                TSimd.Store(TSimd.Add(TSimd.Load(ref front, p), TSimd.Load(ref back, p)), ref both, p);
                TSimd.Store(TSimd.Subtract(TSimd.Zero, TSimd.Load(ref back, p)), ref negative, p);
            }

            for (int start = 0; start < Shifts; start += 2 * Front)
            {
                for (int u = start; u < Math.Min(start + Front, Shifts); u += {{CorrelationShape.ShiftVectors}} * TSimd.Count)
                {
                    ref float s = ref At(ref scratch, k * Shifts + u), t = ref At(ref s, Front);
                    {{Correlation}}.Set(ref both, Front, ref At(ref input, u + Front), ref shared);
                    {{Correlation}}.Add(ref front, Front, ref At(ref differences, u), ref shared, ref s);{{Behind("s", 2)}}
                    if (u + Front >= Shifts) continue;
                    {{Correlation}}.Add(ref negative, Front, ref At(ref differences, u + Front), ref shared, ref t);{{Behind("t", 3)}}
                }
            }
        }
        """);

    private string Behind(string s, int halves) => _factors.N == 2 * shape.FrontTaps ? "" : $"""

                    {Correlation}.Add(
                        ref At(ref back, Front), N - 2 * Front, ref At(ref input, u + {SourceWriter.Literal(halves)} * Front), ref {s}, ref {s});
        """;

    public override void EmitPanel(SourceWriter writer, Trace trace, Action<string> finish)
    {
        writer.Write($"const int Rows = {shape.PanelShifts};");
        if (shape.Transforms is { } transforms) EmitOverlapSave(writer, transforms);
        else EmitTapByTap(writer);
        writer.Skip();
        _combination.EmitPanel(writer, finish);
    }

    private void EmitTapByTap(SourceWriter writer) => writer.Write($$"""
        const int Shifts = {{shape.Shifts}};

        // {{Formula(OfPanel)}}, {{Range}}
        Clear(ref scratch, N + 2 * Margin);
        ref float taps = ref At(ref scratch, Margin);
        for (int k = 0; k < Rank; k++)
        {
            for (int p = 0; p < N; p++) At(ref taps, p) = At(ref wf, k * N + p);
            {{PanelCorrelation}}.Set(
                ref taps, N, ref At(ref x, (nint)(1 - N) * Panel.Size), ref At(ref kept, (nint)k * Rows * Panel.Size), Shifts, Panel.Size);
        }
        """);

    private void EmitOverlapSave(SourceWriter writer, OverlapSave transforms) => writer.Write($$"""
        const int Outputs = {{transforms.Outputs}};

        // {{Formula(OfPanel)}}, {{Range}}, by overlap-save: {{transforms.Blocks}} blocks of real transforms of {{transforms.Length}} = 2·{{_transform!.Describe()}}
        // rows give {{transforms.Outputs}} shifts each, Ŝ_k[f, b] = x̂[f, b]·conj(Ŵ_k[f]). Lanes run over the samples b.
        ref float twiddle = ref At(ref prepared, {{shape.Packed}});
        ref float filters = ref At(ref twiddle, {{transforms.Twiddles}});
        ref float spectrum = ref At(ref scratch, {{transforms.Spectrum}});
        for (int lane = 0; lane < Panel.Size; lane += TSimd.Count)
        {
            for (int block = 0; block < {{transforms.Blocks}}; block++)
            {
                Transform(ref At(ref x, (nint)(1 - N + block * Outputs) * Panel.Size + lane), Panel.Size, ref spectrum, ref twiddle, ref scratch);
                for (int k = 0; k < Rank; k++)
                {
                    ref float s = ref At(ref kept, ((nint)k * Rows + block * Outputs) * Panel.Size + lane);
                    Fourier<TSimd, TVector>.Filter(ref spectrum, ref At(ref filters, k * {{transforms.FilterLength}}), {{transforms.Half}}, ref scratch);
                    Invert(ref s, Panel.Size, ref twiddle, ref scratch);
                }
            }
        }
        """);

    public override void EmitBackward(SourceWriter writer) => writer.Write($$"""
        const int Shifts = {{shape.Shifts}}, Rows = {{shape.PanelShifts}};
        ref float taps = ref At(ref scratch, Margin);
        ref float ds = ref At(ref scratch, {{shape.PaddedTaps}});
        for (int k = 0; k < Rank; k++)
        {
            // dS_k[Starts[c] + t·n, b] = Σ_i X_f[j₀(c) + i·Q + t, k]·g[c + i·n, b], and zeros at shifts that no column meets.
            {{(_factors.N > _factors.R ? "Clear(ref ds, (Shifts + 2 * Block) * Panel.Size);" : "Clear(ref At(ref ds, (nint)Shifts * Panel.Size), 2 * Block * Panel.Size);")}}
            ref float s = ref At(ref kept, (nint)k * Rows * Panel.Size);
            for (int c = 0; c < {{shape.Phases}}; c++)
            {
                int columns = (R - c + N - 1) / N, j = (int)((long)c * Q / N), terms = (Q - 1 + N - 1 - Starts[c]) / N + 1;
                nint start = (nint)Starts[c] * Panel.Size, stride = (nint)N * Panel.Size;
                ref float gc = ref At(ref g, (nint)c * Panel.Size);
                {{Product}}.Set(
                    ref At(ref xf, (nint)j * Rank + k), Rank, Q * Rank, ref gc, stride, ref At(ref ds, start), stride, terms, columns, Panel.Size);

                // ∂L/∂X_f[j₀(c) + i·Q + t, k] = Σ_b g[c + i·n, b]·S_k[Starts[c] + t·n, b]
                for (int i = 0; i < columns; i++)
                {
                    ref float row = ref At(ref dxf, ((nint)j + (nint)i * Q) * Rank + k);
                    {{PanelCorrelation}}.AddLagged(
                        ref At(ref gc, i * stride), ref At(ref s, start), stride, ref row, Rank, terms, Panel.Size);
                }
            }

            // ∂L/∂W_f[k, p] = Σ_s Σ_b dS_k[s, b]·x[s + p, b]
            {{PanelCorrelation}}.AddLagged(
                ref ds, ref At(ref x, (nint)(1 - N) * Panel.Size), Panel.Size, ref At(ref dwf, k * N), 1, N, Shifts * Panel.Size);

            // ∂L/∂x[q, b] = Σ_k Σ_p W_f[k, p]·dS_k[q − p, b]: a correlation with the taps reversed.
            if (wantsInput)
            {
                Clear(ref scratch, N + 2 * Margin);
                for (int p = 0; p < N; p++) At(ref taps, p) = At(ref wf, k * N + (N - 1 - p));
                if (k == 0) {{PanelCorrelation}}.Set(ref taps, N, ref ds, ref gx, Q, Panel.Size);
                else {{PanelCorrelation}}.Add(ref taps, N, ref ds, ref gx, Q, Panel.Size);
            }
        }
        """);

    private static string Formula(string b = "") => $"S_k[s{b}] = Σ_p W_f[k, p]·x[s + p{b}]";

    private int Start(int c) => _factors.N - 1 - (int)((long)c * _factors.Q % _factors.N);
}
