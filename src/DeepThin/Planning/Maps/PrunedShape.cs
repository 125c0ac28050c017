namespace DeepThin.Planning;

/// <summary>The sizes of the kernel of a pruned layer: that of an uncompressed one, whose backward half leaves zeros alone.</summary>
internal sealed record PrunedShape(int Q, int R) : DenseShape(Q, R);
