namespace DeepThin.Onnx.Graphs;

/// <summary>A tensor that a caller gives a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Dims">Its dimensions, with −1 where the file leaves one open.</param>
/// <param name="Open">The names of the dimensions that are open, empty elsewhere.</param>
internal sealed record GraphInput(string Name, ElementType Type, int[] Dims, string[] Open);

/// <summary>A network as its file has it: operators that read and write named tensors.</summary>
/// <param name="Name">The name of the graph.</param>
/// <param name="OperatorSet">The version of ONNX's operators.</param>
/// <param name="Producer">The program that wrote the file.</param>
/// <param name="Inputs">What a caller gives.</param>
/// <param name="Outputs">The names of the tensors that a caller gets.</param>
/// <param name="Constants">The tensors that the file keeps.</param>
/// <param name="Texts">The texts that the file keeps, such as names of classes.</param>
/// <param name="Nodes">The operators, each behind those that it reads.</param>
internal sealed record Graph(
    string Name,
    int OperatorSet,
    string Producer,
    IReadOnlyList<GraphInput> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyDictionary<string, Constant> Constants,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Texts,
    IReadOnlyList<Node> Nodes)
{
    /// <summary>The key of the names of the classes among the properties of a file, which DeepThin writes: a list of texts as JSON.</summary>
    public const string ClassesKey = "classes";

    /// <summary>The names of the classes that the output tells apart; none where the file does not say them.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];
}
