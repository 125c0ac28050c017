using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace DeepThin;

/// <summary>Predictions of samples that lie in tensors.</summary>
public static class ModelTensors
{
    /// <summary>Predicts many samples, 64 at a time, as <see cref="IModel{TSelf}.ForwardBatch"/> does.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="inputs">The samples: the first dimension counts them, the others hold InputLength values. Dense.</param>
    /// <param name="outputs">Receives the predictions: the first dimension as in <paramref name="inputs"/>, the others hold OutputLength values. Dense.</param>
    /// <param name="maxDegreeOfParallelism">The most threads at work, the caller's and those of the thread pool: 1 or more, or −1 for all processors.</param>
    /// <exception cref="ArgumentNullException">There is no model.</exception>
    /// <exception cref="ArgumentException">A dimension or the number of threads is wrong, a tensor is not dense, or the tensors overlap; nothing was written.</exception>
    public static void ForwardBatch<TModel>(this TModel model, in ReadOnlyTensorSpan<float> inputs, in TensorSpan<float> outputs, int maxDegreeOfParallelism = 1)
        where TModel : class, IModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        Check(inputs, TModel.InputLength, nameof(inputs));
        Check(outputs, TModel.OutputLength, nameof(outputs));
        if (inputs.Lengths[0] != outputs.Lengths[0])
        {
            throw new ArgumentException($"outputs has room for {outputs.Lengths[0]} predictions where inputs has {inputs.Lengths[0]} samples.", nameof(outputs));
        }

        model.ForwardBatch(
            MemoryMarshal.CreateReadOnlySpan(in inputs.GetPinnableReference(), (int)inputs.FlattenedLength),
            MemoryMarshal.CreateSpan(ref outputs.GetPinnableReference(), (int)outputs.FlattenedLength),
            maxDegreeOfParallelism);
    }

    private static void Check(in ReadOnlyTensorSpan<float> tensor, int length, string name)
    {
        if (tensor.Rank == 0 || tensor.FlattenedLength != tensor.Lengths[0] * length)
        {
            throw new ArgumentException($"{name} has the shape {Shape(tensor)}, which is not [samples, {length}].", name);
        }

        if (tensor.FlattenedLength > int.MaxValue) throw new ArgumentException($"{name} has {tensor.FlattenedLength} values; a batch has at most {int.MaxValue}.", name);
        if (!tensor.IsDense) throw new ArgumentException($"{name} is not dense; copy it into a tensor whose values lie one after the other.", name);
    }

    private static string Shape(in ReadOnlyTensorSpan<float> tensor)
    {
        string shape = "";
        foreach (nint size in tensor.Lengths) shape += shape.Length == 0 ? $"{size}" : $", {size}";
        return $"[{shape}]";
    }
}
