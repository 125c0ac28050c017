namespace DeepThin.Planning;

/// <summary>The keys in <c>__metadata__</c> that mean something to a model.</summary>
internal static class MetadataKeys
{
    /// <summary>Of whom the file is: <c>pt</c>, or what a packed file has.</summary>
    public const string Format = "format";

    /// <summary>The CRC-32C of the data, which files of ours have.</summary>
    public const string Checksum = "crc32c";

    /// <summary>The version of the layout of a packed file.</summary>
    public const string Layout = "layout";

    /// <summary>The kernels that a packed file is for.</summary>
    public const string Kernels = "kernels";

    /// <summary>What the key of a class's name begins with; its number follows.</summary>
    public const string ClassName = "class_names.";

    /// <summary>What the key of a feature's name begins with; its number follows.</summary>
    public const string FeatureName = "feature_names.";

    /// <summary>The order of the values of a tensor in a packed file.</summary>
    /// <param name="tensor">The tensor's name.</param>
    public static string OrderOf(string tensor) => tensor + ".order";
}
