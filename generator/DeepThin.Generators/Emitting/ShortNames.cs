namespace DeepThin.Generators.Emitting;

/// <summary>The names that the code of networks and layers refers to, in namespaces of their own with these usings.</summary>
internal static class ShortNames
{
    public const string Product = "Product<TSimd, TVector>";
    public const string ComplexProduct = "ComplexProduct<TSimd, TVector>";
    public const string PanelCorrelation = "PanelCorrelation<TSimd, TVector>";
    public const string InnerProduct = "InnerProduct<TSimd, TVector>";
    public const string Correlation = "Correlation<TSimd, TVector>";
    public const string PanelKernels = "PanelKernels<TSimd, TVector>";
    public const string ChannelKernels = "ChannelKernels<TSimd, TVector>";
    public const string Fourier = "Fourier<TSimd, TVector>";
    public const string Integers = "Integers<TSimd, TVector>";
    public const string NarrowWeights = "NarrowWeights";
    public const string Optimize = "[MethodImpl(MethodImplOptions.AggressiveOptimization)]";
    public const string Inline = "[MethodImpl(MethodImplOptions.AggressiveInlining)]";
    public const string GeneratedCode = "[GeneratedCode(\"DeepThin.Generators\", \"" + Names.Version + "\")]";

    /// <summary>What stands behind a generic head: a width of vectors.</summary>
    public const string OfWidth = """
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        """;

    /// <summary>What a file of a network or of a layer has behind its namespace, in which names of the library come before those around it.</summary>
    public const string Usings = """
        using global::DeepThin;
        using global::DeepThin.Runtime;
        using global::System;
        using global::System.CodeDom.Compiler;
        using global::System.Runtime.CompilerServices;
        using global::System.Runtime.InteropServices;
        using global::System.Runtime.Intrinsics;
        using static global::DeepThin.Runtime.Place;
        """;
}
