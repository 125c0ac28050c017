using System;
using System.Collections.Generic;
using System.Linq;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Emitting.Kernels;

/// <summary>Bands of W_f on the grid n = a·Q + D, multiplied with x in the Fourier domain.</summary>
internal sealed class FourierKernelEmitter(FourierShape shape, bool training) : KernelEmitter
{
    private const string RowGradients = "dH_i[t, b] = X_f[s·t + ρ, k]·g[t·a + i, b]";

    private readonly int _vectors = shape.BandLanes % (2 * KernelShape.Lanes) == 0 ? 2 : 1;
    private readonly TransformEmitter _transform = new(shape.Half);

    // Where rows begin later and later, the H_i[t] of the last row come first.
    private string FirstPlace => shape.D > 0 ? SourceWriter.Literal(shape.Rows - 1) + " * TSimd.Count" : "0";

    private string NextPlace => shape.D > 0 ? "-TSimd.Count" : "TSimd.Count";

    public override IReadOnlyList<string> Steps => [Channels(), Bands(), Rows(), Outputs()];

    protected override string Sizes
    {
        get
        {
            string residues = shape.Residues == 1 ? "" : SourceWriter.Literal(shape.Residues) + "·";
            return $"{residues}n = {SourceWriter.Literal(shape.A)}·Q {(shape.D < 0 ? "−" : "+")} {SourceWriter.Literal(shape.Stride)}; {SourceWriter.Literal(shape.Bands)} bands over "
                + $"{SourceWriter.Literal(shape.Stride)} channels of {SourceWriter.Literal(shape.Steps)} steps, real transforms of length N = 2·{_transform.Describe()}";
        }
    }

    public override void EmitMaps(SourceWriter writer)
    {
        writer.Write($$"""
            /// <summary>The radix of each pass of the transforms.</summary>
            private static ReadOnlySpan<byte> Radices => new byte[] { {{string.Join(", ", _transform.Radices())}} };

            {{Inline}}
            private static void AddScaled(TVector value, TVector scale, ref float to) =>
                TSimd.Store(TSimd.MultiplyAdd(value, scale, TSimd.Load(ref to, 0)), ref to, 0);

            /// <summary>One vector of lanes: twice the transform X[f] = Σ_u x[u]·exp(−2πi·f·u / N) of {{shape.Steps}} rows, zeros behind them.</summary>
            {{Optimize}}
            """);
        _transform.EmitAnalysis(writer, shape.Steps);
        writer.Write($$"""
            /// <summary>One vector of lanes: N times the first {{shape.Rows}} rows y[t] whose transform is Y; y[2k] and y[2k + 1] are one complex value.</summary>
            {{Optimize}}
            """);
        _transform.EmitSynthesis(writer, shape.Rows);
        if (shape.Residues > 1) EmitAddResidue(writer);
        EmitAddRows(writer);
    }

    private void EmitAddResidue(SourceWriter writer)
    {
        writer.Write($$"""
            /// <summary>{{Outputs()}} for those bands i of residue ρ, lanes first … of all, that are in the vector at lane.</summary>
            {{Optimize}}
            private static void AddResidue(ref float h, int lane, int first, int bands, int residue, int firstBand, int k, ref float xf, ref float sums)
            {
                int from = Math.Max(first, lane), to = Math.Min(first + bands, lane + TSimd.Count);
                if (from >= to) return;
                ref float value = ref At(ref h, {{FirstPlace}} + from - lane);
                ref float column = ref At(ref sums, firstBand + from - first);
                for (int j = residue; j < M; j += {{shape.Residues}})
                {
                    float scale = At(ref xf, j * Rank + k);
                    for (int i = 0; i < to - from; i++) At(ref column, i) += scale * At(ref value, i);
                    value = ref At(ref value, {{NextPlace}});
                    column = ref At(ref column, {{shape.A}});
                }
            }
            """);
        writer.Skip();
    }

    public override bool EmitPrepare(SourceWriter writer)
    {
        var residues = Enumerable.Range(0, shape.Residues);
        writer.Write($$"""
            // Twiddles, then V̂_i[f, φ] / 2N, the transform of {{Taps}} along v{{(shape.IsPaired ? ", in pairs of bfloat16" : "")}}.
            int[] firstBands = new int[] { {{string.Join(", ", residues.Select(residue => SourceWriter.Literal(shape.FirstBandOf(residue))))}} };
            int[] bands = new int[] { {{string.Join(", ", residues.Select(residue => SourceWriter.Literal(shape.BandsOf(residue))))}} };
            {{Fourier}}.PrepareTwiddles(ref prepared, {{shape.Half}}, Radices);
            for (int k = 0; k < Rank; k++)
            {
                {{Fourier}}.{{(shape.IsPaired ? "PreparePairedSpectrum" : "PrepareSpectrum")}}(
                    ref At(ref wf, k * N), N, Q, {{shape.Stride}}, {{shape.Taps}}, {{shape.FirstTap * shape.Stride}}, firstBands, bands,
                    {{shape.Half}}, Radices, ref prepared, ref At(ref prepared, {{shape.Twiddles}} + k * {{shape.SpectrumLength}}));
            }
            """);
        return true;
    }

