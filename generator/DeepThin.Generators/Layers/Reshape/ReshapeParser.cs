using System.Linq;
using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Reshape;

/// <summary>Parses one <c>[Flatten]</c> or <c>[Reshape]</c>.</summary>
internal sealed class ReshapeParser(LayerContext layer)
{
    private const string Input = "[Input(channels, height, width)]";

    // Channels, and then rows and columns or a length.
    private static readonly string[] Arguments = ["channels", "height", "length", "width"];

    public LayerResult ParseFlatten()
    {
        if (layer.NeedBefore(Input) is not { } shape) return new(null, null, null);
        var spec = ReshapeSpec.Flatten(layer.Name, shape);
        return new(shape, spec.Output, spec);
    }

    public LayerResult Parse()
    {
        string[] given = [.. Arguments.Where(layer.Has)];
        int?[] sizes = [.. given.Select(new SizesParser(layer).Size)];
        if (layer.NeedBefore(Input) is not { } shape || sizes.Any(size => size == null)) return new(layer.Sources[0].Shape, null, null);
        int[] known = [.. sizes.Select(size => size!.Value)];
        if (known.Aggregate(1m, (product, size) => product * size) != shape.Length)
        {
            Report(given, known, shape);
            return new(shape, null, null);
        }

        var spec = new ReshapeSpec(layer.Name, shape, new(known[0], known.Length > 2 ? known[1] : 1, known.Length > 1 ? known[known.Length - 1] : 1));
        return new(shape, spec.Output, spec);
    }

    // The last size that another number would mend; where there is none, all of them are wrong.
    private void Report(string[] given, int[] sizes, Shape shape)
    {
        string values = Numbers.Text(shape.Length), product = Numbers.Text(sizes.Aggregate(1m, (all, size) => all * size)), target = string.Join("×", sizes.Select(size => Numbers.Text(size)));
        for (int i = sizes.Length - 1; i >= 0; i--)
        {
            decimal others = sizes.Where((_, place) => place != i).Aggregate(1m, static (all, size) => all * size);
            if (shape.Length % others != 0) continue;
            string fit = Numbers.Text(shape.Length / others);
            layer.ReportFixable(Rules.ReshapeMismatch, given[i], fit, shape.ToString(), values, target, product, $"use {fit} for {given[i]}");
            return;
        }

        layer.Report(Rules.ReshapeMismatch, given[0], shape.ToString(), values, target, product, $"use sizes whose product is {values}");
    }
}
