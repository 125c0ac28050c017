using DeepThin;

namespace Pronounce;

/// <summary>Tells the phones of a word from its letters, each of which is two steps, read in both directions. The matrices of its recurrent layers keep 10 % of their weights.</summary>
[DeepThinModel(Training = true)]
[Input(1)]
[Embedding(27, 64)]
[Lstm(64, 128, Bidirectional = true, Ratio = 0.1, RecurrentRatio = 0.1)]
[Lstm(256, 128, Bidirectional = true, Ratio = 0.1, RecurrentRatio = 0.1)]
[Dense(256, 40)]
public sealed partial class Pronouncer;
