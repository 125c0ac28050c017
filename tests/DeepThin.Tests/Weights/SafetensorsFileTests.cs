using System.Buffers.Binary;
using CsCheck;

namespace DeepThin.Tests.Weights;

public sealed class SafetensorsFileTests
{
    [Fact]
    public void Values_of_every_float_type_are_those_that_Python_has()
    {
        var file = SafetensorsFile.Parse(WeightsFixtures.Read("types.safetensors"));

        AssertValues(WeightsFixtures.Expected("types.expected.txt"), file);
    }

    [Fact]
    public void Values_at_an_odd_place_are_read()
    {
        var file = SafetensorsFile.Parse(WeightsFixtures.Read("unaligned.safetensors"));

        AssertValues(WeightsFixtures.Expected("unaligned.expected.txt"), file);
        Assert.Equal([7], Tensor(file, "byte").Data.ToArray());
    }

    [Fact]
    public void Names_types_shapes_and_metadata_are_those_of_the_file()
    {
        var file = SafetensorsFile.Parse(WeightsFixtures.Read("types.safetensors"));

        string[] expected =
        [
            "matrix: F32 [2, 3]", "scalar: F32 []", "empty: F32 [0, 4]", "half: F16 [4, 8]",
            "brain: BF16 [2, 16]", "double: F64 [2]", "long: I64 [1, 2]", "flags: BOOL [3]",
        ];
        Assert.Equal(expected.Order(), file.Tensors.Select(tensor => tensor.ToString()).Order());
        Assert.Equal([6, 1, 0, 32, 32, 2, 2, 3], expected.Select(line => Tensor(file, line[..line.IndexOf(':', StringComparison.Ordinal)]).Length));
        Assert.Equal(new Dictionary<string, string> { ["format"] = "pt", ["title"] = "Grüße" }, file.Metadata);
        Assert.False(file.TryGetTensor("matrices", out _));
    }

    [Theory]
    [InlineData("long", "Tensor 'long' is I64; F32, F16 and BF16 can be read as floats.")]
    [InlineData("flags", "Tensor 'flags' is BOOL; F32, F16 and BF16 can be read as floats.")]
    public void Values_that_are_no_floats_are_refused(string name, string message)
    {
        var tensor = Tensor(SafetensorsFile.Parse(WeightsFixtures.Read("types.safetensors")), name);

        Assert.False(tensor.IsFloat);
        Assert.Equal(message, Assert.Throws<WeightsException>(() => tensor.CopyTo(new float[tensor.Length])).Message);
    }

