namespace DeepThin.Benchmarks.Models;

/// <summary>A network, uncompressed and in its compressed forms.</summary>
/// <param name="Name">Its sizes, and a name where it has one.</param>
/// <param name="Sizes">The inputs of each layer, then the outputs of the last one.</param>
/// <param name="Models">The generated models, each in single precision and in 8 bits.</param>
internal sealed record WholeNetwork(string Name, int[] Sizes, WholeNetwork.Pair[] Models)
{
    /// <summary>The networks, the largest first.</summary>
    public static readonly WholeNetwork[] All =
    [
        new("TFKaldi 440-6×2048-2500", [440, 2048, 2048, 2048, 2048, 2048, 2048, 2500],
        [
            Of<TfKaldiDense, TfKaldiDenseInt8>("uncompressed", 1),
            Of<TfKaldiWideAt10, TfKaldiWideAt10Int8>("wide", 0.1), Of<TfKaldiTallAt10, TfKaldiTallAt10Int8>("tall", 0.1),
            Of<TfKaldiWideAt3, TfKaldiWideAt3Int8>("wide", 0.03), Of<TfKaldiTallAt3, TfKaldiTallAt3Int8>("tall", 0.03),
            Of<TfKaldiWideAt1, TfKaldiWideAt1Int8>("wide", 0.01), Of<TfKaldiTallAt1, TfKaldiTallAt1Int8>("tall", 0.01),
        ]),
        new("440-3×1024-41", [440, 1024, 1024, 1024, 41],
        [
            Of<AcousticDense, AcousticDenseInt8>("uncompressed", 1),
            Of<AcousticWideAt10, AcousticWideAt10Int8>("wide", 0.1), Of<AcousticTallAt10, AcousticTallAt10Int8>("tall", 0.1),
            Of<AcousticWideAt3, AcousticWideAt3Int8>("wide", 0.03), Of<AcousticTallAt3, AcousticTallAt3Int8>("tall", 0.03),
            Of<AcousticWideAt1, AcousticWideAt1Int8>("wide", 0.01), Of<AcousticTallAt1, AcousticTallAt1Int8>("tall", 0.01),
        ]),
        new("784-2×1024-10", [784, 1024, 1024, 10],
        [
            Of<ImagesDense, ImagesDenseInt8>("uncompressed", 1),
            Of<ImagesWideAt10, ImagesWideAt10Int8>("wide", 0.1), Of<ImagesTallAt10, ImagesTallAt10Int8>("tall", 0.1),
            Of<ImagesWideAt3, ImagesWideAt3Int8>("wide", 0.03), Of<ImagesTallAt3, ImagesTallAt3Int8>("tall", 0.03),
            Of<ImagesWideAt1, ImagesWideAt1Int8>("wide", 0.01), Of<ImagesTallAt1, ImagesTallAt1Int8>("tall", 0.01),
        ]),
    ];

    private static Pair Of<TSingle, TInt8>(string form, double ratio)
        where TSingle : class, IModel<TSingle>
        where TInt8 : class, IModel<TInt8> => new(form, ratio, FileModel.Of<TSingle>(), FileModel.Of<TInt8>());

    /// <summary>A model in single precision, and the same one in 8 bits.</summary>
    internal sealed record Pair(string Form, double Ratio, FileModel Single, FileModel Int8);
}
