namespace DeepThin.Planning;

/// <summary>The memory that a layer needs for one mode, in floats.</summary>
/// <param name="Before">The zeros that it reads before its input.</param>
/// <param name="After">The zeros that it reads after its input; backward, the values that it writes behind the gradients of its input.</param>
/// <param name="Kept">Its intermediate results: a panel has them while the layer runs, a trace until the backward half.</param>
/// <param name="Scratch">What it works in.</param>
internal readonly record struct Memory(long Before = 0, long After = 0, long Kept = 0, long Scratch = 0);
