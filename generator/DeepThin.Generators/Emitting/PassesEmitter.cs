using System.Collections.Generic;
using System.Linq;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Emitting;

/// <summary>Writes the struct of a network that goes over the steps of a sequence in passes: its parameters, what the kernels prepare from them, and the passes in order.</summary>
/// <param name="source">The model.</param>
internal sealed class PassesEmitter(ModelSource source)
{
    private readonly NetworkPlan _plan = source.Plan;

    public void Emit(SourceWriter writer)
    {
        writer.Write($"""
            /// <summary>
            /// The network of {source.Spec.Type.FullName.Replace("<", "&lt;")}: its parameters, what the kernels prepare from them, and its passes over the steps of a sequence. What a pass writes and a later
            /// one reads is kept for each step.
            /// </summary>
            {GeneratedCode}
            internal readonly struct Network : {(source.Spec.Training ? "ITrainablePassNetwork" : "IPassNetwork")}
            """);
        writer.Open();
        NetworkEmitter.EmitState(writer, source);
        writer.Skip();
        writer.Write($"""
            public static int RowLength => {_plan.RowLength};

            public static ReadOnlySpan<int> Outputs => {Parts(_plan.RowOutputs)};
            """);
        EmitEach(writer, "Run(Span<float> rows, int steps)", pass => $"Passes.Run({New(pass)}, rows, RowLength, steps);");
        EmitEach(writer, "RunSamples(Span<float> rows, int samples)", pass => $"Passes.RunSamples({New(pass)}, rows, RowLength, samples);");
        if (source.Spec.Training)
        {
            EmitEach(
                writer, "RunTrace(Span<float> rows, ReadOnlySpan<int> lengths, Span<float> trace, ulong noise)",
                pass => $"Passes.RunTrace({New(pass)}, rows, RowLength, lengths, {TraceOf(pass)}, noise);");
            EmitEach(
                writer, "RunBackward(Span<float> rows, ReadOnlySpan<int> lengths, ReadOnlySpan<float> trace, Span<float> gradients, bool wantsInput)",
                pass => $"Passes.RunBackward({New(pass)}, rows, RowLength, lengths, {TraceOf(pass)}, {GradientsOf(pass)}, {(ReadsInputsAlone(pass) ? "wantsInput" : "true")});", isBackward: true);
        }

        EmitEach(writer, "Prepare()", pass => $"{New(pass)}.Prepare();");
        writer.Close();
    }

    /// <summary>Values in a row, as source has them: of each where it begins, and its length.</summary>
    public static string Parts(IEnumerable<RowPart> parts) =>
        $"new int[] {{ {string.Join(", ", parts.Select(part => $"{SourceWriter.Literal(part.Place)}, {SourceWriter.Literal(part.Length)}"))} }}";

    private void EmitEach(SourceWriter writer, string signature, System.Func<PassPlan, string> call, bool isBackward = false)
    {
        writer.Skip();
        writer.Block($"public void {signature}", () =>
        {
            foreach (var pass in isBackward ? _plan.Passes.Reverse() : _plan.Passes) writer.Write($"{call(pass)}");
        });
    }

    private string New(PassPlan pass) => $"new {source.NameOf(pass)}(Parameters, Prepared)";

    private static string TraceOf(PassPlan pass) =>
        pass.Trace == 0 ? "trace" : $"trace.Slice(lengths[0] * {SourceWriter.Literal(pass.Trace)})";

    private static string GradientsOf(PassPlan pass) => pass.Parameters == 0 ? "gradients" : $"gradients.Slice({SourceWriter.Literal(pass.Parameters)})";

    private bool ReadsInputsAlone(PassPlan pass) => pass.Reads.All(part => part.Place < _plan.InputLength);
}
