using DeepThin;
using DeepThin.Samples;
using FashionMnist.Data;

namespace FashionMnist;

/// <summary>A network that the sample trains, beside the same one uncompressed.</summary>
/// <param name="Name">What <c>--network</c> calls it.</param>
/// <param name="Layers">The sizes of its layers.</param>
/// <param name="Kept">How much of its weights it keeps.</param>
/// <param name="LearningRate">The highest learning rate with which it does best.</param>
/// <param name="Prefix">What the names of its files begin with.</param>
internal abstract record Network(string Name, string Layers, string Kept, double LearningRate, string Prefix)
{
    /// <summary>The one of fully connected layers, which is trained unless another is named.</summary>
    public static Network Dense { get; } = new Network<FashionClassifier, DenseClassifier>("dense", "784-1024-1024-10", "3 % of the weights", 0.004, "");

    /// <summary>The one with convolutions.</summary>
    public static Network Conv { get; } = new Network<ConvClassifier, WholeConvClassifier>("conv", "1-32-pool-64-pool-256-10", "3 % of the large layer", 0.008, "conv-");

    /// <summary>The one with a name; null if none has it.</summary>
    public static Network? Named(string name) => new[] { Dense, Conv }.FirstOrDefault(network => network.Name == name);

    /// <summary>Trains it and compares.</summary>
    /// <param name="trainer">Trains it.</param>
    /// <param name="settings">How it is trained.</param>
    /// <param name="torch">Trains it in its place, in PyTorch; null for none.</param>
    public abstract void Train(FashionTrainer trainer, TrainSettings settings, TorchTrainer? torch);

    /// <summary>The classes that it predicts for some images.</summary>
    /// <param name="weights">The file of its weights.</param>
    /// <param name="images">The images.</param>
    public abstract int[] Predict(string weights, FashionData images);
}

/// <inheritdoc/>
/// <typeparam name="TModel">The network.</typeparam>
/// <typeparam name="TDense">The same one uncompressed.</typeparam>
internal sealed record Network<TModel, TDense>(string Name, string Layers, string Kept, double LearningRate, string Prefix) : Network(Name, Layers, Kept, LearningRate, Prefix)
    where TModel : class, ITrainableModel<TModel>
    where TDense : class, ITrainableModel<TDense>
{
    /// <inheritdoc/>
    public override void Train(FashionTrainer trainer, TrainSettings settings, TorchTrainer? torch) => new TrainCommand<TModel, TDense>(this, trainer, settings, torch).Run();

    /// <inheritdoc/>
    public override int[] Predict(string weights, FashionData images)
    {
        var model = TModel.Load(weights);
        float[] scores = new float[images.Count * TModel.OutputLength];
        model.ForwardBatch(images.Images, scores, maxDegreeOfParallelism: -1);
        return [.. scores.Chunk(TModel.OutputLength).Select(all => Array.IndexOf(all, all.Max()))];
    }
}
