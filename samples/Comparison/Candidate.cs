using System.Diagnostics;
using DeepThin;
using DeepThin.Training;

namespace Comparison;

/// <summary>A network that takes part: what it is, and what can be done with it.</summary>
/// <param name="variant">What it is.</param>
internal abstract class Candidate(Variant variant)
{
    /// <summary>What every training costs besides its multiply-adds.</summary>
    private const double Overhead = 1e5;

    public Variant Variant => variant;

    /// <summary>The plan.</summary>
    public abstract ModelInfo Info { get; }

    /// <summary>The bytes of its weights file.</summary>
    public long StoredBytes => Info.StorageAs(StoredAs).Bytes;

    /// <summary>About how long a training takes, in any unit: the estimate of the remaining time goes by it.</summary>
    public double Cost => variant.Method == Method.Int8 ? Overhead : Overhead + Info.MultiplyAdds * (variant.Method == Method.Hashed ? 2 : 1);

    /// <summary>The same of the network with its weights held in 8 bits; null for one that is not there so.</summary>
    /// <param name="samples">Some samples, one after the other.</param>
    public virtual Func<int, double>? PredictionsInt8(ReadOnlyMemory<float> samples) => null;

    private protected WeightType StoredAs => variant.Method == Method.Int8 ? WeightType.Int8 : WeightType.Float32;

    /// <summary>Trains a network and tests it.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="recipe">How it is trained.</param>
    /// <param name="seed">Decides the first weights and the order of the samples.</param>
    /// <param name="learningRate">The highest learning rate.</param>
    /// <param name="files">The place of checkpoints and of weights that are kept.</param>
    /// <param name="progress">Is told how it goes.</param>
    /// <param name="cancellationToken">Stops it; a checkpoint stays.</param>
    public abstract Result Train(
        DataSet data, Recipe recipe, int seed, double learningRate, ResultFiles files, IProgress<TrainingProgress> progress, CancellationToken cancellationToken);

    /// <summary>A measurement of the time that one prediction takes: predicts so many samples, one after the other, and returns the seconds.</summary>
    /// <param name="samples">Some samples, one after the other.</param>
    public abstract Func<int, double> Predictions(ReadOnlyMemory<float> samples);
}

