namespace DeepThin;

/// <summary>What is often given in place of a safetensors file, and what to do then. Also compiled, by link, into the build's task.</summary>
internal static class OtherFormats
{
    private const int LongestQuote = 40, PlaceOfTar = 257;

    private const string InPython = "in Python, with save_file of safetensors";

    private static ReadOnlySpan<byte> Zip => [(byte)'P', (byte)'K', 3, 4];

    private static ReadOnlySpan<byte> Numpy => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    private static ReadOnlySpan<byte> Hdf5 => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> Xz => [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'];

    private static ReadOnlySpan<byte> Zstandard => [0x28, 0xB5, 0x2F, 0xFD];

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static ReadOnlySpan<byte> SevenZip => [(byte)'7', (byte)'z', 0xBC, 0xAF];

    /// <summary>Says what a file is and what to do, in a sentence; null for one that is not known.</summary>
    /// <param name="file">The file, or some hundred bytes of its beginning.</param>
    public static string? Recognize(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith("version https://git-lfs"u8)) return "It is the pointer that Git LFS leaves in place of a file; fetch the file itself with 'git lfs pull'.";
        if (file.StartsWith("DTHINCKP"u8)) return "It is a checkpoint of a training; name it as CheckpointPath and Fit goes on, then Save writes the weights.";
        if (file.StartsWith(Zip)) return OfZip(file);
        if (file.Length > 2 && file[0] == 0x80 && file[1] is >= 2 and <= 5) return OfTorch("a pickle of Python, such as torch.save writes (.pt, .pth, .bin)");
        if (file.StartsWith(Numpy)) return $"It is one array of NumPy (.npy), which has no name; {InPython}.numpy: save_file({{\"layers.0.weight\": numpy.load(path)}}, …).";
        if (file.StartsWith("GGUF"u8)) return "It is GGUF, the format of llama.cpp; take the safetensors file that it was made from.";
        if (file.StartsWith(Hdf5)) return $"It is HDF5, such as Keras writes (.h5); save the model's weights {InPython}.numpy, with the names of Info.Tensors.";
        if (file.Length >= 8 && file.Slice(4).StartsWith("TFL3"u8)) return $"It is a model of TensorFlow Lite; save the weights that it was made from {InPython}.numpy.";
        if (IsOnnx(file)) return $"It looks like an ONNX model; save its initializers {InPython}.numpy: save_file({{t.name: numpy_helper.to_array(t) for t in onnx.load(path).graph.initializer}}, …).";
        if (IsCompressed(file)) return "It is compressed, or an archive; unpack it first.";
        return OfText(file);
    }

    private static string OfZip(ReadOnlySpan<byte> file) => file.IndexOf(".npy"u8) >= 0
        ? $"It is what numpy.savez writes (.npz); {InPython}.numpy: save_file(dict(numpy.load(path)), …)."
        : file.IndexOf(".pkl"u8) >= 0 || file.IndexOf("archive/"u8) >= 0
            ? OfTorch("what torch.save writes (.pt, .pth, .bin)")
            : $"It is a ZIP archive, such as torch.save (.pt), numpy.savez (.npz) and Keras (.keras) write; write the weights {InPython}.";

    private static string OfTorch(string what) => $"It is {what}; {InPython}.torch: save_file(torch.load(path, weights_only=True), …).";

    // The version, and then the producer or another field of a ModelProto.
    private static bool IsOnnx(ReadOnlySpan<byte> file) => file.Length > 3 && file[0] == 0x08 && file[1] is >= 1 and <= 30 && file[2] is 0x12 or 0x1A or 0x22 or 0x3A or 0x42;

    private static bool IsCompressed(ReadOnlySpan<byte> file) =>
        (file.Length > 2 && file[0] == 0x1F && file[1] is 0x8B or 0x9D) || file.StartsWith("BZh"u8) || file.StartsWith(Xz) || file.StartsWith(Zstandard) || file.StartsWith(SevenZip)
        || file.StartsWith("Rar!"u8) || (file.Length > PlaceOfTar && file.Slice(PlaceOfTar).StartsWith("ustar"u8));

    private static string? OfText(ReadOnlySpan<byte> file)
    {
        if (file.Length <= SafetensorsHeader.PrefixLength) return null;
        if (After(file, [0]).IsEmpty) return "It begins with nothing but zeros, as a file does whose download or copy has not ended.";
        var text = After(file.StartsWith(ByteOrderMark) ? file.Slice(ByteOrderMark.Length) : file, " \t\r\n"u8);
        if (text.IsEmpty) return null;
        if (text[0] == '{' || text[0] == '[') return OfJson(text);
        if (text[0] == '<') return "It is a page of HTML or XML, which servers answer in place of a file that they do not give; download the file itself.";
        string quote = "";
        foreach (byte c in text.Slice(0, Math.Min(LongestQuote, text.Length)))
        {
            if (c is (byte)'\r' or (byte)'\n') break;
            if (c is < 0x20 or > 0x7E) return null;
            quote += (char)c;
        }

        return $"It is a text that begins with \"{quote}\"; was that answered in place of a download?";
    }

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> file, ReadOnlySpan<byte> leading)
    {
        int start = 0;
        while (start < file.Length && leading.IndexOf(file[start]) >= 0) start++;
        return file.Slice(start);
    }

    private static string OfJson(ReadOnlySpan<byte> text) => text.IndexOf("\"weight_map\""u8) >= 0
        ? $"It is the index of a model that is kept in several files; put their tensors into one {InPython}, and give that."
        : text.IndexOf("\"data_offsets\""u8) >= 0
            ? "It begins with the JSON of a header, without the 8 bytes before it that hold its length; was the beginning cut off?"
            : "It is JSON, such as the configuration of a model; the weights are in a file beside it that ends with .safetensors.";
}

/// <summary>Says what a file is and what to do, in a sentence; null for one that is not known.</summary>
/// <param name="file">The file, or some hundred bytes of its beginning.</param>
internal delegate string? FormatRecognizer(ReadOnlySpan<byte> file);
