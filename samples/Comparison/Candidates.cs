using System.Globalization;
using Comparison.Networks;
using DeepThin;

namespace Comparison;

/// <summary>All networks that take part.</summary>
internal static class Candidates
{
    /// <summary>The networks for a data set. What a ratio cannot reach is not there: rank 2 at 0.4 %.</summary>
    /// <param name="dataSet">The data set's name.</param>
    public static IReadOnlyList<Candidate> For(string dataSet) => dataSet == DataSet.Images ? ForImages : ForSpeech;

    /// <summary>Networks of the same bytes with one ratio for all layers, and with a ratio for each.</summary>
    /// <param name="dataSet">The data set's name.</param>
    public static IReadOnlyList<Candidate> OfEqualBytes(string dataSet) => dataSet == DataSet.Images
        ? [OfRatios<Ratios.UniformForImages>("one ratio"), OfRatios<Ratios.ProposedForImages>("as proposed")]
        : [OfRatios<Ratios.UniformForSpeech>("one ratio"), OfRatios<Ratios.ProposedForSpeech>("as proposed")];

    /// <summary>DeepThin networks of both forms, and narrower ones of widths whose times lie around theirs; all of them with weights in 8 bits, too.</summary>
    /// <param name="dataSet">The data set's name.</param>
    public static IEnumerable<Candidate> OfEqualTime(string dataSet) =>
    [
        .. For(dataSet).Where(candidate => candidate.Variant is { Method: Method.DeepThin, Rank: 1 }),
        .. dataSet == DataSet.Images
            ? (Candidate[])
            [
                OfWidth<Images.Width128, Images.Width128Int8>(128), OfWidth<Images.Width176, Images.Width176Int8>(176),
                OfWidth<Images.Width240, Images.Width240Int8>(240), OfWidth<Images.Width320, Images.Width320Int8>(320),
            ]
            :
            [
                OfWidth<Speech.Width160, Speech.Width160Int8>(160), OfWidth<Speech.Width200, Speech.Width200Int8>(200), OfWidth<Speech.Width256, Speech.Width256Int8>(256),
                OfWidth<Speech.Width320, Speech.Width320Int8>(320), OfWidth<Speech.Width400, Speech.Width400Int8>(400),
            ],
    ];

    /// <summary>DeepThin layers of both forms with gains of every kind, and without. What a ratio cannot reach is not there: few values have no room for gains.</summary>
    /// <param name="dataSet">The data set's name.</param>
    public static IReadOnlyList<Candidate> WithGains(string dataSet) => dataSet == DataSet.Images
        ?
        [
            Of<Images.WideNoneAt3>(Form.Wide, Gains.None, 0.03),
            Of<Images.WideNoneAt1>(Form.Wide, Gains.None, 0.01),
            Of<Images.WideNoneAt04>(Form.Wide, Gains.None, 0.004),
            Of<Images.Wide1At3>(Form.Wide, Gains.Inputs, 0.03),
            Of<Images.Wide1At1>(Form.Wide, Gains.Inputs, 0.01),
            Of<Images.Wide1At04>(Form.Wide, Gains.Inputs, 0.004),
            Of<Images.WideOutputsAt3>(Form.Wide, Gains.Outputs, 0.03),
            Of<Images.WideOutputsAt1>(Form.Wide, Gains.Outputs, 0.01),
            Of<Images.WideOutputsAt04>(Form.Wide, Gains.Outputs, 0.004),
            Of<Images.WideBothAt3>(Form.Wide, Gains.Both, 0.03),
            Of<Images.WideBothAt1>(Form.Wide, Gains.Both, 0.01),
            Of<Images.TallNoneAt3>(Form.Tall, Gains.None, 0.03),
            Of<Images.TallNoneAt1>(Form.Tall, Gains.None, 0.01),
            Of<Images.TallNoneAt04>(Form.Tall, Gains.None, 0.004),
            Of<Images.Tall1At3>(Form.Tall, Gains.Inputs, 0.03),
            Of<Images.Tall1At1>(Form.Tall, Gains.Inputs, 0.01),
            Of<Images.Tall1At04>(Form.Tall, Gains.Inputs, 0.004),
            Of<Images.TallOutputsAt3>(Form.Tall, Gains.Outputs, 0.03),
            Of<Images.TallOutputsAt1>(Form.Tall, Gains.Outputs, 0.01),
            Of<Images.TallOutputsAt04>(Form.Tall, Gains.Outputs, 0.004),
            Of<Images.TallBothAt3>(Form.Tall, Gains.Both, 0.03),
            Of<Images.TallBothAt1>(Form.Tall, Gains.Both, 0.01),
        ]
        :
        [
            Of<Speech.WideNoneAt3>(Form.Wide, Gains.None, 0.03),
            Of<Speech.WideNoneAt1>(Form.Wide, Gains.None, 0.01),
            Of<Speech.WideNoneAt04>(Form.Wide, Gains.None, 0.004),
            Of<Speech.Wide1At3>(Form.Wide, Gains.Inputs, 0.03),
            Of<Speech.Wide1At1>(Form.Wide, Gains.Inputs, 0.01),
            Of<Speech.Wide1At04>(Form.Wide, Gains.Inputs, 0.004),
            Of<Speech.WideOutputsAt3>(Form.Wide, Gains.Outputs, 0.03),
            Of<Speech.WideOutputsAt1>(Form.Wide, Gains.Outputs, 0.01),
            Of<Speech.WideBothAt3>(Form.Wide, Gains.Both, 0.03),
            Of<Speech.WideBothAt1>(Form.Wide, Gains.Both, 0.01),
            Of<Speech.TallNoneAt3>(Form.Tall, Gains.None, 0.03),
            Of<Speech.TallNoneAt1>(Form.Tall, Gains.None, 0.01),
            Of<Speech.TallNoneAt04>(Form.Tall, Gains.None, 0.004),
            Of<Speech.Tall1At3>(Form.Tall, Gains.Inputs, 0.03),
            Of<Speech.Tall1At1>(Form.Tall, Gains.Inputs, 0.01),
            Of<Speech.Tall1At04>(Form.Tall, Gains.Inputs, 0.004),
            Of<Speech.TallOutputsAt3>(Form.Tall, Gains.Outputs, 0.03),
            Of<Speech.TallOutputsAt1>(Form.Tall, Gains.Outputs, 0.01),
            Of<Speech.TallBothAt3>(Form.Tall, Gains.Both, 0.03),
            Of<Speech.TallBothAt1>(Form.Tall, Gains.Both, 0.01),
        ];

