namespace DeepThin.Generators.Diagnostics;

/// <summary>The rules that the build's task checks, before the compiler runs. <c>Rules</c> lists them with the others.</summary>
internal static class BuildRules
{
    public const string UnreadableId = "DT0701";
    public const string UnreadableTitle = "A weights file can be read";
    public const string UnreadableMessage = "The weights file '{0}' cannot be read: {1}";

    public const string NoModelNamedId = "DT0702";
    public const string NoModelNamedTitle = "A weights file is for a model";
    public const string NoModelNamedMessage = "The weights file '{0}' is for no model; add Model=\"Namespace.Type\", with the name of the class";

    public const string InvalidFileId = "DT0703";
    public const string InvalidFileTitle = "A weights file is a safetensors file";
    public const string InvalidFileMessage = "The weights file '{0}' is no valid safetensors file: {1}";

    /// <summary>Where the page of each rule is.</summary>
    public const string Pages = Docs + "diagnostics/";

    /// <summary>Where the page about form, ratio and rank is.</summary>
    public const string Choosing = Docs + "choosing.md";

    private const string Docs = "https://github.com/deepthin/deepthin.generators/blob/main/docs/";
}
