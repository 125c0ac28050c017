using System.Globalization;
using System.Text;
using DeepThin.Runtime;

namespace DeepThin.Tests.Weights;

/// <summary>Files that are the memory of a model: read in place, or refused when they are loaded.</summary>
public sealed class PackedFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("deepthin-").FullName;

    private string Packed => Path.Combine(_directory, "packed.safetensors");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_packed_file_is_a_safetensors_file_whose_data_is_aligned_and_whose_tensors_have_names()
    {
        PackedModel.Create(1).SavePacked(Packed);
        byte[] bytes = File.ReadAllBytes(Packed);
        var file = SafetensorsFile.Parse(bytes);
        Assert.Equal(0, (8 + BitConverter.ToInt64(bytes)) % 64);
        Assert.Equal("deepthin-packed", file.Metadata["format"]);
        Assert.Equal("1", file.Metadata["layout"]);
        Assert.Equal("correlation/correlation fourier/fourier dense/dense", file.Metadata["kernels"]);
        Assert.Equal("phases in pairs", file.Metadata["layers.0.xf.order"]);
        Assert.Equal(
            ["packed.layers.0.xf: I8", "packed.layers.0.xf.scales: F32", "packed.layers.0.wf: F32", "packed.layers.0.input_gain: F32", "packed.layers.0.bias: F32"],
            file.Tensors.Take(5).Select(tensor => tensor.ToString()[..tensor.ToString().IndexOf(" [", StringComparison.Ordinal)]));
        Assert.All(file.Tensors, tensor => Assert.Equal(0, tensor.Data.Length % 64));
    }

    [Fact]
    public void The_checksum_is_the_CRC_32C_that_everybody_computes()
    {
        PackedModel.Create(1).SavePacked(Packed);
        byte[] bytes = File.ReadAllBytes(Packed);
        var file = SafetensorsFile.Parse(bytes);

        // Bit by bit, with the reflected polynomial of RFC 3720.
        uint checksum = uint.MaxValue;
        foreach (byte value in bytes[^file.Tensors.Sum(tensor => tensor.Data.Length)..])
        {
            checksum ^= value;
            for (int bit = 0; bit < 8; bit++) checksum = checksum >> 1 ^ (checksum & 1) * 0x82F63B78;
        }

        Assert.Equal((~checksum).ToString("x8", CultureInfo.InvariantCulture), file.Metadata["crc32c"]);
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes()
    {
        PackedModel.Create(1).SavePacked(Packed);
        byte[] bytes = File.ReadAllBytes(Packed);
        PackedModel.Load(Packed).SavePacked(Packed);
        Assert.Equal(bytes, File.ReadAllBytes(Packed));
        Assert.Empty(PackedModel.Load(Packed).Rounding.Layers);
    }

    [Fact]
    public void A_file_with_one_bit_changed_is_refused()
    {
        PackedModel.Create(1).SavePacked(Packed);
        byte[] bytes = File.ReadAllBytes(Packed);
        int header = 8 + (int)BitConverter.ToInt64(bytes);
        foreach (int index in Enumerable.Range(0, header).Concat(Enumerable.Range(header, bytes.Length - header).Where(i => i % 41 == 0 || i > bytes.Length - 9)))
        {
            for (int bit = 0; bit < 8; bit++)
            {
                bytes[index] ^= (byte)(1 << bit);
                Assert.Throws<WeightsException>(() => PackedModel.Load(bytes));
                bytes[index] ^= (byte)(1 << bit);
            }
        }

        PackedModel.Load(bytes);
    }

    [Fact]
    public void A_file_that_is_cut_off_or_longer_is_refused()
    {
        PackedModel.Create(1).SavePacked(Packed);
        byte[] bytes = File.ReadAllBytes(Packed);
        for (int length = 0; length < bytes.Length; length += 1 + length / 50)
        {
            File.WriteAllBytes(Packed, bytes[..length]);
            Assert.Throws<WeightsException>(() => PackedModel.Load(Packed));
        }

        File.WriteAllBytes(Packed, [.. bytes, 0]);
        Assert.Throws<WeightsException>(() => PackedModel.Load(Packed));
    }

    [Fact]
    public void Damage_is_named()
    {
        PackedModel.Create(1).SavePacked(Packed);
        byte[] bytes = File.ReadAllBytes(Packed);
        string there = SafetensorsFile.Parse(bytes).Metadata["crc32c"];
        bytes[^1] = 1;
        File.WriteAllBytes(Packed, bytes);
        var error = Assert.Throws<WeightsException>(() => PackedModel.Load(Packed));
        Assert.Matches($"^{Packed} is damaged: its data has the CRC-32C [0-9a-f]{{8}}, and its header says {there}\\. Copy it again from where it comes from; "
            + "a program that changes the data has to leave 'crc32c' out of __metadata__\\.$", error.Message);
    }

    [Theory]
    [InlineData("\"layout\":\"1\"", "\"layout\":\"2\"", "is packed with the layout '2', and this version of DeepThin reads '1'; save it again with SavePacked.")]
    [InlineData("fourier/fourier", "fourier/windows", "is packed for the kernels correlation/correlation fourier/windows dense/dense, and DeepThin.Tests.Weights.PackedModel has "
        + "correlation/correlation fourier/fourier dense/dense; save it again with SavePacked.")]
    [InlineData("phases in pairs", "columns by 1   ", "has layers.0.xf in the order 'columns by 1   ', and the kernel of DeepThin.Tests.Weights.PackedModel reads 'phases in pairs'; save it again with SavePacked.")]
    [InlineData("crc32c", "crc32d", "is packed, and its header has no 'crc32c'; save it again with SavePacked.")]
    [InlineData("packed.layers.0.wf", "packed.layers.0.fw", "does not fit DeepThin.Tests.Weights.PackedModel:\n  packed.layers.0.wf: missing, but the model needs [16]\n  packed.layers.0.fw: F32 [16], but the model has no such tensor")]
    public void A_header_that_does_not_fit_is_named(string found, string replaced, string message)
    {
        PackedModel.Create(1).SavePacked(Packed);
        string text = Encoding.Latin1.GetString(File.ReadAllBytes(Packed)).Replace(found, replaced, StringComparison.Ordinal);
        File.WriteAllBytes(Packed, Encoding.Latin1.GetBytes(text));
        var error = Assert.Throws<WeightsException>(() => PackedModel.Load(Packed));
        Assert.Equal($"{Packed} {message}", error.Message);
    }

    [Fact]
    public void A_stream_gets_the_bytes_of_the_file()
    {
        var model = PackedModel.Create(1);
        using var stream = new MemoryStream();
        model.SavePacked(Packed);

        model.SavePacked(stream, WeightType.Int8);

        Assert.Equal(File.ReadAllBytes(Packed), stream.ToArray());
    }

    [Fact]
    public void A_file_packed_for_other_types_does_not_fit()
    {
        UnpackedModel.Create(1).SavePacked(Packed);
        Assert.Contains(
            "; was it packed by a model whose weights are held otherwise, with Weights = WeightType.Float32? Load a file that is not packed, and save it with SavePacked\n",
            Assert.Throws<WeightsException>(() => PackedModel.Load(Packed)).Message, StringComparison.Ordinal);
        var error = Assert.Throws<ArgumentException>(() => UnpackedModel.Create(1).SavePacked(Packed, WeightType.Int8));
        Assert.StartsWith(
            "A packed file of DeepThin.Tests.Weights.UnpackedModel has what its kernels read, Float32; for Int8, declare a model with [DeepThinModel(Weights = WeightType.Int8)].",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mapped_model_outlives_the_file_that_it_was_loaded_from_and_a_new_one_in_its_place()
    {
        var model = PackedModel.Create(1);
        model.SavePacked(Packed);
        var loaded = PackedModel.LoadMapped(Packed);
        PackedModel.Create(2).SavePacked(Packed);
        Assert.Equal(Predict(model), Predict(loaded));
        File.Delete(Packed);
        Assert.Equal(Predict(model), Predict(loaded));
    }

    [Fact]
    public void A_loaded_model_does_not_mind_what_is_written_into_its_file()
    {
        var model = PackedModel.Create(1);
        model.SavePacked(Packed);
        var loaded = PackedModel.Load(Packed);
        byte[] bytes = File.ReadAllBytes(Packed);
        bytes.AsSpan().Fill(0x7F);
        Overwrite(bytes);
        Assert.Equal(Predict(model), Predict(loaded));
        Overwrite([]);
        Assert.Equal(Predict(model), Predict(loaded));
    }

    [Fact]
    public void A_file_that_is_being_overwritten_in_place_gives_an_exception_or_one_of_the_two_models()
    {
        PackedModel[] models = [PackedModel.Create(1), PackedModel.Create(2)];
        byte[][] files = [.. models.Select(model =>
        {
            model.SavePacked(Packed);
            return File.ReadAllBytes(Packed);
        })];
        float[][] predictions = [.. models.Select(Predict)];
        using var stop = new CancellationTokenSource();
        var writer = new Thread(() =>
        {
            for (int i = 0; !stop.IsCancellationRequested; i++) Overwrite(files[i % 2]);
        });
        writer.Start();
        try
        {
            for (int i = 0; i < 300; i++)
            {
                try
                {
                    float[] found = Predict(PackedModel.Load(Packed));
                    Assert.Contains(predictions, expected => expected.SequenceEqual(found));
                }
                catch (WeightsException)
                {
                    // The only one allowed, since the file is always there.
                }
            }
        }
        finally
        {
            stop.Cancel();
            writer.Join();
        }
    }

    [Fact]
    public void A_file_that_is_not_packed_is_not_mapped()
    {
        PackedModel.Create(1).Save(Packed);
        Assert.Equal(
            $"{Packed} cannot be mapped, because it is not packed; save the model with SavePacked, or load this file with Load.",
            Assert.Throws<WeightsException>(() => PackedModel.LoadMapped(Packed)).Message);
        Assert.Throws<FileNotFoundException>(() => PackedModel.LoadMapped(Path.Combine(_directory, "none")));
        Assert.Throws<ArgumentException>(() => PackedModel.LoadMapped(""));
    }

    [Fact]
    public unsafe void What_is_read_begins_on_a_boundary_of_vectors()
    {
        // Where the memory itself begins is up to the runtime.
        for (int length = 1; length < 100_000; length += 997)
        {
            using var stream = new MemoryStream(new byte[length]);
            using var memory = ModelFile.ReadToEnd(stream, "x", length).Pin();
            Assert.Equal(0, (nint)memory.Pointer % 64);
        }
    }

    [Fact]
    public unsafe void Bytes_that_are_lent_are_copied()
    {
        var model = PackedModel.Create(1);
        model.SavePacked(Packed);
        byte[] bytes = File.ReadAllBytes(Packed);
        PackedModel loaded;
        fixed (byte* start = bytes) loaded = PackedModel.Load(new UnmanagedMemory(start, bytes.Length, owner: null).Memory);
        bytes.AsSpan().Fill(0x7F);
        Assert.Equal(Predict(model), Predict(loaded));
    }

    [Fact]
    public void Bytes_that_lie_anywhere_in_memory_are_read()
    {
        var model = PackedModel.Create(1);
        model.SavePacked(Packed);
        byte[] bytes = File.ReadAllBytes(Packed);
        for (int shift = 0; shift < 9; shift++)
        {
            byte[] moved = new byte[bytes.Length + shift];
            bytes.CopyTo(moved, shift);
            Assert.Equal(Predict(model), Predict(PackedModel.Load(moved.AsMemory(shift))));
        }
    }

    [Fact]
    public void Loading_rounds_and_says_by_how_much()
    {
        var model = UnpackedModel.Create(1);
        model.Save(Packed);
        var loaded = PackedModel.Load(Packed);
        Assert.Empty(model.Rounding.Layers);
        Assert.Equal("Nothing was rounded.\n", model.Rounding.ToString());
        Assert.Equal(WeightType.Int8, loaded.Rounding.Type);
        Assert.Equal(["dense0", "dense1", "dense2"], loaded.Rounding.Layers.Select(layer => layer.Layer));
        Assert.All(loaded.Rounding.Layers, layer => Assert.InRange(layer.RelativeError, 1e-3, 1e-2));
        Assert.All(loaded.Rounding.Layers, layer => Assert.InRange(layer.LargestError, 1e-3, 0.5 / 127 + 1e-6));
        string[] lines = loaded.Rounding.ToString().Split('\n');
        Assert.Equal("layer   relative error  largest error", lines[0]);
        Assert.Matches(@"^dense0         0\.[0-9]{3} %        0\.[0-9]{3} %$", lines[1]);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_value_that_8_bits_do_not_hold_is_refused(float value)
    {
        UnpackedModel.Create(1).Save(Packed);
        byte[] bytes = WeightsFixtures.WithoutChecksum(File.ReadAllBytes(Packed));
        BitConverter.TryWriteBytes(bytes.AsSpan(8 + (int)BitConverter.ToInt64(bytes) + 40), value);
        File.WriteAllBytes(Packed, bytes);
        var error = Assert.Throws<WeightsException>(() => PackedModel.Load(Packed));
        Assert.StartsWith(
            $"{Packed} cannot be held as DeepThin.Tests.Weights.PackedModel does: layers.0.xf has the value {value.ToString(CultureInfo.InvariantCulture)} in row ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(", and Int8 holds finite values only.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_is_saved_as_it_holds_its_weights_unless_asked_otherwise()
    {
        var model = PackedModel.Create(1);
        model.Save(Packed);
        Assert.Contains(SafetensorsFile.Parse(File.ReadAllBytes(Packed)).Tensors, tensor => tensor.DType == "I8");
        model.Save(Packed, WeightType.Float32);
        Assert.DoesNotContain(SafetensorsFile.Parse(File.ReadAllBytes(Packed)).Tensors, tensor => tensor.DType == "I8");
    }

    [Fact]
    public void Weights_in_8_bits_take_a_quarter_of_the_memory()
    {
        var narrow = PackedModel.Info.Layers[2];
        Assert.Equal(WeightType.Int8, narrow.Held);
        Assert.Equal(WeightType.Int8, PackedModel.Info.Held);
        Assert.Equal(300 * 9 + 4 * (9 + 9), narrow.Bytes);
        Assert.Equal(4 * (300 * 9 + 9), UnpackedModel.Info.Layers[2].Bytes);
        Assert.Equal(WeightType.Float32, UnpackedModel.Info.Held);
    }

    [Fact]
    public void The_plan_says_how_weights_are_held_where_some_are_held_in_fewer_bits()
    {
        string[] lines = PackedModel.Info.ToString().Split('\n');
        Assert.Contains("parameters  weights  bytes", lines[0], StringComparison.Ordinal);
        Assert.All(lines[1..4], line => Assert.Contains(" int8 ", line, StringComparison.Ordinal));
        Assert.DoesNotContain("weights", UnpackedModel.Info.ToString().Split('\n')[0], StringComparison.Ordinal);
    }

    // In place, as cp does.
    private void Overwrite(byte[] bytes)
    {
        using var file = new FileStream(Packed, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.SetLength(0);
        file.Write(bytes);
    }

    private static float[] Predict(PackedModel model)
    {
        float[] output = new float[PackedModel.OutputLength];
        model.Forward([.. Enumerable.Range(0, PackedModel.InputLength).Select(i => MathF.Sin(i))], output);
        return output;
    }
}
