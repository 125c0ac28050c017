using System;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.Names;

namespace DeepThin.Generators.Emitting.Kernels;

/// <summary>Bands of W_f on the grid n = a·Q + D, multiplied with x in the Fourier domain. The transforms are short: small matrix products.</summary>
internal sealed class FourierKernelEmitter(FourierShape shape) : KernelEmitter
{
    private readonly int _vectors = shape.BandLanes % (2 * KernelShape.Lanes) == 0 ? 2 : 1;

    public override string Describe() =>
        $"fourier: n = {shape.A}·Q {(shape.D < 0 ? "−" : "+")} {shape.Stride}; {shape.Bands} bands over {shape.Stride} channels of {shape.Steps} steps, "
        + $"transforms of length {shape.Length} as small matrix products";

    public override void EmitMaps(SourceWriter writer)
    {
        writer.Write($$"""
            {{Inline}}
            private static void AddScaled(TVector value, TVector scale, ref float to) =>
                TSimd.Store(TSimd.MultiplyAdd(value, scale, TSimd.Load(ref to, 0)), ref to, 0);
            """);
        writer.Skip();
    }

    public override bool EmitPrepare(SourceWriter writer)
    {
        writer.Write($$"""
            // The transforms' cosines and sines, and V̂_i[f, φ], the transform of V_i[v, φ] = W_f[i·Q + |D|·v + φ] along v.
            {{Runtime}}.Fourier.PrepareAnalysis(ref prepared, {{shape.Bins}}, {{shape.Steps}}, {{shape.Length}}, {{FourierShape.Block}});
            {{Runtime}}.Fourier.PrepareSynthesis(ref At(ref prepared, {{shape.AnalysisLength}}), {{shape.Bins}}, M, {{shape.Length}}, {{FourierShape.Block}}, {{Sign}});
            for (int k = 0; k < Rank; k++)
            {
                {{Runtime}}.Fourier.PrepareSpectrum(
                    ref At(ref wf, k * N), N, Q, {{shape.Stride}}, {{(shape.D > 0 ? "1 - M" : "0")}}, {{shape.FirstBand}}, {{shape.Bands}}, {{shape.BandLanes}}, {{shape.Bins}}, {{shape.Length}},
                    ref At(ref prepared, {{SpectrumOffset}} + k * {{shape.SpectrumLength}}));
            }
            """);
        return true;
    }

    private string Sign => shape.D > 0 ? "-1" : "1";

    private int SpectrumOffset => shape.AnalysisLength + shape.SynthesisLength;

    public override void EmitOneSample(SourceWriter writer)
    {
        writer.Write($$"""
            const int A = {{shape.A}}, Bins = {{shape.Bins}}, Steps = {{shape.Steps}}, Stride = {{shape.Stride}}, Channels = {{shape.ChannelLanes}}, Bands = {{shape.BandLanes}};
            ref float products = ref At(ref scratch, {{shape.Products}});
            ref float rows = ref At(ref sums, {{shape.FirstBand}});
            Clear(ref At(ref scratch, {{shape.FirstSum}}), {{shape.Scratch - shape.FirstSum}});

            // x̂[f, φ] = Σ_u x[|D|·u + φ]·exp(−2πi·f·u / N): lanes over φ, up to {{FourierShape.Block}} bins f in registers.
            """);
        writer.Block($"for (int lane = 0; lane < Channels; lane += TSimd.Count)", () =>
        {
            writer.Write("""
                ref float table = ref prepared;
                ref float spectrum = ref At(ref scratch, lane);
                """);
            EmitBlocks(writer, "f", "Bins", shape.Bins, (block, f) => EmitAnalysis(writer, block, f));
        });
        writer.Skip();
        writer.Block($"for (int k = 0; k < Rank; k++)", () =>
        {
            EmitProducts(writer);
            writer.Skip();
            writer.Write($"""
                // H_i[j] = Σ_f ŷ_i[f]·exp({(shape.D > 0 ? "−" : "")}2πi·f·j / N) / N, then y[j·a + i] += X_f[j, k]·H_i[j]: up to {FourierShape.Block} rows j in registers.
                """);
            writer.Block($"for (int lane = 0; lane < Bands; lane += TSimd.Count)", () =>
            {
                writer.Write($"""
                    ref float table = ref At(ref prepared, {shape.AnalysisLength});
                    ref float product = ref At(ref products, lane);
                    ref float row = ref At(ref rows, lane);
                    """);
                EmitBlocks(writer, "j", "M", shape.Factors.M, (block, j) => EmitSynthesis(writer, block, j));
            });
        });
    }

    public override void EmitPanel(SourceWriter writer) => throw Unused();

    public override void EmitBackward(SourceWriter writer) => throw Unused();

