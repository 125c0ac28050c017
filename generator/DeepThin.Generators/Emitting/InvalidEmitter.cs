using DeepThin.Generators.Parsing;

namespace DeepThin.Generators.Emitting;

/// <summary>Writes the members of a model that has errors: the analyzer has said why; code that uses them shall not fail a second time.</summary>
internal static class InvalidEmitter
{
    public static void EmitMembers(SourceWriter writer, TypeSpec type, bool training)
    {
        const string Floats = "global::System.Span<float>", Inputs = "global::System.ReadOnlySpan<float>";
        writer.Write($$"""
            private {{type.Name}}()
            {
            }

            /// <inheritdoc/>
            public static int InputLength => throw Invalid();

            /// <inheritdoc/>
            public static int OutputLength => throw Invalid();

            /// <inheritdoc/>
            public static global::DeepThin.ModelInfo Info => throw Invalid();

            /// <inheritdoc/>
            public static {{type.Name}} Create(int seed) => throw Invalid();

            /// <inheritdoc/>
            public static {{type.Name}} Load(string path) => throw Invalid();

            /// <inheritdoc/>
            public static {{type.Name}} Load(global::System.IO.Stream stream) => throw Invalid();

            /// <inheritdoc/>
            public static {{type.Name}} Load(global::System.ReadOnlyMemory<byte> file) => throw Invalid();

            /// <inheritdoc/>
            public static {{type.Name}} FromResource(global::System.Reflection.Assembly assembly, string name) => throw Invalid();

            /// <inheritdoc/>
            public void Forward({{Inputs}} input, {{Floats}} output) => throw Invalid();

            /// <inheritdoc/>
            public void ForwardBatch({{Inputs}} inputs, {{Floats}} outputs, int count) => throw Invalid();

            /// <inheritdoc/>
            public void Save(string path) => throw Invalid();

            private static global::System.InvalidOperationException Invalid() => new({{SourceWriter.Literal($"The model {type.FullName} has errors; the build names them.")}});
            """);
        if (!training) return;
        writer.Write($$"""

            /// <inheritdoc/>
            public static int PanelSize => throw Invalid();

            /// <inheritdoc/>
            public static int TraceLength => throw Invalid();

            /// <inheritdoc/>
            public {{Floats}} Parameters => throw Invalid();

            /// <inheritdoc/>
            public void ParametersChanged() => throw Invalid();

            /// <inheritdoc/>
            public void ForwardTrace({{Inputs}} inputs, {{Floats}} outputs, int count, {{Floats}} trace) => throw Invalid();

            /// <inheritdoc/>
            public void Backward({{Inputs}} outputGradients, int count, {{Inputs}} trace, {{Floats}} parameterGradients, {{Floats}} inputGradients) => throw Invalid();
            """);
    }
}