    private static Candidate[] ForImages { get; } =
    [
        Of<Images.Uncompressed>(Method.Uncompressed, null, 0, 1),
        Of<Images.Uncompressed>(Method.Int8, null, 0, 1),
        Of<Images.Wide1At10, Images.Wide1At10Int8>(Method.DeepThin, Form.Wide, 1, 0.1),
        Of<Images.Wide1At3, Images.Wide1At3Int8>(Method.DeepThin, Form.Wide, 1, 0.03),
        Of<Images.Wide1At1, Images.Wide1At1Int8>(Method.DeepThin, Form.Wide, 1, 0.01),
        Of<Images.Wide1At04, Images.Wide1At04Int8>(Method.DeepThin, Form.Wide, 1, 0.004),
        Of<Images.Wide2At10>(Method.DeepThin, Form.Wide, 2, 0.1),
        Of<Images.Wide2At3>(Method.DeepThin, Form.Wide, 2, 0.03),
        Of<Images.Wide2At1>(Method.DeepThin, Form.Wide, 2, 0.01),
        Of<Images.Tall1At10, Images.Tall1At10Int8>(Method.DeepThin, Form.Tall, 1, 0.1),
        Of<Images.Tall1At3, Images.Tall1At3Int8>(Method.DeepThin, Form.Tall, 1, 0.03),
        Of<Images.Tall1At1, Images.Tall1At1Int8>(Method.DeepThin, Form.Tall, 1, 0.01),
        Of<Images.Tall1At04, Images.Tall1At04Int8>(Method.DeepThin, Form.Tall, 1, 0.004),
        Of<Images.Tall2At10>(Method.DeepThin, Form.Tall, 2, 0.1),
        Of<Images.Tall2At3>(Method.DeepThin, Form.Tall, 2, 0.03),
        Of<Images.Tall2At1>(Method.DeepThin, Form.Tall, 2, 0.01),
        Of<Images.LowRankAt10>(Method.LowRank, null, 0, 0.1),
        Of<Images.LowRankAt3>(Method.LowRank, null, 0, 0.03),
        Of<Images.LowRankAt1>(Method.LowRank, null, 0, 0.01),
        Of<Images.LowRankAt04>(Method.LowRank, null, 0, 0.004),
        Of<Images.HashedAt10>(Method.Hashed, null, 0, 0.1),
        Of<Images.HashedAt3>(Method.Hashed, null, 0, 0.03),
        Of<Images.HashedAt1>(Method.Hashed, null, 0, 0.01),
        Of<Images.HashedAt04>(Method.Hashed, null, 0, 0.004),
        Of<Images.PrunedAt10>(Method.Pruned, null, 0, 0.1),
        Of<Images.PrunedAt3>(Method.Pruned, null, 0, 0.03),
        Of<Images.PrunedAt1>(Method.Pruned, null, 0, 0.01),
        Of<Images.PrunedAt04>(Method.Pruned, null, 0, 0.004),
        Of<Images.NarrowerAt10>(Method.Narrower, null, 0, 0.1),
        Of<Images.NarrowerAt3>(Method.Narrower, null, 0, 0.03),
        Of<Images.NarrowerAt1>(Method.Narrower, null, 0, 0.01),
        Of<Images.NarrowerAt04>(Method.Narrower, null, 0, 0.004),
    ];

