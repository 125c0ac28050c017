using System.Globalization;
using DeepThin.Runtime;

namespace DeepThin.Tests.Weights;

/// <summary>Values that 16 or 8 bits do not hold, in files and in memory; and how bfloat16 rounds.</summary>
public sealed class NarrowingTests : IDisposable
{
    private static readonly ModelInfo Model = WeightsFixtures.Info(("layers.0.weight", 3, 4), ("layers.0.bias", 3, 0));

    private readonly string _directory = Directory.CreateTempSubdirectory("deepthin-").FullName;

    private string Saved => Path.Combine(_directory, "a.safetensors");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(WeightType.Float16, 70001, ", and the largest of Float16 is 65504; BFloat16 and Float32 hold it.")]
    [InlineData(WeightType.Float16, -65520, ", and the largest of Float16 is 65504; BFloat16 and Float32 hold it.")]
    [InlineData(WeightType.BFloat16, float.MaxValue, ", which is too large for BFloat16; Float32 holds it.")]
    [InlineData(WeightType.BFloat16, 3.3961776e38f, ", which is too large for BFloat16; Float32 holds it.")]
    [InlineData(WeightType.Int8, float.MinValue, ", which is too large for Int8; Float32 holds it.")]
    [InlineData(WeightType.Float16, float.NaN, ", and Float16 holds finite values only.")]
    [InlineData(WeightType.BFloat16, float.NaN, ", and BFloat16 holds finite values only.")]
    [InlineData(WeightType.BFloat16, float.NegativeInfinity, ", and BFloat16 holds finite values only.")]
    [InlineData(WeightType.Int8, float.PositiveInfinity, ", and Int8 holds finite values only.")]
    public void A_value_that_a_type_does_not_hold_is_named_and_leaves_the_file_as_it_was(WeightType type, float value, string reason)
    {
        File.WriteAllText(Saved, "old");
        var parameters = new AlignedBuffer(Model.ParameterBlockLength);
        parameters.Span[(2 * 4) + 1] = value;

        var error = Assert.Throws<InvalidOperationException>(() => ModelFile.Save(Model, parameters, Saved, type, DataNames.None));

        Assert.Equal($"layers.0.weight has the value {value.ToString(CultureInfo.InvariantCulture)} in row 2, column 1{reason}", error.Message);
        Assert.Equal("old", File.ReadAllText(Saved));
        Assert.Equal([Saved], Directory.GetFileSystemEntries(_directory));
        using var stream = new MemoryStream();
        Assert.Equal(error.Message, Assert.Throws<InvalidOperationException>(() => ModelFile.Save(Model, parameters, stream, type, DataNames.None)).Message);
        Assert.Equal(0, stream.Length);
    }

    [Fact]
    public void A_value_of_a_vector_is_named_by_its_place()
    {
        var parameters = new AlignedBuffer(Model.ParameterBlockLength);
        parameters.Span[Model.Tensors[1].Offset + 2] = 1e6f;

        var error = Assert.Throws<InvalidOperationException>(() => ModelFile.Save(Model, parameters, Saved, WeightType.Float16, DataNames.None));

        Assert.StartsWith("layers.0.bias has the value 1000000 at 2, ", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public void What_stays_single_in_8_bits_is_not_checked()
    {
        var parameters = new AlignedBuffer(Model.ParameterBlockLength);
        parameters.Span[Model.Tensors[1].Offset] = float.MaxValue;
        ModelFile.Save(Model, parameters, Saved, WeightType.Int8, DataNames.None);
        Assert.Equal(float.MaxValue, ModelFile.Load(Model, Saved).Parameters.Span[Model.Tensors[1].Offset]);
    }

    [Theory]
    [InlineData(WeightType.Float16, 65519.996f, 65504f)]
    [InlineData(WeightType.Float16, -65504f, -65504f)]
    [InlineData(WeightType.BFloat16, 3.3961773e38f, 3.3895314e38f)]
    [InlineData(WeightType.Int8, 3.4028233e38f, 3.4028233e38f)]
    public void The_largest_that_a_type_holds_stays_finite(WeightType type, float value, float rounded)
    {
        var parameters = new AlignedBuffer(Model.ParameterBlockLength);
        parameters.Span[0] = value;
        ModelFile.Save(Model, parameters, Saved, type, DataNames.None);
        float found = ModelFile.Load(Model, Saved).Parameters.Span[0];
        Assert.InRange(found / rounded, 1 - 1e-6f, 1 + 1e-6f);
        Assert.True(float.IsFinite(found));
    }

    [Theory]
    [InlineData(70001f, "half", ", and the largest of Float16 is 65504; BFloat16 and Float32 hold it.")]
    [InlineData(float.PositiveInfinity, "half", ", and Float16 holds finite values only.")]
    [InlineData(float.MaxValue, "brain", ", which is too large for BFloat16; Float32 holds it.")]
    [InlineData(float.NaN, "brain", ", and BFloat16 holds finite values only.")]
    [InlineData(float.MaxValue, "int8", ", which is too large for Int8; Float32 holds it.")]
    public void A_value_that_a_model_does_not_hold_is_not_loaded(float value, string held, string reason)
    {
        NarrowedModel.Create(1).Save(Saved);
        byte[] bytes = WeightsFixtures.WithoutChecksum(File.ReadAllBytes(Saved));
        var weight = SafetensorsFile.Parse(bytes).Tensors.Single(tensor => tensor.Name == "layers.0.weight");
        int place = bytes.AsSpan().IndexOf(weight.Data.Span) + 4 * (5 * NarrowedModel.InputLength + 7);
        BitConverter.TryWriteBytes(bytes.AsSpan(place), value);

        var error = Assert.Throws<WeightsException>(() => _ = held switch
        {
            "half" => (object)HalfModel.Load(bytes),
            "brain" => BrainModel.Load(bytes),
            _ => Int8Model.Load(bytes),
        });

        Assert.StartsWith("The file in memory cannot be held as DeepThin.Tests.Weights.", error.Message, StringComparison.Ordinal);
        Assert.EndsWith($" does: layers.0.weight has the value {value.ToString(CultureInfo.InvariantCulture)} in row 5, column 7{reason}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x3F808000u, 0x3F80)] // halfway, to the even one below
    [InlineData(0x3F818000u, 0x3F82)] // halfway, to the even one above
    [InlineData(0x3F807FFFu, 0x3F80)]
    [InlineData(0x3F808001u, 0x3F81)]
    [InlineData(0xBF818000u, 0xBF82)]
    [InlineData(0x3FFF8000u, 0x4000)] // over the end of a binade
    [InlineData(0x00008000u, 0x0000)] // a subnormal, halfway
    [InlineData(0x00018000u, 0x0002)]
    [InlineData(0x007FFFFFu, 0x0080)] // up to the first normal one
    [InlineData(0x80000000u, 0x8000)]
    [InlineData(0x7F7F7FFFu, 0x7F7F)]
    [InlineData(0x7F7F8000u, 0x7F80)]
    [InlineData(0x7F800000u, 0x7F80)]
    [InlineData(0xFF800000u, 0xFF80)]
    [InlineData(0x7F800001u, 0x7FC0)] // a NaN whose payload is all in the bits that are lost
    [InlineData(0xFFFFFFFFu, 0xFFFF)]
    [InlineData(0x7FFFFFFFu, 0x7FFF)]
    [InlineData(0x7FA50000u, 0x7FE5)] // signalling becomes quiet, and the rest of the payload stays
    [InlineData(0xFFC08000u, 0xFFC0)] // and is not rounded
    public void Bfloat16_is_the_nearest_ties_to_even_and_a_NaN_stays_one(uint bits, int rounded) =>
        Assert.Equal(rounded, BrainFloat.Round(BitConverter.UInt32BitsToSingle(bits)));

    [Fact]
    public void Bfloat16_is_the_nearest_of_all_numbers()
    {
        // Every upper half with the lower ones around the tie.
        for (uint upper = 0; upper < 0x7F80; upper++)
        {
            foreach (uint lower in (ReadOnlySpan<uint>)[0, 1, 0x7FFF, 0x8000, 0x8001, 0xFFFF])
            {
                float value = BitConverter.UInt32BitsToSingle(upper << 16 | lower);
                uint expected = lower < 0x8000 || (lower == 0x8000 && upper % 2 == 0) ? upper : upper + 1;
                Assert.Equal(expected, BrainFloat.Round(value));
                Assert.Equal(expected | 0x8000, BrainFloat.Round(-value));
            }
        }
    }
}

/// <summary>One layer in single precision, and in every type of fewer bits.</summary>
[DeepThinModel]
[Dense(20, 12)]
internal sealed partial class NarrowedModel;

[DeepThinModel(Weights = WeightType.Float16)]
[Dense(20, 12)]
internal sealed partial class HalfModel;

[DeepThinModel(Weights = WeightType.BFloat16)]
[Dense(20, 12)]
internal sealed partial class BrainModel;

[DeepThinModel(Weights = WeightType.Int8)]
[Dense(20, 12)]
internal sealed partial class Int8Model;
