using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Embedding;

/// <summary>Parses one <c>[Embedding]</c>.</summary>
internal sealed class EmbeddingParser(LayerContext layer)
{
    private const string CountArgument = "count";
    private const string SizeArgument = "size";

    // A float counts so far without a gap.
    private const int MostRows = 1 << 24;

    public LayerResult Parse()
    {
        int? count = new SizesParser(layer).Size(CountArgument), size = new SizesParser(layer).Size(SizeArgument);
        if (count > MostRows)
        {
            layer.ReportTooLarge(CountArgument, $"{Numbers.Text(count.Value)} rows", $"{Numbers.Text(MostRows)} or fewer, which values can name");
            count = null;
        }

        (int Q, int R)? sizes = null;
        if (count is { } rows && size is { } values)
        {
            if ((long)rows * values <= int.MaxValue) sizes = (values, rows);
            else layer.ReportTooLarge(CountArgument, $"{Numbers.Text((long)rows * values)} values in its table", "fewer rows, or shorter ones");
        }

        var compression = new CompressionParser(layer, hasGains: false).Parse(sizes);
        if (layer.NeedBefore("[Input(indices)]") is not { } before) return new(null, null, null);
        var input = new Shape((int)before.Length);
        if (!before.IsVector) return new(input, null, null);
        if (sizes is not var (q, r)) return new(input, null, null);
        if ((long)q * before.Channels > NetworkPlan.MostFloats)
        {
            layer.ReportTooLarge(SizeArgument, $"{Numbers.Text((long)q * before.Channels)} outputs", "fewer indices, or shorter rows");
            return new(input, null, null);
        }

        var spec = new EmbeddingSpec(layer.Name, before.Channels, compression.Plan ?? (WeightsPlan)new DenseWeights(q, r));
        return new(input, spec.Output, layer.HasErrors ? null : spec);
    }
}
