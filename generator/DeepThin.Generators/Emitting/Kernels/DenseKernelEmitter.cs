using System;
using System.Collections.Generic;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Emitting.Kernels;

/// <summary>An uncompressed layer.</summary>
internal class DenseKernelEmitter(DenseShape shape) : KernelEmitter
{
    public override IReadOnlyList<string> Steps => [OneSample];

    private static string OneSample => $"{Formula()}, four rows of W at a time";

    public override void EmitOneSample(SourceWriter writer) => writer.Write(shape.HasIntegers
        ? $$"""
        // {{OneSample}}, in integers: W in 8 bits with a scale for each row, x in 16 up to {{shape.Largest}}, so that no sum leaves 32 bits.
        ref float integers = ref At(ref scratch, {{shape.Integers}});
        TVector unit = TSimd.Broadcast({{Integers}}.Round(ref x, Q, {{shape.Largest}}, ref integers));
        for (int c = 0; c < R; c += 4)
        {
            {{Integers}}.OfFourRows(ref At(ref w, (nint)c * Q), Q, ref integers, Q, R - c, ref At(ref sums, c));
        }

        for (int c = 0; c < R; c += TSimd.Count)
        {
            TSimd.Store(TSimd.Multiply(TSimd.Load(ref sums, c), TSimd.Multiply(unit, TSimd.Load(ref wScales, c))), ref sums, c);
        }
        """
        : (SourceWriter.Source)$$"""
        // {{OneSample}}
        for (int c = 0; c + 4 <= R; c += 4)
        {
            {{InnerProduct}}.OfFourRows(ref At(ref w, (nint)c * Q), Q, ref x, Q, ref At(ref sums, c));
        }

        for (int c = R / 4 * 4; c < R; c++)
        {
            At(ref sums, c) = {{InnerProduct}}.Of(ref At(ref w, (nint)c * Q), ref x, Q);
        }
        """);

    public override void EmitPanel(SourceWriter writer, Trace trace, Action<string> finish)
    {
        writer.Write($$"""
            // {{Formula(OfPanel)}}
            {{(shape.IsNarrow
                ? $"{NarrowWeights(shape)}.SetRows(ref w, ref {ScalesOf(shape, "w")}, R, Q, ref x, ref y, ref scratch);"
                : $"{Product}.Set(ref w, Q, 1, ref x, Panel.Size, ref y, Panel.Size, R, Q, Panel.Size);")}}
            """);
        finish("for (int c = 0; c < R; c++)");
    }

    public override void EmitBackward(SourceWriter writer) => writer.Write($$"""
        // ∂L/∂W[c, q] = Σ_b g[c, b]·x[q, b], with x sample by sample so that the lanes run over q.
        const int Row = {{shape.SampleStride}};
        Panel.Unpack(ref x, Panel.Size, Q, ref scratch, Row);
        {{Product}}.Add(ref g, Panel.Size, 1, ref scratch, Row, ref dw, Q, R, Panel.Size, Q);

        // ∂L/∂x[q, b] = Σ_c W[c, q]·g[c, b]
        if (wantsInput) {{Product}}.Set(ref w, 1, Q, ref g, Panel.Size, ref gx, Panel.Size, Q, R, Panel.Size);
        """);

    private static string Formula(string b = "") => $"y[c{b}] = Σ_q W[c, q]·x[q{b}]";
}