    private static Candidate[] ForSpeech { get; } =
    [
        Of<Speech.Uncompressed>(Method.Uncompressed, null, 0, 1),
        Of<Speech.Uncompressed>(Method.Int8, null, 0, 1),
        Of<Speech.Wide1At10, Speech.Wide1At10Int8>(Method.DeepThin, Form.Wide, 1, 0.1),
        Of<Speech.Wide1At3, Speech.Wide1At3Int8>(Method.DeepThin, Form.Wide, 1, 0.03),
        Of<Speech.Wide1At1, Speech.Wide1At1Int8>(Method.DeepThin, Form.Wide, 1, 0.01),
        Of<Speech.Wide1At04, Speech.Wide1At04Int8>(Method.DeepThin, Form.Wide, 1, 0.004),
        Of<Speech.Wide2At10>(Method.DeepThin, Form.Wide, 2, 0.1),
        Of<Speech.Wide2At3>(Method.DeepThin, Form.Wide, 2, 0.03),
        Of<Speech.Wide2At1>(Method.DeepThin, Form.Wide, 2, 0.01),
        Of<Speech.Tall1At10, Speech.Tall1At10Int8>(Method.DeepThin, Form.Tall, 1, 0.1),
        Of<Speech.Tall1At3, Speech.Tall1At3Int8>(Method.DeepThin, Form.Tall, 1, 0.03),
        Of<Speech.Tall1At1, Speech.Tall1At1Int8>(Method.DeepThin, Form.Tall, 1, 0.01),
        Of<Speech.Tall1At04, Speech.Tall1At04Int8>(Method.DeepThin, Form.Tall, 1, 0.004),
        Of<Speech.Tall2At10>(Method.DeepThin, Form.Tall, 2, 0.1),
        Of<Speech.Tall2At3>(Method.DeepThin, Form.Tall, 2, 0.03),
        Of<Speech.Tall2At1>(Method.DeepThin, Form.Tall, 2, 0.01),
        Of<Speech.LowRankAt10>(Method.LowRank, null, 0, 0.1),
        Of<Speech.LowRankAt3>(Method.LowRank, null, 0, 0.03),
        Of<Speech.LowRankAt1>(Method.LowRank, null, 0, 0.01),
        Of<Speech.LowRankAt04>(Method.LowRank, null, 0, 0.004),
        Of<Speech.HashedAt10>(Method.Hashed, null, 0, 0.1),
        Of<Speech.HashedAt3>(Method.Hashed, null, 0, 0.03),
        Of<Speech.HashedAt1>(Method.Hashed, null, 0, 0.01),
        Of<Speech.HashedAt04>(Method.Hashed, null, 0, 0.004),
        Of<Speech.PrunedAt10>(Method.Pruned, null, 0, 0.1),
        Of<Speech.PrunedAt3>(Method.Pruned, null, 0, 0.03),
        Of<Speech.PrunedAt1>(Method.Pruned, null, 0, 0.01),
        Of<Speech.PrunedAt04>(Method.Pruned, null, 0, 0.004),
        Of<Speech.NarrowerAt10>(Method.Narrower, null, 0, 0.1),
        Of<Speech.NarrowerAt3>(Method.Narrower, null, 0, 0.03),
        Of<Speech.NarrowerAt1>(Method.Narrower, null, 0, 0.01),
        Of<Speech.NarrowerAt04>(Method.Narrower, null, 0, 0.004),
    ];

    private static Candidate<TModel> OfRatios<TModel>(string ratios)
        where TModel : class, ITrainableModel<TModel> => new(new(Method.DeepThin, ratios, 1, 1));

    private static Candidate<TModel> Of<TModel>(Form form, Gains gains, double ratio)
        where TModel : class, ITrainableModel<TModel> => new(new(Method.DeepThin, form.ToString().ToLowerInvariant(), 1, ratio, gains));

    private static Candidate<TModel> Of<TModel>(Method method, Form? form, int rank, double ratio)
        where TModel : class, ITrainableModel<TModel> => new(new(method, form?.ToString().ToLowerInvariant(), rank, ratio));

    private static Candidate<TModel, TInt8> Of<TModel, TInt8>(Method method, Form? form, int rank, double ratio)
        where TModel : class, ITrainableModel<TModel>
        where TInt8 : class, IModel<TInt8> => new(new(method, form?.ToString().ToLowerInvariant(), rank, ratio));

    private static Candidate<TModel, TInt8> OfWidth<TModel, TInt8>(int width)
        where TModel : class, ITrainableModel<TModel>
        where TInt8 : class, IModel<TInt8> => new(new(Method.Narrower, string.Create(CultureInfo.InvariantCulture, $"{width} wide"), 0, 1));
}
