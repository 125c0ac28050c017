namespace DeepThin.Planning;

/// <summary>How a tensor of a file and one that the model needs do not fit.</summary>
internal enum MisfitKind
{
    /// <summary>The file does not have it.</summary>
    Missing,

    /// <summary>Its type is not read.</summary>
    Type,

    /// <summary>It has another shape.</summary>
    Shape,

    /// <summary>It is not in its place among the tensors of a packed file, which have an order.</summary>
    Place,

    /// <summary>The model does not know it.</summary>
    Superfluous,
}

/// <summary>A tensor that does not fit.</summary>
/// <param name="kind">How it does not fit.</param>
/// <param name="needed">What the model needs; null for a tensor that it does not know.</param>
/// <param name="found">What the file has; null for a tensor that is missing.</param>
internal readonly struct Misfit(MisfitKind kind, StoredTensor? needed, FoundTensor? found)
{
    /// <summary>How it does not fit.</summary>
    public MisfitKind Kind => kind;

    /// <summary>What the model needs; not there for a tensor that it does not know.</summary>
    public StoredTensor Needed => needed!;

    /// <summary>What the file has; not there for a tensor that is missing.</summary>
    public FoundTensor Found => found!;
}
