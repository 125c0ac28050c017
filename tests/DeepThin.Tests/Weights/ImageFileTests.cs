namespace DeepThin.Tests.Weights;

/// <summary>A model over an image.</summary>
[DeepThinModel]
[Input(2, 6, 7)]
[Conv2D(2, 5, 3, KernelWidth = 2, Activation = Activation.Relu)]
[MaxPool2D(2)]
[Conv2D(5, 40, 2, Ratio = 0.3, Form = Form.Tall)]
[Flatten]
[Dense(80, 4)]
internal sealed partial class ImageModel;

/// <summary>The same layers in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Input(2, 6, 7)]
[Conv2D(2, 5, 3, KernelWidth = 2, Activation = Activation.Relu)]
[MaxPool2D(2)]
[Conv2D(5, 40, 2, Ratio = 0.3, Form = Form.Tall)]
[Flatten]
[Dense(80, 4)]
internal sealed partial class NarrowImageModel;

/// <summary>A normalisation by the name that it has elsewhere.</summary>
[DeepThinModel]
[Input(3)]
[BatchNorm(3, Tensors = "norm")]
internal sealed partial class NormModel;

/// <summary>A series, whose weights have three dimensions.</summary>
[DeepThinModel]
[Input(2, 6)]
[Conv1D(2, 3, 4, PaddingBefore = 1)]
internal sealed partial class SeriesModel;