    [Fact]
    public void A_destination_of_another_length_is_refused()
    {
        var tensor = Tensor(SafetensorsFile.Parse(WeightsFixtures.Read("types.safetensors")), "matrix");

        var error = Assert.Throws<ArgumentException>(() => tensor.CopyTo(new float[7]));
        Assert.StartsWith("Tensor 'matrix' has 6 values, but the destination has room for 7.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("{}      ", 0)]
    [InlineData("{} \r\n\t", 0)]
    [InlineData("{\"__metadata__\":{}}", 0)]
    [InlineData("{\"\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1]}}", 1)]
    [InlineData("{\"a\":{\"shape\":[3],\"data_offsets\":[0,3],\"note\":{\"x\":[1,null,\"y\"]},\"dtype\":\"U8\"}}", 3)]
    [InlineData("{\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]},\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 3)]
    [InlineData("{\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}", 2)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[0,4611686018427387904],\"data_offsets\":[0,0]}}", 0)]
    [InlineData("{\"a\":{\"dtype\":\"F4\",\"shape\":[1,4],\"data_offsets\":[0,2]}}", 2)]
    [InlineData("{\"a\":{\"dtype\":\"F6_E2M3\",\"shape\":[4],\"data_offsets\":[0,3]}}", 3)]
    public void A_valid_file_is_taken(string header, int dataLength)
    {
        var file = SafetensorsFile.Parse(WeightsFixtures.FileOf(header, dataLength));

        Assert.Equal(dataLength, file.Tensors.Sum(tensor => tensor.Data.Length));
    }

    [Fact]
    public void Tensors_come_in_the_order_of_their_data()
    {
        const string header = """
            {"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]},"c":{"dtype":"U8","shape":[0],"data_offsets":[1,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}
            """;

        var file = SafetensorsFile.Parse(WeightsFixtures.FileOf(header, 3));

        Assert.Equal(["a", "c", "b"], file.Tensors.Select(tensor => tensor.Name));
    }

    [Theory]
    [InlineData("BOOL", 1)]
    [InlineData("U8", 1)]
    [InlineData("I8", 1)]
    [InlineData("F8_E5M2", 1)]
    [InlineData("F8_E4M3", 1)]
    [InlineData("F8_E8M0", 1)]
    [InlineData("F8_E4M3FNUZ", 1)]
    [InlineData("F8_E5M2FNUZ", 1)]
    [InlineData("I16", 2)]
    [InlineData("U16", 2)]
    [InlineData("F16", 2)]
    [InlineData("BF16", 2)]
    [InlineData("I32", 4)]
    [InlineData("U32", 4)]
    [InlineData("F32", 4)]
    [InlineData("C64", 8)]
    [InlineData("F64", 8)]
    [InlineData("I64", 8)]
    [InlineData("U64", 8)]
    public void A_value_of_every_type_has_its_size(string dtype, int bytes)
    {
        string header = $$"""{"a":{"dtype":"{{dtype}}","shape":[3],"data_offsets":[0,{{3 * bytes}}]} }""";

        var file = SafetensorsFile.Parse(WeightsFixtures.FileOf(header, 3 * bytes));

        Assert.Equal($"a: {dtype} [3]", Assert.Single(file.Tensors).ToString());
    }

    [Theory]
    // The object itself.
    [InlineData("", 0, "The header is empty; it must be a JSON object.")]
    [InlineData("[]", 0, "The header begins with the byte 0x5B; it must begin with '{', 0x7B.")]
    [InlineData(" {}", 0, "The header begins with the byte 0x20; it must begin with '{', 0x7B.")]
    [InlineData("\uFEFF{}", 0, "The header begins with the byte 0xEF; it must begin with '{', 0x7B.")]
    // Keys.
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1]},\"a\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[1,2]}}", 2, "The header has the key 'a' twice.")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1]},\"\\u0061\":{}}", 1, "The header has the key 'a' twice.")]
    [InlineData("{\"__metadata__\":{},\"__metadata__\":{}}", 0, "The header has the key '__metadata__' twice.")]
    [InlineData("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", 0, "__metadata__ has the key 'k' twice.")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1]}}", 1, "Tensor 'a' has the field 'dtype' twice.")]
    [InlineData("{\"a\":{\"x\":1,\"x\":1,\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1]}}", 1, "Tensor 'a' has the field 'x' twice.")]
    // Metadata.
    [InlineData("{\"__metadata__\":null}", 0, "__metadata__ must be an object of texts, but holds null.")]
    [InlineData("{\"__metadata__\":[]}", 0, "__metadata__ must be an object of texts, but holds an array.")]
    [InlineData("{\"__metadata__\":{\"k\":1.5}}", 0, "'k' in __metadata__ must be a string, but holds 1.5.")]
    [InlineData("{\"__metadata__\":{\"k\":{}}}", 0, "'k' in __metadata__ must be a string, but holds an object.")]
    // Entries.
    [InlineData("{\"a\":[\"U8\",[],[0,1]]}", 1, "Tensor 'a' must be an object with dtype, shape and data_offsets, but holds an array.")]
    [InlineData("{\"a\":\"U8\"}", 0, "Tensor 'a' must be an object with dtype, shape and data_offsets, but holds a string.")]
    [InlineData("{\"a\":{\"shape\":[],\"data_offsets\":[0,1]}}", 1, "Tensor 'a' has no dtype; an entry has dtype, shape and data_offsets.")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,1]}}", 1, "Tensor 'a' has no shape; an entry has dtype, shape and data_offsets.")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[]}}", 1, "Tensor 'a' has no data_offsets; an entry has dtype, shape and data_offsets.")]
    [InlineData("{\"a\":{\"dtype\":8,\"shape\":[],\"data_offsets\":[0,1]}}", 1, "The dtype of tensor 'a' must be a string, but holds 8.")]
    [InlineData("{\"a\":{\"dtype\":\"f32\",\"shape\":[],\"data_offsets\":[0,4]}}", 4, "Tensor 'a' has the dtype 'f32'; the format has BOOL, F4, F6_E2M3, F6_E3M2, U8, I8, F8_E5M2, F8_E4M3, F8_E8M0, F8_E4M3FNUZ, F8_E5M2FNUZ, I16, U16, F16, BF16, I32, U32, F32, C64, F64, I64, U64.")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":3,\"data_offsets\":[0,3]}}", 3, "The shape of tensor 'a' must be an array of whole numbers, but holds 3.")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[\"3\"],\"data_offsets\":[0,3]}}", 3, "The shape of tensor 'a' must be an array of whole numbers, but holds a string.")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[[3]],\"data_offsets\":[0,3]}}", 3, "The shape of tensor 'a' must be an array of whole numbers, but holds an array.")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[-1],\"data_offsets\":[0,3]}}", 3, "The shape of tensor 'a' holds -1; whole numbers from 0 to 9223372036854775807 are allowed.")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[-0],\"data_offsets\":[0,0]}}", 0, "The shape of tensor 'a' holds -0; whole numbers from 0 to 9223372036854775807 are allowed.")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[3.0],\"data_offsets\":[0,3]}}", 3, "The shape of tensor 'a' holds 3.0; whole numbers from 0 to 9223372036854775807 are allowed.")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[3e0],\"data_offsets\":[0,3]}}", 3, "The shape of tensor 'a' holds 3e0; whole numbers from 0 to 9223372036854775807 are allowed.")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[9223372036854775808],\"data_offsets\":[0,3]}}", 3, "The shape of tensor 'a' holds 9223372036854775808; whole numbers from 0 to 9223372036854775807 are allowed.")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0]}}", 1, "The data_offsets of tensor 'a' are 1 numbers; they must be two, begin and end.")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1,1]}}", 1, "The data_offsets of tensor 'a' are 3 numbers; they must be two, begin and end.")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[1,0]}}", 1, "The data_offsets of tensor 'a' are [1, 0]; the begin must not be after the end.")]
    // The layout.
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}}", 3, "The data of tensor 'a' begins at byte 1, but what comes before it ends at byte 0; tensors must follow one another without a hole or an overlap.")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[3,5]}}", 5, "The data of tensor 'b' begins at byte 3, but what comes before it ends at byte 2; tensors must follow one another without a hole or an overlap.")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}}", 3, "The data of tensor 'b' begins at byte 1, but what comes before it ends at byte 2; tensors must follow one another without a hole or an overlap.")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}", 2, "The data of tensor 'b' begins at byte 0, but what comes before it ends at byte 2; tensors must follow one another without a hole or an overlap.")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,20]}}", 20, "Tensor 'a' of F32 [2, 3] needs 24 bytes, but its data_offsets [0, 20] give it 20.")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,0]}}", 0, "Tensor 'a' of F32 [] needs 4 bytes, but its data_offsets [0, 0] give it 0.")]
    [InlineData("{\"a\":{\"dtype\":\"F4\",\"shape\":[3],\"data_offsets\":[0,2]}}", 2, "Tensor 'a' of F4 [3] has 12 bits, which is no whole number of bytes.")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}", 0, "Tensor 'a' of F32 [4294967296, 4294967296] has more bits than can be counted.")]
    [InlineData("{\"a\":{\"dtype\":\"F64\",\"shape\":[288230376151711744],\"data_offsets\":[0,0]}}", 0, "Tensor 'a' of F64 [288230376151711744] has more bits than can be counted.")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[4611686018427387904,4,0],\"data_offsets\":[0,0]}}", 0, "Tensor 'a' of U8 [4611686018427387904, 4, 0] has more bits than can be counted.")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}", 3, "The tensors have 2 bytes of data, but the file has 3.")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}", 1, "The tensors have 2 bytes of data, but the file has 1.")]
    [InlineData("{}", 1, "The tensors have 0 bytes of data, but the file has 1.")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[1152921504606846975],\"data_offsets\":[0,1152921504606846975]}}", 1, "The tensors have 1152921504606846975 bytes of data, but the file has 1.")]
    public void A_broken_rule_is_named(string header, int dataLength, string message)
    {
        var error = Assert.Throws<WeightsException>(() => SafetensorsFile.Parse(WeightsFixtures.FileOf(header, dataLength)));

        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"a\":")]
    [InlineData("{},")]
    [InlineData("{}x")]
    [InlineData("{}\0")]
    [InlineData("{}{}")]
    [InlineData("{\"__metadata__\":{},}")]
    [InlineData("{/* no */}")]
    [InlineData("{\"a\":{\"x\":01}}")]
    [InlineData("{\"a\nb\":{}}")]
    public void A_header_that_is_not_JSON_is_refused(string header)
    {
        var error = Assert.Throws<WeightsException>(() => SafetensorsFile.Parse(WeightsFixtures.FileOf(header)));

        Assert.StartsWith("The header is not valid JSON: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_nests_without_end_is_refused()
    {
        string header = $"{{\"a\":{{\"x\":{new string('[', 1_000_000)}";

        var error = Assert.Throws<WeightsException>(() => SafetensorsFile.Parse(WeightsFixtures.FileOf(header)));
        Assert.StartsWith("The header is not valid JSON: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"\\ud800\":{}}")]
    [InlineData("{\"__metadata__\":{\"k\":\"\\udc00\"}}")]
    public void An_escape_that_is_no_character_is_refused(string header)
    {
        var error = Assert.Throws<WeightsException>(() => SafetensorsFile.Parse(WeightsFixtures.FileOf(header)));

        Assert.StartsWith("The header holds a string that is no text: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'{', (byte)'"', 0xFF, (byte)'"' }, 2)]
    [InlineData(new byte[] { (byte)'{', (byte)'"', (byte)'a', 0xC3 }, 3)]
    [InlineData(new byte[] { (byte)'{', 0xED, 0xA0, 0x80 }, 1)]
    [InlineData(new byte[] { (byte)'{', 0xC0, 0x80 }, 1)]
    public void A_header_that_is_not_UTF8_is_refused(byte[] header, int position)
    {
        var error = Assert.Throws<WeightsException>(() => SafetensorsFile.Parse(WeightsFixtures.FileOf(header, 0)));

        Assert.Equal($"The header is not valid UTF-8 at its byte {position}.", error.Message);
    }

    [Theory]
    [InlineData(3UL, "The header would be 3 bytes long, but only 2 bytes follow; the file is cut off, or no safetensors file.")]
    [InlineData(100_000_000UL, "The header would be 100000000 bytes long, but only 2 bytes follow; the file is cut off, or no safetensors file.")]
    [InlineData(100_000_001UL, "The header would be 100000001 bytes long; at most 100000000 are allowed. Is this a safetensors file?")]
    [InlineData(ulong.MaxValue, "The header would be 18446744073709551615 bytes long; at most 100000000 are allowed. Is this a safetensors file?")]
    public void A_header_length_that_cannot_be_is_refused(ulong length, string message)
    {
        byte[] file = WeightsFixtures.FileOf("{}");
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);

        Assert.Equal(message, Assert.Throws<WeightsException>(() => SafetensorsFile.Parse(file)).Message);
    }

    [Theory]
    [InlineData(0, "The file is empty; was it being written, or did a download fail?")]
    [InlineData(1, "The file has 1 bytes; a safetensors file begins with 8 bytes that hold the length of its header.")]
    [InlineData(7, "The file has 7 bytes; a safetensors file begins with 8 bytes that hold the length of its header.")]
    public void A_file_without_a_header_length_is_refused(int length, string message) =>
        Assert.Equal(message, Assert.Throws<WeightsException>(() => SafetensorsFile.Parse(new byte[length])).Message);

    [Theory]
    [InlineData("types.safetensors")]
    [InlineData("unaligned.safetensors")]
    public void A_file_cut_off_anywhere_is_refused(string fixture)
    {
        byte[] file = WeightsFixtures.Read(fixture);
        for (int length = 0; length < file.Length; length++)
        {
            var cut = file.AsMemory(0, length);
            Assert.Throws<WeightsException>(() => SafetensorsFile.Parse(cut));
        }
    }

    [Fact]
    public void Damaged_bytes_throw_nothing_but_a_WeightsException()
    {
        byte[] file = WeightsFixtures.Read("types.safetensors");
        var damages = Gen.Select(Gen.Int[0, file.Length - 1], Gen.Byte).List[1, 4];

        damages.Sample(
            changes =>
            {
                byte[] damaged = [.. file];
                foreach (var (position, value) in changes)
                {
                    damaged[position] = value;
                }

                ParseAll(damaged);
            },
            iter: 20_000);
    }

    [Fact]
    public void Damage_to_the_structure_throws_nothing_but_a_WeightsException()
    {
        // Bytes that keep the header JSON far more often than random ones do.
        byte[] likely = [.. "{}[]\",:0123456789-eEnul\\ aF"u8];
        byte[] file = WeightsFixtures.Read("types.safetensors");
        int header = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        var damages = Gen.Select(Gen.Int[8, 8 + header - 1], Gen.OneOfConst(likely)).List[1, 3];

        damages.Sample(
            changes =>
            {
                byte[] damaged = [.. file];
                foreach (var (position, value) in changes)
                {
                    damaged[position] = value;
                }

                ParseAll(damaged);
            },
            iter: 20_000);
    }

    private static void ParseAll(byte[] bytes)
    {
        try
        {
            foreach (var tensor in SafetensorsFile.Parse(bytes).Tensors)
            {
                tensor.CopyTo(new float[tensor.Length]);
            }
        }
        catch (WeightsException)
        {
            // The only one allowed.
        }
    }

    private static SafetensorsTensor Tensor(SafetensorsFile file, string name)
    {
        Assert.True(file.TryGetTensor(name, out var tensor));
        return tensor;
    }

    private static void AssertValues(Dictionary<string, uint[]> expected, SafetensorsFile file)
    {
        Assert.NotEmpty(expected);
        foreach (var (name, bits) in expected)
        {
            float[] values = new float[bits.Length];
            Tensor(file, name).CopyTo(values);
            Assert.Equal(bits, WeightsFixtures.Bits(values));
        }
    }
}
