using System.Runtime.InteropServices;

namespace DeepThin.PyTorch.Tests;

/// <summary>A model that is compared.</summary>
/// <param name="Name">The name of its class.</param>
/// <param name="Save">Saves the model of a seed, with values of a type.</param>
/// <param name="Predict">The outputs of the model of a file.</param>
/// <param name="Inputs">The inputs: two samples one behind the other, or the steps of a sequence.</param>
internal sealed record ModelCase(string Name, Action<int, WeightType, string> Save, Func<string, float[], float[]> Predict, float[] Inputs)
{
    private const int Samples = 2;

    /// <summary>All models.</summary>
    public static readonly ModelCase[] All =
    [
        Of<LinearLayers>(), Of<Image>(), Of<Series>(), Of<Words>(indices: 500), OfSequence<Follower>(steps: 11), OfSequence<Tagger>(steps: 9, indices: 50, ends: true), OfSequence<LastWord>(steps: 8, ends: true),
    ];

    /// <summary>The floats of a file.</summary>
    public static float[] Read(string path) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();

    /// <summary>Writes floats.</summary>
    public static void Write(string path, float[] values) => File.WriteAllBytes(path, MemoryMarshal.AsBytes<float>(values).ToArray());

    private static ModelCase Of<TModel>(int indices = 0)
        where TModel : class, IModel<TModel> => new(typeof(TModel).Name, Create<TModel>, PredictSamples<TModel>, Draw(Samples * TModel.InputLength, indices));

    private static ModelCase OfSequence<TModel>(int steps, int indices = 0, bool ends = false)
        where TModel : class, IModel<TModel> =>
        new(typeof(TModel).Name, Create<TModel>, (path, inputs) => PredictSequence<TModel>(path, inputs, (ends ? 1 : steps) * TModel.OutputLength), Draw(steps * TModel.InputLength, indices));

    private static void Create<TModel>(int seed, WeightType type, string path)
        where TModel : class, IModel<TModel>
    {
        using var model = TModel.Create(seed);
        model.Save(path, type);
    }

    private static float[] PredictSamples<TModel>(string path, float[] inputs)
        where TModel : class, IModel<TModel>
    {
        using var model = TModel.Load(path);
        float[] outputs = new float[Samples * TModel.OutputLength];
        model.ForwardBatch(inputs, outputs);
        return outputs;
    }

    private static float[] PredictSequence<TModel>(string path, float[] inputs, int length)
        where TModel : class, IModel<TModel>
    {
        using var model = TModel.Load(path);
        float[] outputs = new float[length];
        model.Forward(inputs, outputs);
        return outputs;
    }

    private static float[] Draw(int length, int indices)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, length).Select(_ => indices > 0 ? random.Next(indices) : (float)(2 * random.NextDouble() - 1))];
    }
}
