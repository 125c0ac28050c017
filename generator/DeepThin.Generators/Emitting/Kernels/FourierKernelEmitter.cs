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

    public override string Describe() =>
        $"fourier: n = {SourceWriter.Literal(shape.A)}·Q {(shape.D < 0 ? "−" : "+")} {SourceWriter.Literal(shape.Stride)}; {SourceWriter.Literal(shape.Bands)} bands over "
        + $"{SourceWriter.Literal(shape.Stride)} channels of {SourceWriter.Literal(shape.Steps)} steps, real transforms of length N = 2·{_transform.Describe()}";

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
        _transform.EmitSynthesis(writer, shape.Factors.M);
    }

    public override bool EmitPrepare(SourceWriter writer)
    {
        writer.Write($$"""
            // Twiddles, then V̂_i[f, φ] / 2N, the transform of V_i[v, φ] = W_f[i·Q + |D|·v + φ] along v.
            {{Runtime}}.Fourier.PrepareTwiddles(ref prepared, {{shape.Half}}, new int[] { {{string.Join(", ", _transform.Radices())}} });
            for (int k = 0; k < Rank; k++)
            {
                {{Runtime}}.Fourier.PrepareSpectrum(
                    ref At(ref wf, k * N), N, Q, {{shape.Stride}}, {{(shape.D > 0 ? "1 - M" : "0")}}, {{shape.FirstBand}}, {{shape.Bands}}, {{shape.BandLanes}}, {{shape.Bins}}, {{shape.Length}},
                    1.0 / {{2 * shape.Length}}, ref At(ref prepared, {{shape.Twiddles}} + k * {{shape.SpectrumLength}}));
            }
            """);
        return true;
    }

    public override void EmitOneSample(SourceWriter writer) => writer.Write($$"""
        const int A = {{shape.A}}, Bins = {{shape.Bins}}, Stride = {{shape.Stride}}, Channels = {{shape.ChannelLanes}}, Bands = {{shape.BandLanes}};
        ref float spectrum = ref At(ref scratch, {{shape.Spectrum}});
        ref float products = ref At(ref scratch, {{shape.Products}});
        ref float rows = ref At(ref sums, {{shape.FirstBand}});
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

            // H_i[j], back from ŷ_i, then y[j·a + i] += X_f[j, k]·H_i[j].
            for (int lane = 0; lane < Bands; lane += TSimd.Count)
            {
                ref float h = ref Synthesize(ref At(ref products, lane), 2 * Bands, Bands, ref prepared, ref scratch);
                for (int j = 0; j < M; j++)
                {
                    AddScaled(TSimd.Load(ref h, j * TSimd.Count), TSimd.Broadcast(ref xf, j * Rank + k), ref At(ref rows, j * A + lane));
                }
            }
        }
        """);

    public override void EmitPanel(SourceWriter writer) => writer.Write($$"""
        const int A = {{shape.A}}, Bins = {{shape.Bins}}, Stride = {{shape.Stride}}, Bands = {{shape.Bands}}, BandLanes = {{shape.BandLanes}}, FirstBand = {{shape.FirstBand}};
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

            // H_i[j, b], back from ŷ_i, then y[j·a + i, b] += X_f[j, k]·H_i[j, b].
            for (int i = 0; i < Bands; i++)
            {
                for (int lane = 0; lane < Panel; lane += TSimd.Count)
                {
                    ref float h = ref Synthesize(ref At(ref products, i * 2 * Panel + lane), Bands * 2 * Panel, Panel, ref prepared, ref scratch);
                    for (int j = 0; j < M; j++)
                    {
                        int c = j * A + i + FirstBand;
                        if (c >= 0 && c < R) AddScaled(TSimd.Load(ref h, j * TSimd.Count), TSimd.Broadcast(ref xf, j * Rank + k), ref At(ref y, c * Panel + lane));
                    }
                }
            }
        }
        """);

    public override void EmitBackward(SourceWriter writer) => throw new InvalidOperationException("KernelChoice.ForTraining never takes the Fourier kernel.");
}
