using DeepThin.Planning;

namespace DeepThin;

/// <summary>What a weights file has of a model: which tensor of the parameter block becomes which tensors of the file, and of which types.</summary>
internal static class StoredModel
{
    /// <summary>The tensors of a file in their order, each with the layer and the tensor it belongs to and its type as the format names it.</summary>
    /// <param name="info">The model.</param>
    /// <param name="type">How values are stored.</param>
    public static IEnumerable<(LayerInfo Layer, TensorInfo Tensor, StoredTensor Stored, string DType)> Of(ModelInfo info, WeightType type) =>
        from layer in info.Layers
        from tensor in layer.Tensors
        let values = DTypeOf(layer, tensor, type)
        from stored in Of(tensor, _ => values == StoredTensor.Int8)
        select (layer, tensor, stored, stored.HasValues ? values : stored.FirstType);

    /// <summary>The tensors that a file has for one of the parameter block.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="isInt8">Whether the values of a name have 8 bits.</param>
    public static IEnumerable<StoredTensor> Of(TensorInfo tensor, Func<string, bool> isInt8) =>
        StoredTensor.Of(tensor, isInt8);

    /// <summary>Whether it has scales of values.</summary>
    public static bool IsScales(StoredTensor stored) => !stored.HasValues && stored.FirstType == "F32";

    /// <summary>Whether it has the places of values.</summary>
    public static bool IsIndices(StoredTensor stored) => !stored.HasValues && !IsScales(stored);

    /// <summary>The bytes of a value of a type.</summary>
    public static int BytesOf(string dtype) => dtype switch
    {
        StoredTensor.Int8 => 1,
        "F16" or "BF16" or "U16" => 2,
        _ => 4,
    };

    private static string DTypeOf(LayerInfo layer, TensorInfo tensor, WeightType type) =>
        StoredTensor.DTypeOf(type == WeightType.Int8 && StaysSingle(layer, tensor) ? WeightType.Float32 : type);

    // One rounded value of the shorter factor would change a whole row, or column, of W_aux.
    private static bool StaysSingle(LayerInfo layer, TensorInfo tensor) =>
        tensor.Role is TensorRole.Bias or TensorRole.InputGain or TensorRole.OutputGain or TensorRole.Mean or TensorRole.Scale or TensorRole.Gain or TensorRole.RunningMean or TensorRole.RunningVariance
        || (tensor.Role is TensorRole.LeftFactor or TensorRole.RightFactor && tensor.Length < layer.Tensors.Max(other => other.Length));
}
