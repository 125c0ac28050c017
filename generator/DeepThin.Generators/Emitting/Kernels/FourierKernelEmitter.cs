using System;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.Names;

namespace DeepThin.Generators.Emitting.Kernels;

/// <summary>Bands of W_f on the grid n = a·Q + D, multiplied with x in the Fourier domain.</summary>
internal sealed class FourierKernelEmitter(FourierShape shape) : KernelEmitter
{
    private readonly int _vectors = shape.BandLanes % (2 * KernelShape.Lanes) == 0 ? 2 : 1;
    private readonly TransformEmitter _transform = new(shape.Half);

    // Rows that begin later and later meet the correlation of x with a band at lags that fall: its transform is conjugated.
    private bool IsConjugate => shape.D > 0;

    public override string Describe()
    {
        string residues = shape.Residues == 1 ? "" : SourceWriter.Literal(shape.Residues) + "·";
        return $"fourier: {residues}n = {SourceWriter.Literal(shape.A)}·Q {(shape.D < 0 ? "−" : "+")} {SourceWriter.Literal(shape.Stride)}; {SourceWriter.Literal(shape.Bands)} bands over "
            + $"{SourceWriter.Literal(shape.Stride)} channels of {SourceWriter.Literal(shape.Steps)} steps, real transforms of length N = 2·{_transform.Describe()}";
    }

    public override void EmitMaps(SourceWriter writer)
    {
        writer.Write($$"""
            {{Inline}}
            private static void AddScaled(TVector value, TVector scale, ref float to) =>
                TSimd.Store(TSimd.MultiplyAdd(value, scale, TSimd.Load(ref to, 0)), ref to, 0);

            /// <summary>One vector of lanes: twice the transform X[f] = Σ_u x[u]·exp(−2πi·f·u / N) of {{shape.Steps}} rows, zeros behind them.</summary>
            {{Optimize}}
            """);
        _transform.EmitAnalysis(writer, shape.Steps);
        writer.Write($$"""
            /// <summary>One vector of lanes: N times the rows y[j], j &lt; {{shape.Factors.M}}, whose transform is Y; y[2k] and y[2k + 1] are one complex value.</summary>
            {{Optimize}}
            """);
        _transform.EmitSynthesis(writer, shape.Rows);
        if (shape.Residues > 1) EmitAddResidue(writer);
        EmitAddRows(writer);
    }

    private void EmitAddResidue(SourceWriter writer)
    {
        writer.Write($$"""
            /// <summary>y[t·a + i] += X_f[s·t + ρ, k]·H_i[t] for those bands i of residue ρ, lanes first … of all, that are in the vector at lane.</summary>
            {{Optimize}}
            private static void AddResidue(ref float h, int lane, int first, int bands, int residue, int firstBand, int k, ref float xf, ref float sums)
            {
                int from = {{Names.Math}}.Max(first, lane), to = {{Names.Math}}.Min(first + bands, lane + TSimd.Count);
                if (from >= to) return;
                ref float value = ref At(ref h, from - lane);
                ref float column = ref At(ref sums, firstBand + from - first);
                for (int j = residue; j < M; j += {{shape.Residues}})
                {
                    float scale = At(ref xf, j * Rank + k);
                    for (int i = 0; i < to - from; i++) At(ref column, i) += scale * At(ref value, i);
                    value = ref At(ref value, TSimd.Count);
                    column = ref At(ref column, {{shape.A}});
                }
            }
            """);
        writer.Skip();
    }

    public override bool EmitPrepare(SourceWriter writer)
    {
        writer.Write($$"""
            // Twiddles, then V̂_i[f, φ] / 2N, the transform of V_i[v, φ] = W_f[i·Q + |D|·v + φ{{(shape.Residues > 1 ? " − ρ·n" : "")}}] along v.
            int[] radices = new int[] { {{string.Join(", ", _transform.Radices())}} };
            {{Runtime}}.Fourier<TSimd, TVector>.PrepareTwiddles(ref prepared, {{shape.Half}}, radices);
            for (int k = 0; k < Rank; k++)
            {
            """);
        int lane = 0;
        for (int residue = 0; residue < shape.Residues; residue++)
        {
            writer.Write($$"""
                    {{Runtime}}.Fourier<TSimd, TVector>.PrepareSpectrum(
                        ref At(ref wf, k * N), N, Q, {{shape.Stride}}, {{(shape.D > 0 ? 1 - shape.Rows : 0)}}, {{residue}} * (long)N, {{shape.FirstBandOf(residue)}}, {{shape.BandsOf(residue)}},
                        {{shape.BandLanes}}, {{shape.Half}}, radices, ref prepared, ref At(ref prepared, {{shape.Twiddles + lane}} + k * {{shape.SpectrumLength}}));
                """);
            lane += shape.BandsOf(residue);
        }

        writer.Write("}");
        return true;
    }

