namespace DeepThin.Generators.Emitting;

/// <summary>The names that emitted code refers to. Qualified ones stand in a user's class, whose members and namespaces may have any names.</summary>
internal static class Names
{
    public const string Runtime = "global::DeepThin.Runtime";
    public const string Inputs = "global::System.ReadOnlySpan<float>";
    public const string Outputs = "global::System.Span<float>";
    public const string GeneratedCode = "[global::System.CodeDom.Compiler.GeneratedCode(\"DeepThin.Generators\", \"" + Version + "\")]";

    /// <summary>What stands above a member of an interface: its documentation, and the mark by which coverage tools and analyzers leave it out.</summary>
    public const string Inherited = "/// <inheritdoc/>\n" + GeneratedCode;

    /// <summary>What the second line of every file says, before the version.</summary>
    public const string Signature = "written by DeepThin.Generators";
    public const string Version = "0.1.0";

    /// <summary>The namespace below which each model has one of its own, for its network and its layers.</summary>
    public const string Root = "__DeepThin";
}
