using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;

namespace DeepThin.Generators.Parsing;

/// <summary>Parses <c>[Input]</c>.</summary>
internal sealed class InputParser(AttributeReader attribute, string model, Faults faults)
{
    /// <summary>The shape of the input, or null where it is not usable.</summary>
    public Shape? Parse()
    {
        if (!attribute.IsReadable)
        {
            faults.LeaveToCompiler();
            return null;
        }

        int? channels = Size("channels"), height = Size("height"), width = Size(attribute.Has("length") ? "length" : "width");
        if (channels is not { } c || height is not { } h || width is not { } w) return null;
        decimal length = (decimal)c * h * w;
        if (length <= NetworkPlan.MostFloats) return new(c, h, w);
        faults.Report(Rules.ValueTooLarge, attribute.Location, model, "[Input] of", $"{Numbers.Text(length)} values", "smaller sizes");
        return null;
    }

    // Of a vector and of a series some are not given.
    private int? Size(string argument)
    {
        if (attribute.Value<int>(argument) is not { } size) return 1;
        if (size >= 1) return size;
        faults.Report(Rules.InputSizeBelowOne, attribute.LocationOf(argument), model, argument, Numbers.Text(size));
        return null;
    }
}
