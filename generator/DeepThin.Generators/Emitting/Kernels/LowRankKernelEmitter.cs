using System;
using System.Collections.Generic;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Emitting.Kernels;

/// <summary>Rank factorisation.</summary>
internal sealed class LowRankKernelEmitter(LowRankShape shape) : KernelEmitter
{
    public override IReadOnlyList<string> Steps => [Hidden(), LanesOverOutputs];

    private static string LanesOverOutputs => $"{Outputs()}, lanes over c";

    public override void EmitOneSample(SourceWriter writer)
    {
        writer.Write($"""
            // {Hidden()}
            ref float h = ref At(ref scratch, {shape.Hidden});
            """);
        if (shape.HasIntegers) EmitFirstInIntegers(writer);
        else EmitFirst(writer);
        writer.Skip();
        writer.Write($"""
            // {LanesOverOutputs}
            {InnerProduct}.Combine(ref h, ref v, R, Rank, ref sums, R);
            """);
    }

    private static void EmitFirst(SourceWriter writer) => writer.Write($$"""
        for (int k = 0; k + 4 <= Rank; k += 4)
        {
            {{InnerProduct}}.OfFourRows(ref At(ref u, (nint)k * Q), Q, ref x, Q, ref At(ref h, k));
        }

        for (int k = Rank / 4 * 4; k < Rank; k++)
        {
            At(ref h, k) = {{InnerProduct}}.Of(ref At(ref u, (nint)k * Q), ref x, Q);
        }
        """);

    private void EmitFirstInIntegers(SourceWriter writer) => writer.Write($$"""
        // In integers: U in 8 bits, x in 16 up to {{shape.Largest}}, so that no sum leaves 32 bits. A row of each factor has a scale.
        ref float integers = ref At(ref scratch, {{shape.Integers}});
        float unit = {{Integers}}.Round(ref x, Q, {{shape.Largest}}, ref integers);
        for (int k = 0; k < Rank; k += 4)
        {
            {{Integers}}.OfFourRows(ref At(ref u, (nint)k * Q), Q, ref integers, Q, Rank - k, ref At(ref h, k));
        }

        for (int k = 0; k < Rank; k++) At(ref h, k) *= unit * At(ref uScales, k) * At(ref vScales, k);
        """);

    public override void EmitPanel(SourceWriter writer, Trace trace, Action<string> finish)
    {
        writer.Write($$"""
            // {{Hidden(OfPanel)}}, then {{Outputs(OfPanel)}}
            {{(shape.IsNarrow
                ? $"{NarrowWeights(shape)}.SetRows(ref u, ref {ScalesOf(shape, "u")}, Rank, Q, ref x, ref kept, ref scratch);\n"
                    + $"{NarrowWeights(shape)}.SetColumns(ref v, ref {ScalesOf(shape, "v")}, Rank, R, ref kept, ref y, ref scratch);"
                : $"{Product}.Set(ref u, Q, 1, ref x, Panel.Size, ref kept, Panel.Size, Rank, Q, Panel.Size);\n"
                    + $"{Product}.Set(ref v, 1, R, ref kept, Panel.Size, ref y, Panel.Size, R, Rank, Panel.Size);")}}
            """);
        finish("for (int c = 0; c < R; c++)");
    }

    public override void EmitBackward(SourceWriter writer) => writer.Write($$"""
        // ∂L/∂V[k, c] = Σ_b h[k, b]·g[c, b], with g sample by sample so that the lanes run over c.
        const int Row = {{shape.SampleStride}}, GradientRow = {{shape.GradientStride}};
        ref float samples = ref At(ref scratch, (nint)Rank * Panel.Size);
        ref float gradientSamples = ref At(ref samples, (nint)Row * Panel.Size);
        Panel.Unpack(ref g, Panel.Size, R, ref gradientSamples, GradientRow);
        {{Product}}.Add(ref kept, Panel.Size, 1, ref gradientSamples, GradientRow, ref dv, R, Rank, Panel.Size, R);

        // ∂L/∂h[k, b] = Σ_c V[k, c]·g[c, b]
        {{Product}}.Set(ref v, R, 1, ref g, Panel.Size, ref scratch, Panel.Size, Rank, R, Panel.Size);

        // ∂L/∂U[q, k] = Σ_b ∂L/∂h[k, b]·x[q, b], with x sample by sample so that the lanes run over q.
        Panel.Unpack(ref x, Panel.Size, Q, ref samples, Row);
        {{Product}}.Add(ref scratch, Panel.Size, 1, ref samples, Row, ref du, Q, Rank, Panel.Size, Q);

        // ∂L/∂x[q, b] = Σ_k U[q, k]·∂L/∂h[k, b]
        if (wantsInput) {{Product}}.Set(ref u, 1, Q, ref scratch, Panel.Size, ref gx, Panel.Size, Q, Rank, Panel.Size);
        """);

    private static string Hidden(string b = "") => $"h[k{b}] = Σ_q U[q, k]·x[q{b}]";

    private static string Outputs(string b = "") => $"y[c{b}] = Σ_k V[k, c]·h[k{b}]";
}
