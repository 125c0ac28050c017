using System.Linq;
using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Concat;

/// <summary>Parses one <c>[Concat]</c>.</summary>
internal sealed class ConcatParser(LayerContext layer)
{
    private const string FromArgument = "from";

    public LayerResult Parse()
    {
        if (layer.NeedBefore("[Input]") is not { } first || layer.Sources.Any(source => source.Shape == null)) return new(null, null, null);
        Shape[] shapes = [.. layer.Sources.Select(source => source.Shape!.Value)];
        var other = layer.Sources.FirstOrDefault(source => (source.Shape!.Value.Height, source.Shape.Value.Width) != (first.Height, first.Width));
        if (other != null)
        {
            layer.Report(Rules.ConcatMismatch, FromArgument, layer.Sources[0].Name, first.ToString(), other.Name, other.Shape.ToString());
            return new(first, null, null);
        }

        decimal length = shapes.Sum(shape => (decimal)shape.Length);
        if (length > NetworkPlan.MostFloats)
        {
            layer.ReportTooLarge(FromArgument, $"{Numbers.Text(length)} outputs", "fewer values");
            return new(first, null, null);
        }

        var spec = new ConcatSpec(layer.Name, new(shapes));
        return new(first, spec.Output, layer.HasErrors ? null : spec);
    }
}
