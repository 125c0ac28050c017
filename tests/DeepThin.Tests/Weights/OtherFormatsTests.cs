using System.IO.Compression;
using System.Text;
using DeepThin.Runtime;

namespace DeepThin.Tests.Weights;

/// <summary>Files of other formats that are given as weights.</summary>
public sealed class OtherFormatsTests
{
    public static TheoryData<byte[], string> Files => new()
    {
        { "version https://git-lfs.github.com/spec/v1\noid sha256:6f1d1cd1c8f0\nsize 31520\n"u8.ToArray(), "It is the pointer that Git LFS leaves in place of a file; fetch the file itself with 'git lfs pull'." },
        { "<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>"u8.ToArray(), Page },
        { "\r\n  <html lang=\"en\">"u8.ToArray(), Page },
        { "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>"u8.ToArray(), Page },
        { "\uFEFF<html></html>"u8.ToArray(), Page },
        { "{\n  \"metadata\": {\"total_size\": 1},\n  \"weight_map\": {\"a\": \"model-00001-of-00002.safetensors\"}\n}"u8.ToArray(),
            "It is the index of a model that is kept in several files; put their tensors into one in Python, with save_file of safetensors, and give that." },
        { "{\"architectures\": [\"Net\"]}"u8.ToArray(), "It is JSON, such as the configuration of a model; the weights are in a file beside it that ends with .safetensors." },
        { WeightsFixtures.Read("model.safetensors")[8..], "It begins with the JSON of a header, without the 8 bytes before it that hold its length; was the beginning cut off?" },
        { Zip("archive/data.pkl", "archive/data/0"), "It is what torch.save writes (.pt, .pth, .bin); in Python, with save_file of safetensors.torch: save_file(torch.load(path, weights_only=True), …)." },
        { Zip("fc1.weight.npy"), "It is what numpy.savez writes (.npz); in Python, with save_file of safetensors.numpy: save_file(dict(numpy.load(path)), …)." },
        { Zip("metadata.json"), "It is a ZIP archive, such as torch.save (.pt), numpy.savez (.npz) and Keras (.keras) write; write the weights in Python, with save_file of safetensors." },
        { [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E], Pickle },
        { [0x80, 0x04, 0x95, 0x10, 0, 0, 0, 0, 0, 0, 0, 0x7D, 0x94], Pickle },
        { [0x80, 0x04, 0x95, 0x05, 0, 0, 0, 0, 0, 0, 0, 0x7D, 0x94], Pickle },
        { [0x93, .. "NUMPY\u0001\0v\0{'descr': '<f4', }"u8], "It is one array of NumPy (.npy), which has no name; in Python, with save_file of safetensors.numpy: save_file({\"layers.0.weight\": numpy.load(path)}, …)." },
        { [0x08, 0x08, 0x12, 0x07, .. "pytorch"u8, 0x1A, 0x05], "It looks like an ONNX model; save its initializers in Python, with save_file of safetensors.numpy: "
            + "save_file({t.name: numpy_helper.to_array(t) for t in onnx.load(path).graph.initializer}, …)." },
        { [.. "GGUF"u8, 3, 0, 0, 0, 1, 0, 0, 0], "It is GGUF, the format of llama.cpp; take the safetensors file that it was made from." },
        { [0x89, .. "HDF\r\n\u001A\n"u8, 0, 0, 0, 0], "It is HDF5, such as Keras writes (.h5); save the model's weights in Python, with save_file of safetensors.numpy, with the names of Info.Tensors." },
        { [0x1C, 0, 0, 0, .. "TFL3"u8, 0x14, 0, 0x20, 0], "It is a model of TensorFlow Lite; save the weights that it was made from in Python, with save_file of safetensors.numpy." },
        { GZip(WeightsFixtures.Read("model.safetensors")), Compressed },
        { [0x28, 0xB5, 0x2F, 0xFD, 4, 0, 0, 0, 0], Compressed },
        { [0xFD, .. "7zXZ\0\0\u0004"u8, 0], Compressed },
        { "BZh91AY&SY"u8.ToArray(), Compressed },
        { [.. "weights/net.safetensors"u8, .. new byte[234], .. "ustar\0"u8, .. new byte[100]], Compressed },
        { "DTHINCKP\u0002\0\0\0"u8.ToArray(), "It is a checkpoint of a training; name it as CheckpointPath and Fit goes on, then Save writes the weights." },
        { new byte[4096], "It begins with nothing but zeros, as a file does whose download or copy has not ended." },
        { "404: Not Found"u8.ToArray(), "It is a text that begins with \"404: Not Found\"; was that answered in place of a download?" },
        { "Invalid credentials.\nTry again later"u8.ToArray(), "It is a text that begins with \"Invalid credentials.\"; was that answered in place of a download?" },
    };

    private const string Page = "It is a page of HTML or XML, which servers answer in place of a file that they do not give; download the file itself.";

    private const string Pickle = "It is a pickle of Python, such as torch.save writes (.pt, .pth, .bin); in Python, with save_file of safetensors.torch: save_file(torch.load(path, weights_only=True), …).";

    private const string Compressed = "It is compressed, or an archive; unpack it first.";

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_of_another_format_is_called_by_its_name(byte[] file, string message) => Assert.Equal(
        "The file in memory: " + message, Assert.Throws<WeightsException>(() => ModelFile.Load(WeightsFixtures.Model, (ReadOnlyMemory<byte>)file)).Message);

    [Fact]
    public void Of_no_length_of_a_header_is_a_file_that_was_cut_off_another_format()
    {
        // Lengths whose bytes are the beginnings of others, such as 640, the first bytes of a pickle.
        for (int length = 5; length < 100_000; length++)
        {
            byte[] file = [.. BitConverter.GetBytes((long)length), .. "{\"a\""u8];
            string message = Assert.Throws<WeightsException>(() => SafetensorsHeader.ReadLength(file, file.Length, OtherFormats.Recognize)).Message;
            Assert.StartsWith("The header would be ", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Bytes_of_any_kind_are_looked_at_without_a_fault()
    {
        var random = new Random(1);
        foreach (var row in Files)
        {
            byte[] file = (byte[])row[0];
            for (int length = 0; length <= Math.Min(file.Length, 300); length++) _ = OtherFormats.Recognize(file.AsSpan(0, length));
        }

        byte[] bytes = new byte[400];
        for (int i = 0; i < 1000; i++)
        {
            random.NextBytes(bytes);
            _ = OtherFormats.Recognize(bytes);
        }
    }

    private static byte[] Zip(params string[] names)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (string name in names)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.ASCII.GetBytes("content"));
            }
        }

        return stream.ToArray();
    }

    private static byte[] GZip(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var zip = new GZipStream(stream, CompressionLevel.Fastest)) zip.Write(content);
        return stream.ToArray();
    }
}
