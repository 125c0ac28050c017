using DeepThin.Onnx.Schema;

namespace DeepThin.Onnx.Graphs;

/// <summary>An operator of a graph, with its attributes.</summary>
/// <param name="Name">What messages call the node.</param>
/// <param name="Operator">The operator, such as <c>Conv</c>; with its domain before it where that is not ONNX's own.</param>
/// <param name="OperatorSet">The version of the operator set.</param>
/// <param name="Inputs">The names of the tensors that it reads; empty where an optional one is not given.</param>
/// <param name="Outputs">The names of the tensors that it writes; empty where nobody wants one.</param>
/// <param name="Attributes">The attributes by their names.</param>
internal sealed record Node(string Name, string Operator, int OperatorSet, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyDictionary<string, AttributeProto> Attributes)
{
    /// <summary>Whether the attribute is given.</summary>
    public bool Has(string name) => Attributes.ContainsKey(name);

    /// <summary>Whether an input is given.</summary>
    public bool HasInput(int index) => index < Inputs.Count && Inputs[index].Length > 0;

    /// <summary>A whole number, or what it is where it is not given.</summary>
    public long Integer(string name, long otherwise) => Attributes.TryGetValue(name, out var attribute) ? attribute.I : otherwise;

    /// <summary>A real number, or what it is where it is not given.</summary>
    public float Real(string name, float otherwise) => Attributes.TryGetValue(name, out var attribute) ? attribute.F : otherwise;

    /// <summary>A text, or what it is where it is not given.</summary>
    public string Text(string name, string otherwise) => Attributes.TryGetValue(name, out var attribute) ? attribute.S.ToStringUtf8() : otherwise;

    /// <summary>Whole numbers, or nothing.</summary>
    public long[]? Integers(string name) => Attributes.TryGetValue(name, out var attribute) ? [.. attribute.Ints] : null;

    /// <summary>Real numbers, or nothing.</summary>
    public float[]? Reals(string name) => Attributes.TryGetValue(name, out var attribute) ? [.. attribute.Floats] : null;

    /// <summary>Texts, or nothing.</summary>
    public string[]? Texts(string name) => Attributes.TryGetValue(name, out var attribute) ? [.. attribute.Strings.Select(text => text.ToStringUtf8())] : null;

    /// <summary>An error of this node.</summary>
    /// <param name="problem">What was found, and what would work.</param>
    public OnnxException Error(string problem) => new($"{this}: {problem}");

    /// <inheritdoc/>
    public override string ToString() => $"{Operator} '{Name}'";
}
