using System.Runtime.InteropServices;
using CsCheck;
using DeepThin.Runtime;

namespace DeepThin.Tests.Weights;

/// <summary>Values narrower than single precision, and pruned ones with their places.</summary>
public sealed class WeightTypeTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("deepthin-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(WeightType.Float32, 0)]
    [InlineData(WeightType.Float16, 1.0 / 2048)]
    [InlineData(WeightType.BFloat16, 1.0 / 256)]
    public void A_number_is_the_nearest_of_its_type(WeightType type, double relativeError)
    {
        var info = WeightsFixtures.Info(("layers.0.xf", 70, 3), ("layers.0.wf", 3, 900), ("layers.0.bias", 17, 0));
        var parameters = Random(info, 1);
        var loaded = SaveAndLoad(info, parameters, type);
        for (int i = 0; i < parameters.Length; i++) Assert.InRange(loaded.Span[i] - parameters.Span[i], -relativeError * Math.Abs(parameters.Span[i]), relativeError * Math.Abs(parameters.Span[i]));
    }

    [Fact]
    public void A_number_of_8_bits_is_half_a_step_off_at_most() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[0, 200], Gen.Int[0, 1000]).Sample(
            (rows, columns, seed) =>
            {
                // The longest tensor of the layer is rounded, whatever it is.
                var info = WeightsFixtures.Info(("layers.0.wf", rows, columns));
                var parameters = Random(info, seed);
                var loaded = SaveAndLoad(info, parameters, WeightType.Int8);
                int length = info.Tensors[0].Length, row = columns < 64 ? length : columns;
                for (int start = 0; start < length; start += row)
                {
                    for (int group = start; group < start + row; group += 64)
                    {
                        var values = parameters.Span[group..Math.Min(group + 64, start + row)];
                        float step = values.ToArray().Max(Math.Abs) / 127;
                        for (int i = 0; i < values.Length; i++) Assert.InRange(Math.Abs(loaded.Span[group + i] - values[i]), 0, 0.5001f * step);
                    }
                }
            },
            iter: 100);

    [Fact]
    public void The_shorter_factor_gains_and_the_bias_stay_as_they_are_in_8_bits()
    {
        var info = WeightsFixtures.Info(
            ("layers.0.xf", 5, 1), ("layers.0.wf", 1, 900), ("layers.0.input_gain", 90, 0), ("layers.0.output_gain", 17, 0), ("layers.0.bias", 17, 0));
        var parameters = Random(info, 1);
        string path = Path.Combine(_directory, "a.safetensors");
        ModelFile.Save(info, parameters, path, WeightType.Int8, DataNames.None);

        Assert.Equal(
            [
                "layers.0.xf: F32 [5, 1]", "layers.0.wf: I8 [1, 900]", "layers.0.wf.scales: F32 [15]", "layers.0.input_gain: F32 [90]", "layers.0.output_gain: F32 [17]",
                "layers.0.bias: F32 [17]",
            ],
            SafetensorsFile.Parse(File.ReadAllBytes(path)).Tensors.Select(tensor => tensor.ToString()));
        var loaded = ModelFile.Load(info, path).Parameters;
        Assert.Equal(parameters.Span[..5].ToArray(), loaded.Span[..5].ToArray());
        int behind = info.Tensors[2].Offset;
        Assert.Equal(parameters.Span[behind..].ToArray(), loaded.Span[behind..].ToArray());
    }

    [Fact]
    public void A_type_that_is_not_known() => Assert.Throws<ArgumentOutOfRangeException>(() =>
        ModelFile.Save(WeightsFixtures.Model, WeightsFixtures.Ramp(WeightsFixtures.Model), Path.Combine(_directory, "a"), (WeightType)7, DataNames.None));

    [Fact]
    public void The_bytes_that_are_counted_are_those_of_the_file()
    {
        foreach (var type in Enum.GetValues<WeightType>())
        {
            var info = Pruned(rows: 20, columns: 90, kept: 200);
            string path = Path.Combine(_directory, "a.safetensors");
            ModelFile.Save(info, Sparse(info, 200, 3), path, type, DataNames.None);
            Assert.Equal(SafetensorsFile.Parse(File.ReadAllBytes(path)).Tensors.Sum(tensor => tensor.Data.Length), info.StorageAs(type).Bytes);
        }

        var storage = Pruned(20, 90, 200).StorageAs(WeightType.Int8);
        Assert.Equal(new LayerStorage("layers.0", "deepthin", 200 + 4 * 20, (2 * 200) + (4 * 21), 4 * 4), storage.Layers.Single());
        Assert.Equal(
            """
            layer     kind      values  indices  scales  bytes
            layers.0  deepthin     280      484      16    780
            Int8                   280      484      16    780

            """.ReplaceLineEndings("\n"),
            storage.ToString());
    }

    [Fact]
    public void A_pruned_matrix_is_loaded_to_the_bit_whatever_of_it_is_zero() =>
        Gen.Select(Gen.Int[1, 30], Gen.Int[1, 90], Gen.Int[0, 1000]).Sample(
            (rows, columns, seed) =>
            {
                var random = new Random(seed);
                int kept = random.Next(1, rows * columns + 1);
                var info = Pruned(rows, columns, kept);
                var parameters = Sparse(info, random.Next(kept + 1), seed);
                Assert.Equal(parameters.Span.ToArray(), SaveAndLoad(info, parameters, WeightType.Float32).Span.ToArray());
            },
            iter: 200);

    [Fact]
    public void A_matrix_that_is_not_pruned_is_not_saved()
    {
        var info = Pruned(4, 5, 6);
        var error = Assert.Throws<InvalidOperationException>(() => SaveAndLoad(info, Sparse(info, 7, 1), WeightType.Float32));
        Assert.Equal("layers.0.weight has 7 weights that are not zero, and keeps 6; prune the model with DeepThin.Training.Pruning.Prune first.", error.Message);
        Assert.Empty(Directory.GetFiles(_directory));
    }

    [Theory]
    [InlineData(new[] { 0, 1, 2 }, new[] { 0, 2, 4 }, "its rows begin at 0 and end at 4, with 3 values")]
    [InlineData(new[] { 0, 1, 2 }, new[] { 1, 2, 3 }, "its rows begin at 1 and end at 3, with 3 values")]
    [InlineData(new[] { 0, 1, 2 }, new[] { 0, 4, 3 }, "row 0 goes from value 0 to 4")]
    [InlineData(new[] { 0, 1, 5 }, new[] { 0, 2, 3 }, "row 1 has a value in column 5 of 5")]
    [InlineData(new[] { 1, 1, 2 }, new[] { 0, 2, 3 }, "the columns of row 0 do not ascend")]
    public void Places_that_are_not_valid(int[] columns, int[] starts, string fault) =>
        Assert.Equal(fault, new SparseValues([1, 2, 3], columns, starts).Fault(new TensorInfo("layers.0.weight", 2, 5, 0) { NonZeros = 3 }));

    [Fact]
    public void A_file_with_such_places_is_refused()
    {
        var info = Pruned(2, 5, 3);
        string path = Path.Combine(_directory, "a.safetensors");
        ModelFile.Save(info, Sparse(info, 3, 1), path, null, DataNames.None);
        byte[] file = WeightsFixtures.WithoutChecksum(File.ReadAllBytes(path));
        var starts = SafetensorsFile.Parse(file).Tensors.Single(tensor => tensor.Name.EndsWith("crow_indices", StringComparison.Ordinal));
        file.AsSpan().LastIndexOf(starts.Data.Span);
        file[file.AsSpan().LastIndexOf(starts.Data.Span) + starts.Data.Length - 4 + 3] = 0x80;
        var error = Assert.Throws<WeightsException>(() => ModelFile.Load(info, (ReadOnlyMemory<byte>)file).Parameters);
        Assert.Equal("The file in memory: layers.0.weight has places that are not valid: layers.0.weight.crow_indices has 2147483651 at 2, which is no index", error.Message);
    }

    [Theory]
    [InlineData("U16", "U32")]
    [InlineData("U32", "U16")]
    [InlineData("I32", "I32")]
    [InlineData("I64", "I64")]
    [InlineData("U16", "I64")]
    public void Places_are_read_in_every_type_that_holds_them(string columns, string starts)
    {
        var info = Pruned(20, 90, 200);
        var parameters = Sparse(info, 200, 1);
        Assert.Equal(parameters.Span.ToArray(), ModelFile.Load(info, WithPlaces(info, parameters, columns, starts)).Parameters.Span.ToArray());
    }

    [Theory]
    [InlineData("I64", 0, -1, "layers.0.weight.col_indices has -1 at 0, which is no index")]
    [InlineData("I32", 0, -7, "layers.0.weight.col_indices has -7 at 0, which is no index")]
    [InlineData("I64", 1, 1L << 32, "layers.0.weight.col_indices has 4294967296 at 1, which is no index")]
    [InlineData("I64", 0, 90, "row 0 has a value in column 90 of 90")]
    [InlineData("U32", 0, uint.MaxValue, "layers.0.weight.col_indices has 4294967295 at 0, which is no index")]
    public void Places_that_are_outside_are_refused(string type, int position, long value, string fault)
    {
        var info = Pruned(20, 90, 200);
        var parameters = new AlignedBuffer(info.ParameterBlockLength);
        foreach (ref float weight in parameters.Span[..200]) weight = 1;
        var error = Assert.Throws<WeightsException>(() => ModelFile.Load(info, WithPlaces(info, parameters, type, type, columns => columns[position] = value)));
        Assert.Equal($"The file in memory: layers.0.weight has places that are not valid: {fault}", error.Message);
    }

    [Fact]
    public void Places_of_another_type_are_refused_by_the_types_that_are_read()
    {
        var info = Pruned(20, 90, 200);
        var error = Assert.Throws<WeightsException>(() => ModelFile.Load(info, WithPlaces(info, Sparse(info, 200, 1), "U64", "U64")));
        Assert.Contains("layers.0.weight.col_indices: U64 [200], but the model needs [200] in U16, U32, I32 or I64", error.Message, StringComparison.Ordinal);
    }

    // The file that is saved, with its places in other types, as PyTorch's to_sparse_csr gives them.
    private static ReadOnlyMemory<byte> WithPlaces(ModelInfo info, AlignedBuffer parameters, string columnsType, string startsType, Action<long[]>? change = null)
    {
        var sparse = SparseValues.Of(parameters.Span[..info.Tensors[0].Length], info.Tensors[0]);
        long[] columns = [.. sparse.Columns], starts = [.. sparse.Starts];
        change?.Invoke(columns);
        (string Name, string Type, byte[] Bytes, int Length)[] tensors =
        [
            ("layers.0.weight.values", "F32", MemoryMarshal.AsBytes<float>(sparse.Values).ToArray(), sparse.Values.Length),
            ("layers.0.weight.col_indices", columnsType, BytesOf(columns, columnsType), columns.Length),
            ("layers.0.weight.crow_indices", startsType, BytesOf(starts, startsType), starts.Length),
            ("layers.0.bias", "F32", new byte[4 * info.Tensors[1].Length], info.Tensors[1].Length),
        ];
        int position = 0;
        string header = string.Join(',', tensors.Select(tensor => $"\"{tensor.Name}\":{{\"dtype\":\"{tensor.Type}\",\"shape\":[{tensor.Length}],\"data_offsets\":[{position},{position += tensor.Bytes.Length}]}}"));
        return (byte[])[.. WeightsFixtures.FileOf($"{{{header}}}"), .. tensors.SelectMany(tensor => tensor.Bytes)];
    }

    private static byte[] BytesOf(long[] values, string type) => type switch
    {
        "U16" => MemoryMarshal.AsBytes<ushort>([.. values.Select(value => (ushort)value)]).ToArray(),
        "U32" or "I32" => MemoryMarshal.AsBytes<int>([.. values.Select(value => unchecked((int)value))]).ToArray(),
        _ => MemoryMarshal.AsBytes<long>(values).ToArray(),
    };

    private static ModelInfo Pruned(int rows, int columns, int kept)
    {
        var info = WeightsFixtures.Info(("layers.0.weight", rows, columns), ("layers.0.bias", rows, 0));
        var layer = info.Layers[0];
        return new ModelInfo(info.Name, info.ParameterBlockLength, 0, new LayerInfo(layer) { Tensors = [new("layers.0.weight", rows, columns, layer.Tensors[0].Offset) { NonZeros = kept }, layer.Tensors[1]] });
    }

    private static AlignedBuffer Sparse(ModelInfo info, int count, int seed)
    {
        var random = new Random(seed);
        var parameters = new AlignedBuffer(info.ParameterBlockLength);
        int[] places = [.. Enumerable.Range(0, info.Tensors[0].Length)];
        random.Shuffle(places);
        foreach (int place in places.AsSpan(0, count)) parameters.Span[place] = random.NextSingle() + 0.1f;
        return parameters;
    }

    private static AlignedBuffer Random(ModelInfo info, int seed)
    {
        var random = new Random(seed);
        var parameters = new AlignedBuffer(info.ParameterBlockLength);
        foreach (var tensor in info.Tensors)
        {
            foreach (ref float value in parameters.Span.Slice(tensor.Offset, tensor.Length)) value = (float)(2 * random.NextDouble() - 1);
        }

        return parameters;
    }

    private AlignedBuffer SaveAndLoad(ModelInfo info, AlignedBuffer parameters, WeightType type)
    {
        // Samples are drawn on several threads.
        string path = Path.Combine(_directory, $"{Guid.NewGuid():N}.safetensors");
        ModelFile.Save(info, parameters, path, type, DataNames.None);
        return ModelFile.Load(info, path).Parameters;
    }
}