    private string ComplexBands => shape.IsPaired ? "Bands" : "2 * Bands";

    // A pair is the imaginary part as it is, and the real part in its lower half.
    private string Band(int i)
    {
        string re = Unroll.Place((i, "TSimd.Count"));
        return shape.IsPaired
            ? $"TVector vr{i} = TSimd.LoadLowerHalves(ref band, {re}), vi{i} = TSimd.Load(ref band, {re});"
            : $"TVector vr{i} = TSimd.Load(ref band, {re}), vi{i} = TSimd.Load(ref band, {Unroll.Place((1, "Bands"), (i, "TSimd.Count"))});";
    }

    private string Taps => "V_i[v, φ] = W_f[i·Q" + (shape.Residues > 1 ? " − ρ·n" : "") + " + |D|·" + (shape.FirstTap < 0 ? $"(v − {SourceWriter.Literal(-shape.FirstTap)})" : "v") + " + φ]";

    public override void EmitOneSample(SourceWriter writer)
    {
        writer.Write($$"""
        const int Bins = {{shape.Bins}}, Stride = {{shape.Stride}}, Channels = {{shape.ChannelLanes}}, Bands = {{shape.BandLanes}};
        ref float spectrum = ref At(ref scratch, {{shape.Spectrum}});
        ref float products = ref At(ref scratch, {{shape.Products}});
        Clear(ref At(ref scratch, {{shape.FirstSum}}), {{shape.Scratch - shape.FirstSum}});

        // {{Channels()}}: lanes over φ.
        for (int lane = 0; lane < Channels; lane += TSimd.Count)
        {
            Analyze(ref At(ref x, lane), Stride, ref At(ref spectrum, lane), 2 * Channels, Channels, ref prepared, ref scratch);
        }

        for (int k = 0; k < Rank; k++)
        {
            // {{Bands()}}: lanes over the bands i.
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
                        {{Unroll.Each(_vectors, 16, Band)}}
                        {{Unroll.Each(_vectors, 16, i => $"rr{i} = TSimd.MultiplyAdd(vr{i}, xr, rr{i});")}}
                        {{Unroll.Each(_vectors, 16, i => $"ii{i} = TSimd.MultiplyAdd(vi{i}, xi, ii{i});")}}
                        {{Unroll.Each(_vectors, 16, i => $"ir{i} = TSimd.MultiplyAdd(vi{i}, xr, ir{i});")}}
                        {{Unroll.Each(_vectors, 16, i => $"ri{i} = TSimd.MultiplyAdd(vr{i}, xi, ri{i});")}}
                        band = ref At(ref band, {{ComplexBands}});
                    }

                    ref float to = ref At(ref products, f * 2 * Bands + lane);
                    {{Unroll.Each(_vectors, 12, i => $"TSimd.Store(TSimd.Add(rr{i}, ii{i}), ref to, {Unroll.Place((i, "TSimd.Count"))});")}}
                    {{Unroll.Each(_vectors, 12, i => $"TSimd.Store(TSimd.Subtract(ir{i}, ri{i}), ref to, {Unroll.Place((1, "Bands"), (i, "TSimd.Count"))});")}}
                }

                v = ref At(ref v, Stride * {{ComplexBands}});
            }

        """);
        writer.Write($"    // {Rows()}, then {Outputs()}");
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
                for (int t = 0; t < M; t++) AddScaled(TSimd.Load(ref h, {{(shape.D > 0 ? "(M - 1 - t)" : "t")}} * TSimd.Count), TSimd.Broadcast(ref xf, t * Rank + k), ref At(ref rows, t * A));
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

    public override void EmitPanel(SourceWriter writer, Trace trace, Action<string> finish)
    {
        writer.Write($$"""
        const int Bins = {{shape.Bins}}, Stride = {{shape.Stride}}, Bands = {{shape.Bands}}, BandLanes = {{shape.BandLanes}};
        ref float products = ref At(ref scratch, {{shape.BufferLength}});
        {{(shape.IsPaired ? $"ref float bin = ref At(ref scratch, {SourceWriter.Literal(shape.UnpairedBin)});\n" : "")}}Clear(ref y, R * Panel.Size);

        // {{Channels(OfPanel)}}: lanes over the samples b.
        for (int phi = 0; phi < Stride; phi++)
        {
            for (int lane = 0; lane < Panel.Size; lane += TSimd.Count)
            {
                ref float from = ref At(ref x, phi * Panel.Size + lane);
                Analyze(ref from, Stride * Panel.Size, ref At(ref kept, phi * 2 * Panel.Size + lane), Stride * 2 * Panel.Size, Panel.Size, ref prepared, ref scratch);
            }
        }

        for (int k = 0; k < Rank; k++)
        {
            // {{Bands(OfPanel)}}: a complex matrix product for each bin.
            ref float v = ref At(ref prepared, {{shape.Twiddles}} + k * {{shape.SpectrumLength}});
            for (int f = 0; f < Bins; f++)
            {
                {{(shape.IsPaired ? $"{Fourier}.Unpair(ref At(ref v, f * (Stride * BandLanes)), Stride, BandLanes, ref bin);\n        " : "")}}{{ComplexProduct}}.Set(
                    ref {{(shape.IsPaired ? "bin" : "At(ref v, f * (Stride * 2 * BandLanes))")}}, BandLanes, 1, 2 * BandLanes,
                    ref At(ref kept, f * (Stride * 2 * Panel.Size)), ref At(ref products, f * (Bands * 2 * Panel.Size)), Bands, Stride);
            }

            // {{Rows(OfPanel)}}, then {{Outputs(OfPanel)}}
        """);
        if (trace != Trace.Never)
        {
            string rows = $"At(ref kept, ({SourceWriter.Literal(shape.KeptRows)} + k * {SourceWriter.Literal((long)shape.Bands * shape.Rows)}) * Panel.Size)";
            writer.Write($"    ref float h = ref {(trace == Trace.AsTyped ? $"TTrace.IsKept ? ref {rows} : ref kept" : rows)};");
        }

        EmitResidues(writer, (residue, band) => writer.Write($$"""
            AddRows{{(training ? trace.Argument() : "")}}(
                ref {{Unroll.At("products", (2 * band, "Panel.Size"))}}, {{shape.BandsOf(residue)}}, {{residue}}, {{shape.FirstBandOf(residue)}}, k, ref xf, ref prepared, ref scratch, ref y{{(training ? KeptAt(trace, band) : "")}});
        """));
        writer.Write("}");
        finish("for (int c = 0; c < R; c++)");
    }

    private void EmitResidues(SourceWriter writer, Action<int, int> write)
    {
        int band = 0;
        for (int residue = 0; residue < shape.Residues; residue++)
        {
            write(residue, band);
            band += shape.BandsOf(residue);
        }
    }

    private string KeptAt(Trace trace, int band) => trace == Trace.Never ? ", ref kept" : ", ref " + Unroll.At("h", ((long)band * shape.Rows, "Panel.Size"));

    private void EmitAddRows(SourceWriter writer)
    {
        var trace = training ? Trace.AsTyped : Trace.Never;
        string parameters = "ref float products, int bands, int residue, int firstBand, int k, ref float xf, ref float twiddle, ref float buffer, ref float y";
        string keep = trace.Statement("TSimd.Store(value, ref kept, place);"), next = trace.Statement($"kept = ref At(ref kept, {SourceWriter.Literal(shape.Rows)} * TSimd.Count);");
        writer.Write($$"""
            /// <summary>The rows of one residue ρ of a panel: {{Rows(OfPanel)}}{{(training ? ", which a trace keeps" : "")}}, then {{Outputs(OfPanel)}}.</summary>
            {{Optimize}}
            private static void AddRows{{(training ? "<TTrace>" : "")}}(
                {{parameters}}{{(training ? ", ref float kept" : "")}}){{(training ? "\n" + Traces.Constraint : "")}}
            {
                for (int i = 0; i < bands; i++)
                {
                    for (int lane = 0; lane < Panel.Size; lane += TSimd.Count)
                    {
                        ref float h = ref Synthesize(ref At(ref products, i * 2 * Panel.Size + lane), {{shape.Bands}} * 2 * Panel.Size, Panel.Size, ref twiddle, ref buffer);
                        int place = {{FirstPlace}};
                        for (int j = residue, c = firstBand + i; j < M; j += {{shape.Residues}}, c += {{shape.A}}, place += {{NextPlace}})
                        {
                            if (c < 0 || c >= R) continue;
                            TVector value = TSimd.Load(ref h, place);
                            {{(training ? keep + "\n                " : "")}}AddScaled(value, TSimd.Broadcast(ref xf, j * Rank + k), ref At(ref y, c * Panel.Size + lane));
                        }{{(training ? "\n\n            " + next : "")}}
                    }
                }
            }
            """);
        writer.Skip();
    }

    public override void EmitTrainingMethods(SourceWriter writer)
    {
        EmitBackRows(writer);
        EmitAddTaps(writer);
    }

    private void EmitBackRows(SourceWriter writer)
    {
        writer.Write($$"""
            /// <summary>
            /// The rows of one residue ρ of a panel: g[t·a + i, b]·H_i[t, b] is added to the sums of row s·t + ρ, and {{RowGradients}}
            /// is transformed.
            /// </summary>
            {{Optimize}}
            private static void BackRows(
                ref float g, ref float kept, int bands, int residue, int firstBand, int k,
                ref float xf, ref float sums, ref float to, ref float twiddle, ref float scratch)
            {
                ref float dh = ref At(ref scratch, {{shape.BandGradients}});
                Clear(ref dh, {{shape.Length}} * TSimd.Count);
                for (int i = 0; i < bands; i++)
                {
                    for (int lane = 0; lane < Panel.Size; lane += TSimd.Count)
                    {
                        int place = {{FirstPlace}};
                        for (int j = residue, c = firstBand + i; j < M; j += {{shape.Residues}}, c += {{shape.A}}, place += {{NextPlace}})
                        {
                            if (c < 0 || c >= R)
                            {
                                TSimd.Store(TSimd.Zero, ref dh, place);
                                continue;
                            }

                            TVector value = TSimd.Load(ref g, c * Panel.Size + lane);
                            TSimd.Store(TSimd.Multiply(TSimd.Broadcast(ref xf, j * Rank + k), value), ref dh, place);
                            AddScaled(value, TSimd.Load(ref kept, place), ref At(ref sums, j * TSimd.Count));
                        }

                        {{Fourier}}.Analyze(
                            ref dh, ref At(ref to, i * 2 * Panel.Size + lane), {{shape.Bands}} * 2 * Panel.Size, Panel.Size, {{shape.Half}}, Radices, ref twiddle, ref scratch);
                        kept = ref At(ref kept, {{shape.Rows}} * TSimd.Count);
                    }
                }
            }
            """);
        writer.Skip();
    }

    private void EmitAddTaps(SourceWriter writer)
    {
        writer.Write($$"""
            /// <summary>From the gradients of V̂_i of one residue ρ to those of {{Taps}}, a run of W_f for each band.</summary>
            {{Optimize}}
            private static void AddTaps(ref float spectrum, int bands, int residue, int firstBand, ref float dwf, ref float twiddle, ref float scratch)
            {
                const int Stride = {{shape.Stride}}, Channels = {{shape.ChannelLanes}}, Taps = {{shape.Taps}};
                ref float run = ref At(ref scratch, {{shape.BandGradients}});
                for (int i = 0; i < bands; i++)
                {
                    // Lanes without a channel are written over by the next v, or stay behind the run.
                    for (int lane = (Stride - 1) / TSimd.Count * TSimd.Count; lane >= 0; lane -= TSimd.Count)
                    {
                        ref float from = ref At(ref spectrum, i * 2 * Channels + lane);
                        ref float taps = ref {{Fourier}}.Synthesize(
                            ref from, {{shape.Bands}} * 2 * Channels, Channels, {{shape.Half}}, Radices, ref twiddle, ref scratch);
                        for (int v = 0; v < Taps; v++) TSimd.Store(TSimd.Load(ref taps, v * TSimd.Count), ref run, v * Stride + lane);
                    }

                    long start = (long)(firstBand + i) * Q - (long)residue * N + {{shape.FirstTap}} * Stride;
                    int first = (int)Math.Max(0, -start), end = (int)Math.Min(Taps * Stride, N - start);
                    if (first >= end) continue;
                    {{PanelKernels}}.AddScaled(ref At(ref run, first), {{1f / (4 * shape.Length)}}, ref At(ref dwf, (nint)(start + first)), end - first);
                }
            }
            """);
        writer.Skip();
    }

    public override void EmitBackward(SourceWriter writer)
    {
        writer.Write($$"""
            const int Bins = {{shape.Bins}}, Stride = {{shape.Stride}}, Channels = {{shape.ChannelLanes}}, Bands = {{shape.Bands}}, BandLanes = {{shape.BandLanes}};
            ref float sums = ref At(ref scratch, {{shape.RowSums}});
            ref float samples = ref At(ref scratch, {{shape.Samples}});
            ref float taps = ref At(ref scratch, {{shape.TapSpectrum}});
            ref float bands = ref At(ref scratch, {{shape.BandSpectrum}});
            ref float channels = ref At(ref scratch, {{shape.ChannelSpectrum}});
            for (int k = 0; k < Rank; k++)
            {
                // ∂L/∂X_f[s·t + ρ, k] = Σ_i Σ_b g[t·a + i, b]·H_i[t, b], and dŷ_i[f, b], the transform of {{RowGradients}}.
                ref float h = ref At(ref kept, ({{shape.KeptRows}} + k * {{(long)shape.Bands * shape.Rows}}) * Panel.Size);
                Clear(ref sums, M * TSimd.Count);
            """);
        EmitResidues(writer, (residue, band) => writer.Write($$"""
                BackRows(
                    ref g{{KeptAt(Trace.Always, band)}}, {{shape.BandsOf(residue)}}, {{residue}}, {{shape.FirstBandOf(residue)}}, k,
                    ref xf, ref sums, ref {{Unroll.At("bands", (2 * band, "Panel.Size"))}}, ref prepared, ref scratch);
            """));
        writer.Write($$"""
                for (int j = 0; j < M; j++) At(ref dxf, j * Rank + k) += TSimd.Sum(TSimd.Load(ref sums, j * TSimd.Count));

                ref float v = ref At(ref prepared, {{shape.Twiddles}} + k * {{shape.SpectrumLength}});
                for (int f = 0; f < Bins; f++)
                {
                    // dx̂[f, φ, b] = Σ_k Σ_i V̂_i[f, φ]·conj(dŷ_i[f, b])
                    ref float band = ref At(ref bands, f * (Bands * 2 * Panel.Size));
                    ref float bin = ref At(ref v, f * (Stride * 2 * BandLanes));
                    ref float channel = ref At(ref channels, f * (Stride * 2 * Panel.Size));
                    ref float spectrum = ref At(ref kept, f * (Stride * 2 * Panel.Size));
                    ref float tap = ref At(ref taps, f * (Bands * 2 * Channels));
                    if (wantsInput)
                    {
                        {{ChannelProducts()}}
                    }

                    // dV̂_i[f, φ] = Σ_b dŷ_i[f, b]·x̂[f, φ, b]
                    {{ComplexProduct}}.SetOverSamples(ref band, ref spectrum, ref tap, Bands, Channels, ref samples);
                }

                // ∂L/∂W_f[k, p], from dV̂_i back to dV_i[v, φ]: a run of W_f for each band.
            """);
        EmitResidues(writer, (residue, band) => writer.Write($$"""
                AddTaps(ref {{Unroll.At("taps", (2 * band, "Channels"))}}, {{shape.BandsOf(residue)}}, {{residue}}, {{shape.FirstBandOf(residue)}}, ref At(ref dwf, k * N), ref prepared, ref scratch);
            """));
        writer.Write($$"""
            }

            // ∂L/∂x[|D|·u + φ, b], from dx̂ back along u.
            for (int phi = 0; wantsInput && phi < Stride; phi++)
            {
                for (int lane = 0; lane < Panel.Size; lane += TSimd.Count)
                {
                    ref float from = ref At(ref channels, phi * 2 * Panel.Size + lane);
                    ref float row = ref {{Fourier}}.Synthesize(
                        ref from, Stride * 2 * Panel.Size, Panel.Size, {{shape.Half}}, Radices, ref prepared, ref scratch);
                    for (int q = phi; q < Q; q += Stride)
                    {
                        TSimd.Store(TSimd.Load(ref row, 0), ref gx, q * Panel.Size + lane);
                        row = ref At(ref row, TSimd.Count);
                    }
                }
            }
            """);
    }

    private static string Channels(string b = "") => $"x̂[f, φ{b}], the transform of x[|D|·u + φ{b}] along u";

    private static string Bands(string b = "") => $"ŷ_i[f{b}] = Σ_φ V̂_i[f, φ]·conj(x̂[f, φ{b}])";

    private static string Rows(string b = "") => $"H_i[t{b}], the inverse transform of ŷ_i";

    private static string Outputs(string b = "") => $"y[t·a + i{b}] += X_f[s·t + ρ, k]·H_i[t{b}]";

    private string ChannelProducts()
    {
        string arguments = "(ref bin, BandLanes, 2 * BandLanes, 1, ref band, ref channel, Stride, Bands);";
        return shape.Factors.Rank == 1
            ? $"{ComplexProduct}.Set{arguments}"
            : $"if (k == 0) {ComplexProduct}.Set{arguments}\n            else {ComplexProduct}.Add{arguments}";
    }
}
