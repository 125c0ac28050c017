namespace DeepThin.Onnx.Layers;

/// <summary>A tensor of a layer, as its weights file has it.</summary>
/// <param name="Name">The name within the layer, such as <c>weight</c>.</param>
/// <param name="Dims">The dimensions.</param>
/// <param name="Values">The values, row-major.</param>
internal sealed record ImportedTensor(string Name, int[] Dims, float[] Values);

/// <summary>A layer that was made of nodes of a graph: the attribute that declares it, and its tensors.</summary>
/// <param name="kind">The attribute, such as <c>Conv2D</c>.</param>
/// <param name="origin">The node that it was made of.</param>
/// <param name="inputs">The values that it reads.</param>
/// <param name="arguments">The arguments of the attribute, as text.</param>
internal sealed class ImportedLayer(string kind, string origin, NetworkValue[] inputs, params string[] arguments)
{
    /// <summary>The attribute, such as <c>Conv2D</c>.</summary>
    public string Kind => kind;

    /// <summary>The node that it was made of.</summary>
    public string Origin => origin;

    /// <summary>The values that it reads.</summary>
    public NetworkValue[] Inputs { get; } = inputs;

    /// <summary>The arguments of the attribute, as text.</summary>
    public IReadOnlyList<string> Arguments => arguments;

    /// <summary>The named arguments of the attribute, in their order.</summary>
    public List<(string Name, string Value)> Options { get; } = [];

    /// <summary>The tensors.</summary>
    public List<ImportedTensor> Tensors { get; } = [];

    /// <summary>The place in the input of each input that the node had, of a fully connected layer; −1 for zeros.</summary>
    public int[] Columns { get; init; } = [];

    /// <summary>What it writes.</summary>
    public NetworkValue Output { get; set; } = null!;

    /// <summary>Whether it has weights that a factor for each output may be multiplied into.</summary>
    public bool IsWeighted => kind is "Dense" or "Conv1D" or "Conv2D" or "DepthwiseConv1D" or "DepthwiseConv2D";

    /// <summary>Whether the attribute takes an activation and has none yet.</summary>
    public bool TakesActivation(string activation) => !Options.Exists(option => option.Name == "Activation")
        && (IsWeighted || kind is "Residual" or "Multiply")
        && (activation is not ("Softmax" or "LogSoftmax") || (kind is "Dense" or "Conv1D" or "Conv2D" && !Options.Exists(option => option.Name == "Groups")));

    /// <summary>A layer with the same options, tensors, inputs and output, which may be changed alone.</summary>
    public ImportedLayer Copy()
    {
        var copy = new ImportedLayer(Kind, Origin, [.. Inputs], [.. Arguments]) { Output = Output, Columns = Columns };
        copy.Options.AddRange(Options);
        copy.Tensors.AddRange(Tensors);
        return copy;
    }

    /// <summary>The same layer of other values, with an output of its own.</summary>
    public ImportedLayer WithInputs(params NetworkValue[] others)
    {
        var copy = new ImportedLayer(Kind, Origin, others, [.. Arguments]) { Columns = Columns };
        copy.Options.AddRange(Options);
        copy.Tensors.AddRange(Tensors);
        copy.Output = new(Output.Id, Output.Length, Output.Steps) { Shape = Output.Shape, Writer = copy };
        return copy;
    }

    /// <summary>The tensor of a name, or null.</summary>
    public ImportedTensor? Tensor(string name) => Tensors.Find(tensor => tensor.Name == name);
}
