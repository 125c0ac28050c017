namespace DeepThin.Generators.Emitting;

/// <summary>The fully qualified names that emitted code refers to.</summary>
internal static class Names
{
    public const string Runtime = "global::DeepThin.Runtime";
    public const string Inline = "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]";
    public const string Optimize = "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]";
    public const string Product = Runtime + ".Product<TSimd, TVector>";
    public const string ComplexProduct = Runtime + ".ComplexProduct<TSimd, TVector>";
    public const string PanelCorrelation = Runtime + ".PanelCorrelation<TSimd, TVector>";
    public const string InnerProduct = Runtime + ".InnerProduct<TSimd, TVector>";
    public const string Correlation = Runtime + ".Correlation<TSimd, TVector>";
    public const string PanelKernels = Runtime + ".PanelKernels<TSimd, TVector>";
    public const string Activations = Runtime + ".Activations";
    public const string Fourier = Runtime + ".Fourier<TSimd, TVector>";
    public const string Panel = Runtime + ".Panel";
    public const string Integers = Runtime + ".Integers<TSimd, TVector>";
    public const string NarrowWeights = Runtime + ".NarrowWeights";
    public const string Inputs = "global::System.ReadOnlySpan<float>";
    public const string Outputs = "global::System.Span<float>";
    public const string Reference = "global::System.Runtime.InteropServices.MemoryMarshal.GetReference";
    public const string Math = "global::System.Math";
    public const string GeneratedCode = "[global::System.CodeDom.Compiler.GeneratedCode(\"DeepThin.Generators\", \"" + Version + "\")]";

    /// <summary>What stands above a member of an interface: its documentation, and the mark by which coverage tools and analyzers leave it out.</summary>
    public const string Inherited = "/// <inheritdoc/>\n" + GeneratedCode;

    /// <summary>What the second line of every file says, before the version.</summary>
    public const string Signature = "written by DeepThin.Generators";
    public const string Version = "0.1.0";
}
