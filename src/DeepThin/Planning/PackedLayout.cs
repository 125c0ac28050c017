using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>What the header of a packed file says, from which it follows whether its data is the memory of a model.</summary>
internal static class PackedLayout
{
    /// <summary>The <c>format</c> of a packed file, and the version of the <c>layout</c>.</summary>
    public const string Format = "deepthin-packed", Version = "1";

    private const string Rows = "row by row", Again = "save it again with SavePacked";

    /// <summary>Whether a file is packed.</summary>
    /// <param name="metadata">The texts of its <c>__metadata__</c>.</param>
    public static bool IsPacked(IReadOnlyDictionary<string, string> metadata) => Found(metadata, MetadataKeys.Format) == Format;

    /// <summary>The kernels of a model as they stand in the header: <c>correlation/correlation dense/dense</c>.</summary>
    /// <param name="kernels">Those of one sample and of batches, of each layer.</param>
    public static string KernelsText((string OneSample, string Batch)[] kernels)
    {
        string text = "";
        foreach (var (oneSample, batch) in kernels) text += $"{(text.Length == 0 ? "" : " ")}{oneSample}/{batch}";
        return text;
    }

    /// <summary>What the file has of a model, in order.</summary>
    /// <param name="tensors">The tensors of its parameter block.</param>
    /// <param name="prepared">The floats that its kernels prepare.</param>
    public static List<StoredTensor> Tensors(IReadOnlyList<TensorInfo> tensors, long prepared)
    {
        var stored = new List<StoredTensor>();
        foreach (var tensor in tensors) stored.AddRange(StoredTensor.OfPacked(tensor.Name, tensor.Type, tensor.HeldLength, tensor.Scales));
        stored.AddRange(StoredTensor.EndOfPacked(prepared));
        return stored;
    }

    /// <summary>Why a packed file is none for a model, in words that go on after the name of the file and have no full stop; null where it is one.</summary>
    /// <param name="model">The model.</param>
    /// <param name="metadata">The texts of <c>__metadata__</c>.</param>
    public static string? Fault(NeededWeights model, IReadOnlyDictionary<string, string> metadata)
    {
        string layout = Found(metadata, MetadataKeys.Layout), kernels = Found(metadata, MetadataKeys.Kernels);
        if (layout != Version) return $"is packed with the layout '{layout}', and this version of DeepThin reads '{Version}'; {Again}";
        if (kernels != model.Kernels) return $"is packed for the kernels {kernels}, and {model.Name} has {model.Kernels}; {Again}";
        if (!metadata.ContainsKey(MetadataKeys.Checksum)) return $"is packed, and its header has no '{MetadataKeys.Checksum}'; {Again}";
        return null;
    }

    /// <summary>Which tensor of a packed file is not in the order that the kernel of a model reads, in such words; null where all are.</summary>
    /// <param name="model">The model, whose tensors the file has.</param>
    /// <param name="metadata">The texts of <c>__metadata__</c>.</param>
    public static string? OrderFault(NeededWeights model, IReadOnlyDictionary<string, string> metadata)
    {
        foreach (var tensor in model.Tensors)
        {
            string found = metadata.TryGetValue(MetadataKeys.OrderOf(tensor.Name), out string? order) ? order : Rows, needed = tensor.Order == null ? Rows : tensor.Order.ToString();
            if (found != needed) return $"has {tensor.Name} in the order '{found}', and the kernel of {model.Name} reads '{needed}'; {Again}";
        }

        return null;
    }

    private static string Found(IReadOnlyDictionary<string, string> metadata, string key) => metadata.TryGetValue(key, out string? found) ? found : "";
}
