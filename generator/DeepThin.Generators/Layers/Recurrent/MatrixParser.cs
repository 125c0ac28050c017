using System;
using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Recurrent;

/// <summary>Parses <c>Compression</c> of a recurrent layer, and how each of its matrices is kept.</summary>
internal sealed class MatrixParser
{
    private readonly LayerContext _layer;
    private readonly Compression? _compression;

    public MatrixParser(LayerContext layer)
    {
        var compression = (Compression)(layer.Value<int>(CompressionParser.CompressionArgument) ?? 0);
        bool isKnown = Enum.IsDefined(typeof(Compression), compression);
        (_layer, _compression) = (layer, isKnown ? compression : null);
        if (!isKnown) layer.Report(Rules.UnknownCompression, CompressionParser.CompressionArgument, Numbers.Text((int)compression), LayerContext.Choices(Enum.GetNames(typeof(Compression))));
    }

    /// <summary>The weights of a matrix, null where it has errors, and its gains.</summary>
    /// <param name="sizes">Q and R, or null where they are not usable.</param>
    /// <param name="ratioArgument">The argument with its ratio.</param>
    /// <param name="matrix">Its place among the matrices of the layer.</param>
    /// <param name="isSecond">Whether what matrices share was checked with another one.</param>
    public (WeightsPlan? Weights, Gains Gains) Parse((int Q, int R)? sizes, string ratioArgument, int matrix, bool isSecond)
    {
        bool isWhole = _layer.Value<double>(ratioArgument) == null;
        if (!isWhole && _compression is not Compression.DeepThin) return ParseOther(sizes, ratioArgument, matrix, isSecond);
        var arguments = new CompressionParser(_layer, ratioArgument: ratioArgument) { IsSecond = isSecond }.Parse(sizes);
        return (isWhole && sizes is var (q, r) ? new DenseWeights(q, r) : arguments.Plan, arguments.Gains);
    }

    private (WeightsPlan? Weights, Gains Gains) ParseOther((int Q, int R)? sizes, string ratioArgument, int matrix, bool isSecond)
    {
        var gains = new GainsParser(_layer).Parse(reports: !isSecond) ?? Gains.None;
        if (new RatioParser(_layer, ratioArgument).Parse(needed: null, RatioParser.OrDense) is not { } ratio || sizes is not var (q, r) || _compression is not { } compression) return (null, gains);
        if (!isSecond) WarnOfNoUse(compression);
        if (compression == Compression.LowRank) return (new RankParser(_layer, gains, given: null) { RatioArgument = ratioArgument, SizeArgument = ratioArgument, Whole = "leave out " + ratioArgument }.Parse(q, r, ratio), gains);
        return (new KeptCountParser(_layer, gains, ratioArgument).Parse(q, r, ratio) is { } kept ? new HashedPlan(q, r, kept, HashedPlan.SeedOf(_layer.Index, matrix)) : null, gains);
    }

    private void WarnOfNoUse(Compression compression)
    {
        foreach (string argument in (string[])[CompressionParser.FormArgument, CompressionParser.RankArgument])
        {
            if (_layer.Has(argument)) _layer.Report(Rules.OfDeepThin, argument, argument, compression.ToString());
        }
    }
}
