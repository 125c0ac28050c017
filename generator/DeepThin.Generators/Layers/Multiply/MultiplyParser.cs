using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Multiply;

/// <summary>Parses one <c>[Multiply]</c>.</summary>
internal sealed class MultiplyParser(LayerContext layer)
{
    public LayerResult Parse()
    {
        if (new PairParser(layer).Parse() is not var (before, first, other, second, activation)) return new(null, null, null);
        if (first != second && !(first.Channels == second.Channels && first.IsVector != second.IsVector))
        {
            layer.Report(Rules.ProductMismatch, PairParser.FromArgument, before.Name, first.ToString(), other.Name, second.ToString(), Advice(first, second));
            return new(first, null, null);
        }

        var spec = new MultiplySpec(layer.Name, first, second, activation);
        return new(first, spec.Output, layer.HasErrors ? null : spec);
    }

    private static string Advice(Shape first, Shape second)
    {
        if (first.IsVector == second.IsVector) return "give both one shape, or one of them a vector with a value for each channel of the other";
        var (vector, channels) = first.IsVector ? (first, second) : (second, first);
        return $"give the vector {Numbers.Text(channels.Channels)} values, one for each channel, in place of {Numbers.Text(vector.Channels)}";
    }
}