/// <summary>Files of models with convolutions: tensors of three and four dimensions, and none for what has no parameters.</summary>
public sealed class ImageFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("deepthin-").FullName;

    private string Saved => Path.Combine(_directory, "a.safetensors");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(WeightType.Float32, 0)]
    [InlineData(WeightType.Float16, 0.01)]
    [InlineData(WeightType.BFloat16, 0.05)]
    [InlineData(WeightType.Int8, 0.05)]
    public void A_model_is_saved_in_every_type_with_the_shapes_of_PyTorch(WeightType type, double tolerance)
    {
        var model = ImageModel.Create(1);
        model.Save(Saved, type);
        var file = SafetensorsFile.Parse(File.ReadAllBytes(Saved));
        Assert.True(file.TryGetTensor("layers.0.weight", out var weight));
        Assert.Equal([5L, 2, 3, 2], weight.Shape);
        Assert.Equal(ImageModel.Info.Tensors.Select(tensor => tensor.Name), file.Tensors.Select(tensor => tensor.Name).Where(name => !name.EndsWith(".scales", StringComparison.Ordinal)));
        Assert.Equal([0, 2, 4], ImageModel.Info.Tensors.Select(tensor => int.Parse(tensor.Name.Split('.')[1], System.Globalization.CultureInfo.InvariantCulture)).Distinct());
        Assert.Equal(file.Tensors.Sum(tensor => (long)tensor.Data.Length), ImageModel.Info.StorageAs(type).Bytes);
        AssertClose(Outputs(model), Outputs(ImageModel.Load(Saved)), tolerance);
    }

    [Fact]
    public void What_PyTorch_counts_beside_running_statistics_is_passed_over_and_nothing_else_is()
    {
        const string Floats = """
            "norm.weight":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"norm.bias":{"dtype":"F32","shape":[3],"data_offsets":[12,24]},"norm.running_mean":{"dtype":"F32","shape":[3],"data_offsets":[24,36]},"norm.running_var":{"dtype":"F32","shape":[3],"data_offsets":[36,48]}
            """;
        float[] output = new float[3];
        NormModel.Load(Counted("norm.num_batches_tracked")).Forward([1, 2, 3], output);
        Assert.Equal([0, 0, 0], output);
        string message = Assert.Throws<WeightsException>(() => NormModel.Load(Counted("other.num_batches_tracked"))).Message;
        Assert.Contains("other.num_batches_tracked", message, StringComparison.Ordinal);

        static byte[] Counted(string name) => WeightsFixtures.FileOf("{" + Floats + $",\"{name}\":" + """{"dtype":"I64","shape":[],"data_offsets":[48,56]}}""", 56);
    }

    [Fact]
    public void Packed_files_are_read_in_place()
    {
        var model = NarrowImageModel.Create(1);
        model.SavePacked(Saved);
        using (var mapped = NarrowImageModel.LoadMapped(Saved)) Assert.Equal(Outputs(model), Outputs(mapped));
        byte[] bytes = File.ReadAllBytes(Saved);
        NarrowImageModel.Load(Saved).SavePacked(Saved);
        Assert.Equal(bytes, File.ReadAllBytes(Saved));
    }

    [Theory]
    [InlineData("F32 [5, 12]", "; it has as many values; reshape it to [5, 2, 3, 2]", 5, 12)]
    [InlineData("F32 [60]", "; it has as many values; reshape it to [5, 2, 3, 2]", 60)]
    [InlineData("F32 [5, 2, 3, 3]", "", 5, 2, 3, 3)]
    public void Another_shape_is_refused_by_a_message_with_the_needed_one(string found, string hint, params int[] shape)
    {
        var writer = new SafetensorsWriter();
        foreach (var tensor in ImageModel.Info.Tensors)
        {
            long[] dimensions = tensor.Name == "layers.0.weight" ? [.. shape.Select(size => (long)size)] : tensor.ShapeOfFile;
            writer.Add(tensor.Name, new float[dimensions.Aggregate((product, size) => product * size)], dimensions);
        }

        writer.Save(Saved);
        var error = Assert.Throws<WeightsException>(() => ImageModel.Load(Saved));
        Assert.EndsWith($"\n  layers.0.weight: {found}, but the model needs [5, 2, 3, 2]{hint}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_weights_of_PyTorch_mean_what_they_do_there()
    {
        float[] weight = [.. Enumerable.Range(0, 24).Select(i => (float)Math.Sin(i))], bias = [0.5f, -1, 2], x = [.. Enumerable.Range(0, 12).Select(i => (float)Math.Cos(i))];
        var writer = new SafetensorsWriter();
        writer.Add("layers.0.weight", weight, 3, 2, 4);
        writer.Add("layers.0.bias", bias, 3);
        writer.Save(Saved);
        float[] y = new float[SeriesModel.OutputLength];
        SeriesModel.Load(Saved).Forward(x, y);

        // y[r, p] = bias[r] + Σ weight[r, c, k]·x[c, p + k − 1]
        for (int i = 0; i < y.Length; i++)
        {
            int r = i / 4, p = i % 4;
            double sum = bias[r];
            for (int c = 0; c < 2; c++)
            {
                for (int k = 0; k < 4; k++) sum += p + k - 1 is >= 0 and < 6 and var at ? (double)weight[(r * 2 + c) * 4 + k] * x[c * 6 + at] : 0;
            }

            Assert.Equal(sum, y[i], 1e-5);
        }
    }

    [Fact]
    public void The_plan_has_shapes()
    {
        string table = ImageModel.Info.ToString();
        Assert.Contains("2×6×7", table, StringComparison.Ordinal);
        Assert.Contains("40×2", table, StringComparison.Ordinal);
        Assert.Equal([2, 6, 7], ImageModel.Info.Layers[0].InputShape);
        Assert.Equal([80], ImageModel.Info.Layers[3].OutputShape);
        Assert.Equal(24L * 5 * 12, ImageModel.Info.Layers[0].MultiplyAdds);
    }

    private static float[] Outputs<TModel>(TModel model)
        where TModel : class, IModel<TModel>
    {
        float[] x = [.. Enumerable.Range(0, TModel.InputLength).Select(i => (float)Math.Sin(i))], y = new float[TModel.OutputLength];
        model.Forward(x, y);
        return y;
    }

    private static void AssertClose(float[] wanted, float[] found, double tolerance)
    {
        double norm = Math.Sqrt(wanted.Sum(value => (double)value * value));
        Assert.All(wanted.Zip(found), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, tolerance * norm));
    }
}
