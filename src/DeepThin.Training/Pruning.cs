using DeepThin.Runtime;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// Pruning by magnitude (Han, Pool, Tran and Dally, NIPS 2015, arXiv:1506.02626) of the layers that are <c>[Pruned]</c>: train a model, prune it, and train it
/// again, without the weights that are gone.
/// </summary>
public static class Pruning
{
    /// <summary>
    /// Keeps the largest weights of each pruned layer, as many as its ratio says, and sets the others to zero. A weight that is zero has no gradient,
    /// so a training that begins afterwards leaves it alone; one that goes on with the moments of before would not.
    /// </summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="model">The model; its kernels are prepared for the weights that are left.</param>
    /// <exception cref="ArgumentException">The model has no pruned layer, or a parameter that is not finite; nothing was changed.</exception>
    public static void Prune<TModel>(TModel model)
        where TModel : class, ITrainableModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        var pruned = TModel.Info.Tensors.Where(tensor => tensor.NonZeros > 0).ToList();
        if (pruned.Count == 0)
        {
            throw new ArgumentException(Invariant($"{TModel.Info.Name} has no pruned layer; declare one with [Pruned(inputs, outputs, Ratio = 0.03)]."), nameof(model));
        }

        if (NotFinite.Find(TModel.Info, model.Parameters) is { } value)
        {
            throw new ArgumentException(Invariant($"{TModel.Info.Name} cannot be pruned: its parameter {value.Name} is {value.Value}. Load or train it anew."), nameof(model));
        }

        foreach (var tensor in pruned) Prune(model.Parameters.Slice(tensor.Offset, tensor.Length), tensor.NonZeros);
        model.Prepare();
    }

    // Of equal ones the first are kept.
    private static void Prune(Span<float> weights, int kept)
    {
        float[] sizes = new float[weights.Length];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = Math.Abs(weights[i]);
        float[] sorted = [.. sizes];
        Array.Sort(sorted);
        float smallest = sorted[^kept];
        int equal = kept - sizes.Count(size => size > smallest);
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] > smallest || (sizes[i] == smallest && equal-- > 0)) continue;
            weights[i] = 0;
        }
    }
}