    public override void EmitOneSample(SourceWriter writer)
    {
        writer.Write($$"""
        const int Bins = {{shape.Bins}}, Stride = {{shape.Stride}}, Channels = {{shape.ChannelLanes}}, Bands = {{shape.BandLanes}};
        ref float spectrum = ref At(ref scratch, {{shape.Spectrum}});
        ref float products = ref At(ref scratch, {{shape.Products}});
        Clear(ref At(ref scratch, {{shape.FirstSum}}), {{shape.Scratch - shape.FirstSum}});

        // x̂[f, φ], the transform of x[|D|·u + φ] along u: lanes over φ.
        for (int lane = 0; lane < Channels; lane += TSimd.Count)
        {
            Analyze(ref At(ref x, lane), Stride, ref At(ref spectrum, lane), 2 * Channels, Channels, ref prepared, ref scratch);
        }

        for (int k = 0; k < Rank; k++)
        {
            // ŷ_i[f] = Σ_φ V̂_i[f, φ]·conj(x̂[f, φ]){{(IsConjugate ? ", conjugated" : "")}}: lanes over the bands i.
            ref float v = ref At(ref prepared, {{shape.Twiddles}} + k * {{shape.SpectrumLength}});
            for (int f = 0; f < Bins; f++)
            {
                ref float re = ref At(ref spectrum, f * 2 * Channels);
                ref float im = ref At(ref re, Channels);
                for (int lane = 0; lane < Bands; lane += {{_vectors}} * TSimd.Count)
                {
                    {{Unroll.Zeros("rr", _vectors)}}
                    {{Unroll.Zeros("ii", _vectors)}}
                    {{Unroll.Zeros("ir", _vectors)}}
                    {{Unroll.Zeros("ri", _vectors)}}
                    ref float band = ref At(ref v, lane);
                    for (int phi = 0; phi < Stride; phi++)
                    {
                        TVector xr = TSimd.Broadcast(ref re, phi), xi = TSimd.Broadcast(ref im, phi);
                        {{Unroll.Each(_vectors, 16, i => $"TVector vr{i} = TSimd.Load(ref band, {i} * TSimd.Count), vi{i} = TSimd.Load(ref band, Bands + {i} * TSimd.Count);")}}
                        {{Unroll.Each(_vectors, 16, i => $"rr{i} = TSimd.MultiplyAdd(vr{i}, xr, rr{i});")}}
                        {{Unroll.Each(_vectors, 16, i => $"ii{i} = TSimd.MultiplyAdd(vi{i}, xi, ii{i});")}}
                        {{Unroll.Each(_vectors, 16, i => $"ir{i} = TSimd.MultiplyAdd(vi{i}, xr, ir{i});")}}
                        {{Unroll.Each(_vectors, 16, i => $"ri{i} = TSimd.MultiplyAdd(vr{i}, xi, ri{i});")}}
                        band = ref At(ref band, 2 * Bands);
                    }

                    ref float to = ref At(ref products, f * 2 * Bands + lane);
                    {{Unroll.Each(_vectors, 12, i => $"TSimd.Store(TSimd.Add(rr{i}, ii{i}), ref to, {i} * TSimd.Count);")}}
                    {{Unroll.Each(_vectors, 12, i => $"TSimd.Store(TSimd.Subtract({(IsConjugate ? $"ri{i}, ir{i}" : $"ir{i}, ri{i}")}), ref to, Bands + {i} * TSimd.Count);")}}
                }

                v = ref At(ref v, Stride * 2 * Bands);
            }

        """);
        writer.Write("    // Back from ŷ_i to H_i[t], then y[t·a + i] += X_f[s·t + ρ, k]·H_i[t].");
        if (shape.Residues == 1) EmitRows(writer);
        else EmitScatteredRows(writer);
        writer.Write("}");
    }

    private void EmitRows(SourceWriter writer) => writer.Write($$"""
            const int A = {{shape.A}};
            for (int lane = 0; lane < Bands; lane += TSimd.Count)
            {
                ref float h = ref Synthesize(ref At(ref products, lane), 2 * Bands, Bands, ref prepared, ref scratch);
                ref float rows = ref At(ref sums, {{shape.FirstBandOf(0)}} + lane);
                for (int t = 0; t < M; t++) AddScaled(TSimd.Load(ref h, t * TSimd.Count), TSimd.Broadcast(ref xf, t * Rank + k), ref At(ref rows, t * A));
            }
        """);

