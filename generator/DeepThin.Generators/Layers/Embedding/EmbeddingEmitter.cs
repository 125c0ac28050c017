using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Emitting;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.Embedding;

/// <summary>Writes the class of a layer that looks up rows of a table.</summary>
internal sealed class EmbeddingEmitter(StepPlan step, EmbeddingPlan plan, bool training) : LayerEmitter(step)
{
    private const string Rows = "Lookup<TSimd, TVector>";

    private readonly ReLayoutPlan? _factors = plan.Table.Weights as ReLayoutPlan;

    public override bool Prepares => false;

    public override string PanelMethod => "ForwardPanel";

    public override string TraceMethod => Step.ScalesOutput ? "ForwardTrace" : "ForwardPanel";

    public override bool TraceTakesGains => false;

    public override string Formula => "y = the row of each index";

    private bool IsSeries => plan.Indices > 1;

    private string Length => SourceWriter.Literal(plan.Output.Length);

    public override IEnumerable<string> Describe()
    {
        yield return $"{Numbers.Grouped(plan.Table.R)} rows of {Numbers.Grouped(plan.Table.Q)} values, {plan.Table.Summary}.";
        yield return $"{Numbers.Text(plan.Indices)} {(IsSeries ? "indices" : "index")} → {plan.Output.ToString()}.";
        if (_factors != null) yield return "A row is a stretch of W_f, or several, each times a value of X_f.";
    }

    public override void EmitBody(SourceWriter writer)
    {
        writer.Write($"private const int Q = {plan.Table.Q}, R = {plan.Table.R}, Indices = {plan.Indices}, Stride = {plan.Stride};");
        if (_factors != null)
        {
            writer.Write($"""
                private const int N = {_factors.N}, Rank = {_factors.Rank};

                // The place of the second factor behind the first one.
                private const int Wf = {Step.Tensors[1].Offset - Step.Parameters};
                """);
        }

        writer.Write($$"""

            /// <summary>One sample. y is written in full vectors.</summary>
            /// <exception cref="ArgumentException">A value is no index of a row.</exception>
            {{GainsRemarks}}{{ShortNames.Optimize}}
            public static void Forward(ref float x, ref float y, {{GainsParameter}}ref float parameters, ref float prepared, ref float scratch)
            {
            {{(IsSeries ? $$"""
                for (int p = 0; p < Indices; p++)
                {
                    {{RowTo("At(ref x, p)", "scratch")}}
                    for (int e = 0; e < Q; e++) At(ref y, e * Indices + p) = At(ref scratch, e);
                }
            """ : $"    {RowTo("x", "y")}")}}
            {{(Step.ScalesOutput ? $"    Panel.Scale(ref y, ref gains, {Length});\n" : "")}}}

            """);
        EmitPanel(writer, "ForwardPanel", Step.ScalesOutput);
        if (!training) return;
        writer.Skip();
        if (Step.ScalesOutput)
        {
            EmitPanel(writer, "ForwardTrace", scales: false);
            writer.Skip();
        }

        EmitBackward(writer);
    }

    // The statement that writes the row of an index.
    private string RowTo(string index, string row) => _factors == null
        ? $"Panel.Copy(ref At(ref parameters, (nint){Rows}.IndexOf({index}, R) * Q), ref {row}, Q);"
        : $"{Rows}.Row(ref parameters, ref At(ref parameters, Wf), Rank, N, (long){Rows}.IndexOf({index}, R) * Q, Q, ref {row});";

    private void EmitPanel(SourceWriter writer, string name, bool scales) => writer.Write($$"""
        /// <summary>A panel of samples{{(scales || !Step.ScalesOutput ? "" : " that is traced: the layer that reads y multiplies it with its gains")}}. The rows of the samples are laid out as one.</summary>
        /// <exception cref="ArgumentException">A value is no index of a row.</exception>
        {{(scales ? GainsRemarks : "")}}{{ShortNames.Optimize}}
        public static void {{name}}(ref float x, ref float y, {{(scales ? GainsParameter : "")}}ref float kept, ref float parameters, ref float prepared, ref float scratch)
        {
            for (int p = 0; p < Indices; p++)
            {
                for (int b = 0; b < Panel.Size; b++)
                {
                    ref float row = ref At(ref scratch, b * Stride);
                    {{RowTo("At(ref x, p * Panel.Size + b)", "row")}}
                }

        {{(IsSeries ? """
                ref float rows = ref At(ref scratch, Stride * Panel.Size);
                Panel.Pack(MemoryMarshal.CreateReadOnlySpan(ref scratch, Stride * Panel.Size), Stride, Panel.Size, Q, ref rows);
                for (int e = 0; e < Q; e++) Panel.Copy(ref At(ref rows, e * Panel.Size), ref At(ref y, (e * Indices + p) * Panel.Size), Panel.Size);
        """ : """
                Panel.Pack(MemoryMarshal.CreateReadOnlySpan(ref scratch, Stride * Panel.Size), Stride, Panel.Size, Q, ref y);
        """)}}
            }
        {{(scales ? $"\n    {PanelKernels}.ScaleRows(ref y, ref gains, ref y, {Length});\n" : "")}}}
        """);

    private void EmitBackward(SourceWriter writer)
    {
        string sum = _factors == null
            ? $"{PanelKernels}.AddScaled(ref row, 1f, ref At(ref gradients, (nint)index * Q), Q);"
            : $"{Rows}.RowBackward(ref row, ref parameters, ref At(ref parameters, Wf), Rank, N, (long)index * Q, Q, ref gradients, ref At(ref gradients, Wf));";
        writer.Write($$"""
            /// <summary>From g = ∂L/∂y of a panel to the gradients of the rows that were looked up, which are added. Indices have none: gx = 0 where it is wanted.</summary>
            {{ShortNames.Optimize}}
            public static void Backward(
                ref float x, ref float y, ref float kept, ref float g, ref float gx, bool wantsInput,
                ref float parameters, ref float prepared, ref float gradients, ref float scratch)
            {
                if (wantsInput) Clear(ref gx, Indices * Panel.Size);
                Clear(ref scratch, Stride * Panel.Size);
                for (int p = 0; p < Indices; p++)
                {
            {{(IsSeries ? """
                    ref float rows = ref At(ref scratch, Stride * Panel.Size);
                    for (int e = 0; e < Q; e++) Panel.Copy(ref At(ref g, (e * Indices + p) * Panel.Size), ref At(ref rows, e * Panel.Size), Panel.Size);
                    Panel.Unpack(ref rows, Panel.Size, Q, ref scratch, Stride);
            """ : """
                    Panel.Unpack(ref g, Panel.Size, Q, ref scratch, Stride);
            """)}}
                    for (int b = 0; b < Panel.Size; b++)
                    {
                        int index = {{Rows}}.IndexOf(At(ref x, p * Panel.Size + b), R);
                        ref float row = ref At(ref scratch, b * Stride);
                        {{sum}}
                    }
                }
            }
            """);
    }
}
