using DeepThin.Planning;
using DeepThin.Runtime;

namespace DeepThin;

/// <summary>Makes the parameter block of a model tensor by tensor, and measures what is rounded.</summary>
internal static class WeightsBuilder
{
    /// <summary>Writes the values of a tensor to a span of zeros.</summary>
    public delegate void Filler(LayerInfo layer, TensorInfo tensor, Span<float> values);

    /// <summary>Makes a parameter block.</summary>
    /// <param name="info">The model.</param>
    /// <param name="fill">Gives the values, as a file has them.</param>
    /// <param name="refuse">The exception for a value that is not finite or too large, and has to be held in fewer bits; it gets what is wrong.</param>
    public static ModelWeights Build(ModelInfo info, Filler fill, Func<string, Exception> refuse)
    {
        var block = new AlignedBuffer(info.ParameterBlockLength);
        var rounding = new List<MeasuredRounding>();
        foreach (var layer in info.Layers)
        {
            double errors = 0, squares = 0;
            float largestError = 0, largest = 0;
            foreach (var tensor in layer.Tensors)
            {
                var values = HeldValues.Place(tensor, block);
                fill(layer, tensor, values);
                if (tensor.Type == WeightType.Float32) continue;
                if (Narrowing.Fault(tensor, values, StoredTensor.DTypeOf(tensor.Type)) is { } fault) throw refuse(fault);
                HeldValues.Write(tensor, values, block);
                var held = HeldValues.Read(tensor, block);
                for (int i = 0; i < values.Length; i++)
                {
                    float error = Math.Abs(values[i] - held[i]);
                    errors += (double)error * error;
                    squares += (double)values[i] * values[i];
                    largestError = Math.Max(largestError, error);
                    largest = Math.Max(largest, Math.Abs(values[i]));
                }
            }

            if (largest > 0) rounding.Add(new(layer.Name, Math.Sqrt(errors / squares), largestError / largest));
        }

        return new(block, rounding.ToArray());
    }
}
