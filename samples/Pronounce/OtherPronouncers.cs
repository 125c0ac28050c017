using DeepThin;

namespace Pronounce;

/// <summary>The network of <see cref="Pronouncer"/> uncompressed, to compare with.</summary>
[DeepThinModel(Training = true)]
[Input(1)]
[Embedding(27, 64)]
[Lstm(64, 128, Bidirectional = true)]
[Lstm(256, 128, Bidirectional = true)]
[Dense(256, 40)]
public sealed partial class UncompressedPronouncer;

/// <summary>The same network with 3 % of the weights of the recurrent layers.</summary>
[DeepThinModel(Training = true)]
[Input(1)]
[Embedding(27, 64)]
[Lstm(64, 128, Bidirectional = true, Ratio = 0.03, RecurrentRatio = 0.03)]
[Lstm(256, 128, Bidirectional = true, Ratio = 0.03, RecurrentRatio = 0.03)]
[Dense(256, 40)]
public sealed partial class PronouncerAt3;

/// <summary>The same network with 1 % of the weights of the recurrent layers. The first matrix is too small for less than 1.1 %.</summary>
[DeepThinModel(Training = true)]
[Input(1)]
[Embedding(27, 64)]
[Lstm(64, 128, Bidirectional = true, Ratio = 0.0111, RecurrentRatio = 0.01)]
[Lstm(256, 128, Bidirectional = true, Ratio = 0.01, RecurrentRatio = 0.01)]
[Dense(256, 40)]
public sealed partial class PronouncerAt1;

/// <summary>The same network with 10 % of the weights of the recurrent layers, by matrices of low rank.</summary>
[DeepThinModel(Training = true)]
[Input(1)]
[Embedding(27, 64)]
[Lstm(64, 128, Bidirectional = true, Ratio = 0.1, RecurrentRatio = 0.1, Compression = Compression.LowRank)]
[Lstm(256, 128, Bidirectional = true, Ratio = 0.1, RecurrentRatio = 0.1, Compression = Compression.LowRank)]
[Dense(256, 40)]
public sealed partial class LowRankPronouncerAt10;

/// <summary>The same network with 3 % of the weights of the recurrent layers, by matrices of low rank.</summary>
[DeepThinModel(Training = true)]
[Input(1)]
[Embedding(27, 64)]
[Lstm(64, 128, Bidirectional = true, Ratio = 0.03, RecurrentRatio = 0.03, Compression = Compression.LowRank)]
[Lstm(256, 128, Bidirectional = true, Ratio = 0.03, RecurrentRatio = 0.03, Compression = Compression.LowRank)]
[Dense(256, 40)]
public sealed partial class LowRankPronouncerAt3;

/// <summary>The same network with 1 % of the weights of the recurrent layers, by matrices of low rank. The first matrix has rank 1, which is 1.8 % of its weights.</summary>
[DeepThinModel(Training = true)]
[Input(1)]
[Embedding(27, 64)]
[Lstm(64, 128, Bidirectional = true, Ratio = 0.018, RecurrentRatio = 0.01, Compression = Compression.LowRank)]
[Lstm(256, 128, Bidirectional = true, Ratio = 0.01, RecurrentRatio = 0.01, Compression = Compression.LowRank)]
[Dense(256, 40)]
public sealed partial class LowRankPronouncerAt1;

/// <summary>The same network with 10 % of the weights of the recurrent layers, by hashes.</summary>
[DeepThinModel(Training = true)]
[Input(1)]
[Embedding(27, 64)]
[Lstm(64, 128, Bidirectional = true, Ratio = 0.1, RecurrentRatio = 0.1, Compression = Compression.Hashed)]
[Lstm(256, 128, Bidirectional = true, Ratio = 0.1, RecurrentRatio = 0.1, Compression = Compression.Hashed)]
[Dense(256, 40)]
public sealed partial class HashedPronouncerAt10;

/// <summary>The same network with 3 % of the weights of the recurrent layers, by hashes.</summary>
[DeepThinModel(Training = true)]
[Input(1)]
[Embedding(27, 64)]
[Lstm(64, 128, Bidirectional = true, Ratio = 0.03, RecurrentRatio = 0.03, Compression = Compression.Hashed)]
[Lstm(256, 128, Bidirectional = true, Ratio = 0.03, RecurrentRatio = 0.03, Compression = Compression.Hashed)]
[Dense(256, 40)]
public sealed partial class HashedPronouncerAt3;

/// <summary>The same network with 1 % of the weights of the recurrent layers, by hashes.</summary>
[DeepThinModel(Training = true)]
[Input(1)]
[Embedding(27, 64)]
[Lstm(64, 128, Bidirectional = true, Ratio = 0.01, RecurrentRatio = 0.01, Compression = Compression.Hashed)]
[Lstm(256, 128, Bidirectional = true, Ratio = 0.01, RecurrentRatio = 0.01, Compression = Compression.Hashed)]
[Dense(256, 40)]
public sealed partial class HashedPronouncerAt1;

/// <summary>An uncompressed network of as many parameters as <see cref="Pronouncer"/>.</summary>
[DeepThinModel(Training = true)]
[Input(1)]
[Embedding(27, 64)]
[Lstm(64, 39, Bidirectional = true)]
[Lstm(78, 39, Bidirectional = true)]
[Dense(78, 40)]
public sealed partial class NarrowPronouncerAt10;

/// <summary>An uncompressed network of as many parameters as <see cref="PronouncerAt3"/>.</summary>
[DeepThinModel(Training = true)]
[Input(1)]
[Embedding(27, 64)]
[Lstm(64, 23, Bidirectional = true)]
[Lstm(46, 23, Bidirectional = true)]
[Dense(46, 40)]
public sealed partial class NarrowPronouncerAt3;

/// <summary>An uncompressed network of as many parameters as <see cref="PronouncerAt1"/>.</summary>
[DeepThinModel(Training = true)]
[Input(1)]
[Embedding(27, 64)]
[Lstm(64, 17, Bidirectional = true)]
[Lstm(34, 17, Bidirectional = true)]
[Dense(34, 40)]
public sealed partial class NarrowPronouncerAt1;
