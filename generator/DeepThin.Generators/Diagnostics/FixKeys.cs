namespace DeepThin.Generators.Diagnostics;

/// <summary>The keys of a diagnostic's properties: what a code fix writes, so that it computes nothing twice. All values are C# text.</summary>
internal static class FixKeys
{
    /// <summary>The name of the attribute's argument that the diagnostic is about, such as <c>Ratio</c>; the fix may remove it.</summary>
    public const string Argument = "Argument";

    /// <summary>A value that works in its place. Given together with <see cref="Argument"/>.</summary>
    public const string Value = "Value";

    /// <summary>Another value that works in its place, such as the coprime above.</summary>
    public const string OtherValue = "OtherValue";

    /// <summary>The largest rank at which the ratio can be reached.</summary>
    public const string LargestRank = "LargestRank";
}
