extern alias Library;

using Role = Library::DeepThin.TensorRole;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>What a model computes elsewhere where it does not train, against the same model that trains.</summary>
[Trait("Category", "Kernels")]
public sealed class FoldingTests : IDisposable
{
    private const int Panels = 2 * 64;

    private readonly string _directory = Directory.CreateTempSubdirectory("deepthin-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_model_that_does_not_train_has_the_plan_the_files_and_the_bits_of_one_that_does(int seed)
    {
        var set = ModelSet.Folding(seed);
        var trains = CompiledModel.Build(set);
        var predicts = CompiledModel.Build([.. set.Models.Select(model => model with { Network = model.Network with { Training = false } })], seed);
        Assert.All(trains.Zip(predicts), pair => Check(pair.First, new GuardedModel(pair.Second), new(seed)));
    }

    private void Check(CompiledModel trains, CompiledModel predicts, Random random)
    {
        Assert.Equal(trains.Info.ToString(), predicts.Info.ToString());
        Fill(trains, random);
        string file = NewFile(), packed = NewFile(), again = NewFile(), packedAgain = NewFile();
        trains.Save(file);
        trains.SavePacked(packed);
        var loaded = predicts.Load(file);
        loaded.Save(again);
        loaded.SavePacked(packedAgain);
        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(again));
        Assert.Equal(File.ReadAllBytes(packed), File.ReadAllBytes(packedAgain));

        float[] inputs = [.. Enumerable.Range(0, Panels * trains.InputLength).Select(_ => trains.Info.Input(random))];
        float[][] wanted = Predict(trains, inputs);
        Assert.Equal(wanted, Predict(loaded, inputs));
        Assert.Equal(wanted, Predict(predicts.LoadMapped(packed), inputs));
        Assert.Equal(wanted, Predict(predicts.Load(packed), inputs));
    }

    private static void Fill(CompiledModel model, Random random)
    {
        foreach (var tensor in model.Info.Tensors)
        {
            // A pruned layer keeps so many.
            int count = tensor.NonZeros > 0 ? tensor.NonZeros : tensor.Length;
            model.Parameters.Slice(tensor.Offset, tensor.Length).Clear();
            foreach (ref float value in model.Parameters.Slice(tensor.Offset, count))
            {
                value = (float)(2 * random.NextDouble() - 1);
                if (tensor.Role == Role.RunningVariance) value = Math.Abs(value);
            }
        }

        model.Prepare();
    }

    // One sample, and whole panels.
    private static float[][] Predict(CompiledModel model, float[] inputs)
    {
        float[] one = new float[model.OutputLength], batch = new float[Panels * model.OutputLength];
        model.Forward(inputs.AsSpan(0, model.InputLength), one);
        model.ForwardBatch(inputs, batch);
        return [one, batch];
    }

    private string NewFile() => Path.Combine(_directory, Guid.NewGuid().ToString("N"));
}
