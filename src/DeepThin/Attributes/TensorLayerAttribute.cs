namespace DeepThin;

/// <summary>What every layer with tensors has besides a name: where these are found in a file.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class TensorLayerAttribute : LayerAttribute
{
    /// <summary>
    /// The names of the layer's tensors in a weights file: a text in which <c>*</c> stands for the name within the layer, such as <c>weight</c>; without a <c>*</c> the name follows behind a dot. So
    /// <c>encoder.conv1</c> is <c>encoder.conv1.weight</c>, and <c>rnn.*_l0</c> is <c>rnn.weight_ih_l0</c>, as PyTorch calls the tensors of a first layer of its <c>nn.LSTM</c>. Unless given it is
    /// <c>layers.{index}</c>.
    /// </summary>
    public string? Tensors { get; set; }
}
