using System;
using System.Collections.Generic;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Emitting.Kernels;

/// <summary>Segments of W_f against x.</summary>
internal sealed class SegmentsKernelEmitter(SegmentsShape shape) : KernelEmitter
{
    private const string RowsInWords = "Row j of W_aux holds the values with the flat indices i = j·n … of W; i = c·Q + q is W[q, c].";

    public override IEnumerable<string> PanelConstants => [$"Segments = {SourceWriter.Literal(shape.MostSegments)}"];

    public override IReadOnlyList<string> Steps => [OneSample];

    private static string OneSample => $"y[c] += Σ_k X_f[j, k]·({Segment()}) for each overlap of a row j of W_aux with a column c of W";

    public override void EmitOneSample(SourceWriter writer) => writer.Write($$"""
        // {{OneSample}}.
        // {{RowsInWords}}
        Clear(ref sums, R);
        for (int j = 0; j < M; j++)
        {
            int start = j * N, end = (int)Math.Min((long)start + N, Q * R);
            for (int i = start; i < end;)
            {
                int c = i / Q, q = i - c * Q, length = Math.Min(Q - q, end - i);
                float sum = 0;
                for (int k = 0; k < Rank; k++)
                {
                    float product = {{InnerProduct}}.Of(ref At(ref wf, k * N + i - start), ref At(ref x, q), length);
                    sum += At(ref xf, j * Rank + k) * product;
                }

                At(ref sums, c) += sum;
                i += length;
            }
        }
        """);

    public override void EmitPanel(SourceWriter writer, Trace trace, Action<string> finish)
    {
        writer.Write($$"""
            // {{RowsInWords}}
            // Each segment's sums H_k[b] = {{Segment(OfPanel)}} are kept, then y[c, b] += X_f[j, k]·H_k[b].
            Clear(ref y, R * Panel.Size);
            int segment = 0;
            for (int j = 0; j < M; j++)
            {
                int start = j * N, end = (int)Math.Min((long)start + N, Q * R);
                for (int i = start; i < end;)
                {
                    int c = i / Q, q = i - c * Q, length = Math.Min(Q - q, end - i);
                    int columns = length == Q ? (end - i) / Q : 1;
                    for (int k = 0; k < Rank; k++)
                    {
                        ref float h = ref At(ref kept, ((nint)k * Segments + segment) * Panel.Size);
                        {{Product}}.Set(
                            ref At(ref wf, k * N + i - start), Q, 1, ref At(ref x, (nint)q * Panel.Size), Panel.Size, ref h, Panel.Size, columns, length, Panel.Size);
                        for (int column = 0; column < columns; column++)
                        {
                            {{PanelKernels}}.AddScaled(
                                ref At(ref h, column * Panel.Size), At(ref xf, j * Rank + k), ref At(ref y, (nint)(c + column) * Panel.Size));
                        }
                    }

                    segment += columns;
                    i += columns * length;
                }
            }
            """);
        finish("for (int c = 0; c < R; c++)");
    }

    public override void EmitBackward(SourceWriter writer) => writer.Write($$"""
        // Segment by segment as forward: dH_k[c, b] = X_f[j, k]·g[c, b], and x sample by sample so that lanes run over q.
        const int Row = {{shape.SampleStride}};
        ref float dh = ref scratch;
        ref float samples = ref At(ref scratch, {{(long)shape.GradientRows * KernelShape.PanelSize}});
        Panel.Unpack(ref x, Panel.Size, Q, ref samples, Row);
        if (wantsInput) Clear(ref gx, Q * Panel.Size);
        int segment = 0;
        for (int j = 0; j < M; j++)
        {
            int start = j * N, end = (int)Math.Min((long)start + N, Q * R);
            for (int i = start; i < end;)
            {
                int c = i / Q, q = i - c * Q, length = Math.Min(Q - q, end - i);
                int columns = length == Q ? (end - i) / Q : 1;
                for (int k = 0; k < Rank; k++)
                {
                    // ∂L/∂X_f[j, k] = Σ_c Σ_b g[c, b]·H_k[c, b]
                    ref float h = ref At(ref kept, ((nint)k * Segments + segment) * Panel.Size);
                    ref float gc = ref At(ref g, (nint)c * Panel.Size);
                    At(ref dxf, j * Rank + k) += {{InnerProduct}}.Of(ref gc, ref h, columns * Panel.Size);
                    for (int column = 0; column < columns; column++)
                    {
                        {{PanelKernels}}.Scale(
                            ref At(ref gc, column * Panel.Size), At(ref xf, j * Rank + k), ref At(ref dh, column * Panel.Size));
                    }

                    // ∂L/∂W_f[k, p + q] += Σ_b dH_k[c, b]·x[q, b]
                    int p = k * N + i - start;
                    {{Product}}.Add(
                        ref dh, Panel.Size, 1, ref At(ref samples, q), Row, ref At(ref dwf, p), Q, columns, Panel.Size, length);

                    // ∂L/∂x[q, b] += Σ_c W_f[k, p + q]·dH_k[c, b]
                    if (wantsInput)
                    {
                        {{Product}}.Add(
                            ref At(ref wf, p), 1, Q, ref dh, Panel.Size, ref At(ref gx, (nint)q * Panel.Size), Panel.Size, length, columns, Panel.Size);
                    }
                }

                segment += columns;
                i += columns * length;
            }
        }
        """);

    private static string Segment(string b = "") => $"W_f[k, p …] · x[q …{b}]";
}
