using System;
using System.Collections.Generic;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Emitting.Kernels;

/// <summary>HashedNets: columns of W looked up by their hashes, then multiplied as those of an uncompressed layer.</summary>
internal sealed class HashedKernelEmitter(HashedShape shape) : KernelEmitter
{
    private string Arguments => $"{SourceWriter.Literal(shape.Buckets)}, {SourceWriter.Literal(shape.Seed)}";

    public override IReadOnlyList<string> Steps => [OneSample];

    private static string OneSample => $"{Formula()}, four columns of W at a time";

    public override void EmitOneSample(SourceWriter writer) => writer.Write($$"""
        // {{OneSample}}
        ref float w = ref At(ref scratch, {{shape.LookedUp}});
        for (int c = 0; c < R; c += 4)
        {
            int columns = Math.Min(4, R - c);
            HashedWeights.LookUp(ref buckets, {{Arguments}}, c * Q, columns * Q, ref w);
            if (columns == 4)
            {
                {{InnerProduct}}.OfFourRows(ref w, Q, ref x, Q, ref At(ref sums, c));
                continue;
            }

            for (int i = 0; i < columns; i++) At(ref sums, c + i) = {{InnerProduct}}.Of(ref At(ref w, (nint)i * Q), ref x, Q);
        }
        """);

    public override void EmitPanel(SourceWriter writer, Trace trace, Action<string> finish)
    {
        writer.Write($$"""
            // {{Formula(OfPanel)}}, some columns of W at a time
            const int Columns = {{shape.Columns}};
            for (int c = 0; c < R; c += Columns)
            {
                int columns = Math.Min(Columns, R - c);
                HashedWeights.LookUp(ref buckets, {{Arguments}}, c * Q, columns * Q, ref scratch);
                {{Product}}.Set(ref scratch, Q, 1, ref x, Panel.Size, ref At(ref y, (nint)c * Panel.Size), Panel.Size, columns, Q, Panel.Size);
            }

            """);
        finish("for (int c = 0; c < R; c++)");
    }

    public override void EmitBackward(SourceWriter writer)
    {
        writer.Write($$"""
            // Some columns of W at a time as forward, and x sample by sample so that the lanes run over q.
            const int Columns = {{shape.Columns}}, Row = {{shape.SampleStride}};
            ref float dw = ref At(ref scratch, {{shape.WeightGradients}});
            ref float samples = ref At(ref dw, {{shape.WeightGradients}});
            Panel.Unpack(ref x, Panel.Size, Q, ref samples, Row);
            if (wantsInput) Clear(ref gx, Q * Panel.Size);
            for (int c = 0; c < R; c += Columns)
            {
                int columns = Math.Min(Columns, R - c);
                ref float gc = ref At(ref g, (nint)c * Panel.Size);

                // ∂L/∂W[q, c] = Σ_b g[c, b]·x[q, b]; each goes to its bucket, with its sign.
                Clear(ref dw, columns * Q);
                {{Product}}.Add(ref gc, Panel.Size, 1, ref samples, Row, ref dw, Q, columns, Panel.Size, Q);
                HashedWeights.AddGradients(ref dw, {{Arguments}}, c * Q, columns * Q, ref dbuckets);

                // ∂L/∂x[q, b] += Σ_c W[q, c]·g[c, b]
                if (wantsInput)
                {
                    HashedWeights.LookUp(ref buckets, {{Arguments}}, c * Q, columns * Q, ref scratch);
                    {{Product}}.Add(ref scratch, 1, Q, ref gc, Panel.Size, ref gx, Panel.Size, Q, columns, Panel.Size);
                }
            }
            """);
    }

    private static string Formula(string b = "") => $"y[c{b}] = Σ_q W[q, c]·x[q{b}], W[q, c] = ±buckets[hash(c·Q + q)]";
}