    // KernelChoice.ForPanel never takes this kernel.
    private static InvalidOperationException Unused() => new("The Fourier kernel computes single samples.");

    private static void EmitBlocks(SourceWriter writer, string index, string end, int count, Action<int, string> body)
    {
        int rest = count % FourierShape.Block;
        if (count >= FourierShape.Block)
        {
            writer.Block($"for (int {index} = 0; {index} + {FourierShape.Block} <= {end}; {index} += {FourierShape.Block})", () => body(FourierShape.Block, index));
        }

        if (rest == 0) return;
        writer.Skip();
        writer.Block(() => body(rest, SourceWriter.Literal(count - rest)));
    }

    private static void EmitAnalysis(SourceWriter writer, int block, string f) => writer.Write($$"""
        {{Unroll.Zeros("re", block)}}
        {{Unroll.Zeros("im", block)}}
        ref float from = ref At(ref x, lane);
        for (int u = 0; u < Steps; u++)
        {
            TVector value = TSimd.Load(ref from, u * Stride);
            {{Unroll.Each(block, 4, i => $"re{i} = TSimd.MultiplyAdd(value, TSimd.Broadcast(ref table, {i}), re{i});")}}
            {{Unroll.Each(block, 4, i => $"im{i} = TSimd.MultiplyAdd(value, TSimd.Broadcast(ref table, {block + i}), im{i});")}}
            table = ref At(ref table, {{2 * block}});
        }

        {{Unroll.Each(block, 0, i => $"TSimd.Store(re{i}, ref spectrum, ({f} + {i}) * 2 * Channels);")}}
        {{Unroll.Each(block, 0, i => $"TSimd.Store(im{i}, ref spectrum, ({f} + {i}) * 2 * Channels + Channels);")}}
        """);

    private void EmitProducts(SourceWriter writer) => writer.Write($$"""
        // ŷ_i[f] = Σ_φ V̂_i[f, φ]·conj(x̂[f, φ]): lanes over the bands i.
        ref float v = ref At(ref prepared, {{SpectrumOffset}} + k * {{shape.SpectrumLength}});
        for (int f = 0; f < Bins; f++)
        {
            ref float re = ref At(ref scratch, f * 2 * Channels);
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
                    {{Unroll.Each(_vectors, 12, i => $"TVector vr{i} = TSimd.Load(ref band, {i} * TSimd.Count), vi{i} = TSimd.Load(ref band, Bands + {i} * TSimd.Count);")}}
                    {{Unroll.Each(_vectors, 12, i => $"rr{i} = TSimd.MultiplyAdd(vr{i}, xr, rr{i});")}}
                    {{Unroll.Each(_vectors, 12, i => $"ii{i} = TSimd.MultiplyAdd(vi{i}, xi, ii{i});")}}
                    {{Unroll.Each(_vectors, 12, i => $"ir{i} = TSimd.MultiplyAdd(vi{i}, xr, ir{i});")}}
                    {{Unroll.Each(_vectors, 12, i => $"ri{i} = TSimd.MultiplyAdd(vr{i}, xi, ri{i});")}}
                    band = ref At(ref band, 2 * Bands);
                }

                ref float to = ref At(ref products, f * 2 * Bands + lane);
                {{Unroll.Each(_vectors, 8, i => $"TSimd.Store(TSimd.Add(rr{i}, ii{i}), ref to, {i} * TSimd.Count);")}}
                {{Unroll.Each(_vectors, 8, i => $"TSimd.Store(TSimd.Subtract(ir{i}, ri{i}), ref to, Bands + {i} * TSimd.Count);")}}
            }

            v = ref At(ref v, Stride * 2 * Bands);
        }
        """);

    private static void EmitSynthesis(SourceWriter writer, int block, string j) => writer.Write($$"""
        {{Unroll.Zeros("c", block)}}
        {{Unroll.Zeros("s", block)}}
        for (int f = 0; f < Bins; f++)
        {
            TVector re = TSimd.Load(ref product, f * 2 * Bands), im = TSimd.Load(ref product, f * 2 * Bands + Bands);
            {{Unroll.Each(block, 4, i => $"c{i} = TSimd.MultiplyAdd(re, TSimd.Broadcast(ref table, {i}), c{i});")}}
            {{Unroll.Each(block, 4, i => $"s{i} = TSimd.MultiplyAdd(im, TSimd.Broadcast(ref table, {block + i}), s{i});")}}
            table = ref At(ref table, {{2 * block}});
        }

        {{Unroll.Each(block, 0, i => $"AddScaled(TSimd.Add(c{i}, s{i}), TSimd.Broadcast(ref xf, ({j} + {i}) * Rank + k), ref At(ref row, ({j} + {i}) * A));")}}
        """);
}
