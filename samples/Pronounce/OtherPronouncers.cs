using DeepThin;

namespace Pronounce;

/// <summary>The network of <see cref="Pronouncer"/> uncompressed, to compare with.</summary>
[DeepThinModel(Training = true)]
[Input(1)]
[Embedding(27, 64)]
[Lstm(64, 256)]
[Lstm(256, 256)]
[Dense(256, 40)]
public sealed partial class UncompressedPronouncer;

/// <summary>The same network with 3 % of the weights of the recurrent layers.</summary>
[DeepThinModel(Training = true)]
[Input(1)]
[Embedding(27, 64)]
[Lstm(64, 256, Ratio = 0.03, RecurrentRatio = 0.03)]
[Lstm(256, 256, Ratio = 0.03, RecurrentRatio = 0.03)]
[Dense(256, 40)]
public sealed partial class PronouncerAt3;

/// <summary>The same network with 1 % of the weights of the recurrent layers.</summary>
[DeepThinModel(Training = true)]
[Input(1)]
[Embedding(27, 64)]
[Lstm(64, 256, Ratio = 0.01, RecurrentRatio = 0.01)]
[Lstm(256, 256, Ratio = 0.01, RecurrentRatio = 0.01)]
[Dense(256, 40)]
public sealed partial class PronouncerAt1;

/// <summary>An uncompressed network of as many parameters as <see cref="Pronouncer"/>.</summary>
[DeepThinModel(Training = true)]
[Input(1)]
[Embedding(27, 64)]
[Lstm(64, 79)]
[Lstm(79, 79)]
[Dense(79, 40)]
public sealed partial class NarrowPronouncerAt10;

/// <summary>An uncompressed network of as many parameters as <see cref="PronouncerAt3"/>.</summary>
[DeepThinModel(Training = true)]
[Input(1)]
[Embedding(27, 64)]
[Lstm(64, 46)]
[Lstm(46, 46)]
[Dense(46, 40)]
public sealed partial class NarrowPronouncerAt3;

/// <summary>An uncompressed network of as many parameters as <see cref="PronouncerAt1"/>.</summary>
[DeepThinModel(Training = true)]
[Input(1)]
[Embedding(27, 64)]
[Lstm(64, 32)]
[Lstm(32, 32)]
[Dense(32, 40)]
public sealed partial class NarrowPronouncerAt1;