/// <inheritdoc/>
/// <typeparam name="TModel">The network.</typeparam>
internal class Candidate<TModel>(Variant variant) : Candidate(variant)
    where TModel : class, ITrainableModel<TModel>
{
    private const int SamplesAtOnce = 1024;

    public override ModelInfo Info => TModel.Info;

    public override Result Train(
        DataSet data, Recipe recipe, int seed, double learningRate, ResultFiles files, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        var model = TModel.Create(seed);
        recipe.Begin(model);
        double seconds = 0;
        if (Variant.Method is Method.Pruned or Method.Int8) CopyUncompressed(model, files.WeightsOf(data.Name, seed));
        if (Variant.Method == Method.Pruned) Pruning.Prune(model);
        if (Variant.Method == Method.Int8)
        {
            string path = files.TemporaryWeights(data.Name, Variant, seed);
            model.Save(path, WeightType.Int8);
            model = TModel.Load(path);
            File.Delete(path);
        }
        else
        {
            string checkpoint = files.CheckpointOf(data.Name, Variant, seed, learningRate);
            var options = recipe.Options(learningRate, seed) with { MaxDegreeOfParallelism = 1, CheckpointPath = checkpoint, Resume = true, Progress = progress };
            seconds = new Trainer<TModel>(options).Fit(model, data.WithAtMost(recipe.Samples).Training, null, cancellationToken).History.Sum(epoch => epoch.Elapsed.TotalSeconds);
            File.Delete(checkpoint);
        }

        if (Variant.Method == Method.Uncompressed) model.Save(files.WeightsOf(data.Name, seed, learningRate));
        return Test(model, data, recipe, seed, learningRate, seconds, cancellationToken) with
        {
            ErrorInt8 = ErrorInt8(model, data.Test, files.TemporaryWeights(data.Name, Variant, seed), cancellationToken),
        };
    }

    public override Func<int, double> Predictions(ReadOnlyMemory<float> samples) => PredictionsOf<TModel>(samples);

    /// <summary>The fraction of the test samples whose class the network with weights in 8 bits does not predict; null for one that is not there so.</summary>
    private protected virtual double? ErrorInt8(TModel model, Dataset test, string path, CancellationToken cancellationToken) => null;

    private protected static Func<int, double> PredictionsOf<T>(ReadOnlyMemory<float> samples)
        where T : class, IModel<T>
    {
        var model = T.Create(1);
        int count = samples.Length / T.InputLength;
        float[] outputs = new float[T.OutputLength];
        return repetitions =>
        {
            var inputs = samples.Span;
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < repetitions; i++) model.Forward(inputs.Slice(i % count * T.InputLength, T.InputLength), outputs);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        };
    }

    // The tensors of a pruned network have the names and shapes of the uncompressed one's.
    private static void CopyUncompressed(TModel model, string path)
    {
        var file = SafetensorsFile.Parse(File.ReadAllBytes(path));
        foreach (var tensor in TModel.Info.Tensors)
        {
            if (!file.TryGetTensor(tensor.Name, out var found)) throw new WeightsException($"{path} has no tensor {tensor.Name}; delete it, and the experiment trains the network anew");
            found.CopyTo(model.Parameters.Slice(tensor.Offset, tensor.Length));
        }

        model.Prepare();
    }

    private Result Test(TModel model, DataSet data, Recipe recipe, int seed, double learningRate, double seconds, CancellationToken cancellationToken)
    {
        bool[] correct = Predict(model, data.Test, cancellationToken);
        byte[] bits = new byte[(correct.Length + 7) / 8];
        for (int i = 0; i < correct.Length; i++) bits[i / 8] |= (byte)((correct[i] ? 1 : 0) << (i % 8));
        return new()
        {
            DataSet = data.Name,
            Method = Variant.Method,
            Form = Variant.Form,
            Rank = Variant.Rank,
            Ratio = Variant.Ratio,
            Gains = Variant.Gains,
            Seed = seed,
            LearningRate = learningRate,
            ValidationError = Predict(model, data.Validation, cancellationToken).Average(isCorrect => isCorrect ? 0.0 : 1),
            Error = correct.Average(isCorrect => isCorrect ? 0.0 : 1),
            Correct = bits,
            Parameters = TModel.Info.Parameters,
            WeightsOfLargeLayers = TModel.Info.Layers.SkipLast(1).Sum(layer => layer.Parameters - (long)layer.Outputs),
            StoredBytes = StoredBytes,
            TrainSeconds = seconds,
            Recipe = recipe.ToString(),
        };
    }

    private protected static bool[] Predict<T>(T model, Dataset data, CancellationToken cancellationToken)
        where T : class, IModel<T>
    {
        bool[] correct = new bool[data.Count];
        float[] outputs = new float[SamplesAtOnce * T.OutputLength];
        for (int start = 0; start < data.Count; start += SamplesAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(SamplesAtOnce, data.Count - start);
            model.ForwardBatch(data.Samples.Span.Slice(start * T.InputLength, count * T.InputLength), outputs.AsSpan(0, count * T.OutputLength));
            for (int i = 0; i < count; i++)
            {
                var scores = outputs.AsSpan(i * T.OutputLength, T.OutputLength);
                correct[start + i] = System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(scores) == data.Labels.Span[start + i];
            }
        }

        return correct;
    }
}

/// <summary>A network that is there with weights in 8 bits, too.</summary>
/// <typeparam name="TModel">The network.</typeparam>
/// <typeparam name="TInt8">The same one, which holds its weights in 8 bits.</typeparam>
internal sealed class Candidate<TModel, TInt8>(Variant variant) : Candidate<TModel>(variant)
    where TModel : class, ITrainableModel<TModel>
    where TInt8 : class, IModel<TInt8>
{
    public override Func<int, double> PredictionsInt8(ReadOnlyMemory<float> samples) => PredictionsOf<TInt8>(samples);

    private protected override double? ErrorInt8(TModel model, Dataset test, string path, CancellationToken cancellationToken)
    {
        model.Save(path);
        var narrow = TInt8.Load(path);
        File.Delete(path);
        return Predict(narrow, test, cancellationToken).Average(isCorrect => isCorrect ? 0.0 : 1);
    }
}