    // The bands of a residue are few, and share vectors with those of others: each value finds its column alone.
    private void EmitScatteredRows(SourceWriter writer)
    {
        writer.Write($$"""
                for (int lane = 0; lane < Bands; lane += TSimd.Count)
                {
                    ref float h = ref Synthesize(ref At(ref products, lane), 2 * Bands, Bands, ref prepared, ref scratch);
            """);
        int first = 0;
        for (int residue = 0; residue < shape.Residues; residue++)
        {
            writer.Write($"        AddResidue(ref h, lane, {first}, {shape.BandsOf(residue)}, {residue}, {shape.FirstBandOf(residue)}, k, ref xf, ref sums);");
            first += shape.BandsOf(residue);
        }

        writer.Write("    }");
    }

    public override void EmitPanel(SourceWriter writer, Action<string> finish)
    {
        writer.Write($$"""
        const int Bins = {{shape.Bins}}, Stride = {{shape.Stride}}, Bands = {{shape.Bands}}, BandLanes = {{shape.BandLanes}};
        ref float spectrum = ref At(ref scratch, {{shape.Spectrum}});
        ref float products = ref At(ref spectrum, Bins * Stride * 2 * Panel);
        Clear(ref y, R * Panel);

        // x̂[f, φ, b], the transform of x[|D|·u + φ, b] along u: lanes over the samples b.
        for (int phi = 0; phi < Stride; phi++)
        {
            for (int lane = 0; lane < Panel; lane += TSimd.Count)
            {
                ref float from = ref At(ref x, phi * Panel + lane);
                Analyze(ref from, Stride * Panel, ref At(ref spectrum, phi * 2 * Panel + lane), Stride * 2 * Panel, Panel, ref prepared, ref scratch);
            }
        }

        for (int k = 0; k < Rank; k++)
        {
            // ŷ_i[f, b] = Σ_φ V̂_i[f, φ]·conj(x̂[f, φ, b]){{(IsConjugate ? ", conjugated" : "")}}: a complex matrix product for each bin.
            ref float v = ref At(ref prepared, {{shape.Twiddles}} + k * {{shape.SpectrumLength}});
            for (int f = 0; f < Bins; f++)
            {
                {{Product}}.SetComplex(
                    ref At(ref v, f * (Stride * 2 * BandLanes)), BandLanes, 2 * BandLanes,
                    ref At(ref spectrum, f * (Stride * 2 * Panel)), ref At(ref products, f * (Bands * 2 * Panel)), Bands, Stride, {{(IsConjugate ? "true" : "false")}});
            }

        """);
        writer.Write("    // Back from ŷ_i to H_i[t, b], then y[t·a + i, b] += X_f[s·t + ρ, k]·H_i[t, b].");
        int band = 0;
        for (int residue = 0; residue < shape.Residues; residue++)
        {
            writer.Write($"    AddRows(ref At(ref products, {band} * 2 * Panel), {shape.BandsOf(residue)}, {residue}, {shape.FirstBandOf(residue)}, k, ref xf, ref prepared, ref scratch, ref y);");
            band += shape.BandsOf(residue);
        }

        writer.Write("}");
        finish("for (int c = 0; c < R; c++)");
    }

    private void EmitAddRows(SourceWriter writer)
    {
        writer.Write($$"""
            /// <summary>The rows of one residue ρ of a panel: back from ŷ_i to H_i[t, b], then y[t·a + i, b] += X_f[s·t + ρ, k]·H_i[t, b].</summary>
            {{Optimize}}
            private static void AddRows(
                ref float products, int bands, int residue, int firstBand, int k, ref float xf, ref float twiddle, ref float buffer, ref float y)
            {
                for (int i = 0; i < bands; i++)
                {
                    for (int lane = 0; lane < Panel; lane += TSimd.Count)
                    {
                        ref float h = ref Synthesize(ref At(ref products, i * 2 * Panel + lane), {{shape.Bands}} * 2 * Panel, Panel, ref twiddle, ref buffer);
                        for (int j = residue, c = firstBand + i; j < M; j += {{shape.Residues}}, c += {{shape.A}})
                        {
                            if (c >= 0 && c < R) AddScaled(TSimd.Load(ref h, 0), TSimd.Broadcast(ref xf, j * Rank + k), ref At(ref y, c * Panel + lane));
                            h = ref At(ref h, TSimd.Count);
                        }
                    }
                }
            }
            """);
        writer.Skip();
    }

    public override void EmitBackward(SourceWriter writer) => throw new InvalidOperationException("KernelChoice.ForTraining never takes the Fourier kernel.");
}
