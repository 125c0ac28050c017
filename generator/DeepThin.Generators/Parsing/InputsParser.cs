using System;
using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Layers;
using DeepThin.Planning;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Generators.Parsing;

/// <summary>Parses each <c>[Input]</c> of a model.</summary>
internal sealed class InputsParser(AttributeReader[] attributes, string model, string[] layers, Faults faults)
{
    private const string NameArgument = "Name";

    /// <summary>The inputs in order, one without a shape where the model has no such attribute.</summary>
    public Source[] Parse()
    {
        if (attributes.Length == 0) return [new(InputSpec.DefaultName, 0, null)];
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. attributes.Select((attribute, index) => new Source(NameOf(attribute, index, names), index, ShapeOf(attribute)))];
    }

    // Layers read an input by its name; the only one needs none.
    private string NameOf(AttributeReader attribute, int index, HashSet<string> names)
    {
        string fallback = attributes.Length == 1 ? InputSpec.DefaultName : InputSpec.DefaultName + Numbers.Text(index);
        if (attribute.Text(NameArgument) is not { } name) return fallback;
        string fault = !SyntaxFacts.IsValidIdentifier(name) ? "is no identifier" : layers.Contains(name) ? "is the name of a layer" : names.Add(name) ? "" : "is the name of another input";
        if (fault.Length == 0) return name;
        faults.Report(
            Rules.InvalidPortName, attribute.LocationOf(NameArgument), [],
            SymbolDisplay.FormatLiteral(name, quote: true), "input", Numbers.Text(index), model, fault, fallback);
        return name;
    }

    private Shape? ShapeOf(AttributeReader attribute)
    {
        if (!attribute.IsReadable)
        {
            faults.LeaveToCompiler();
            return null;
        }

        int? channels = Size(attribute, "channels"), height = Size(attribute, "height"), width = Size(attribute, attribute.Has("length") ? "length" : "width");
        if (channels is not { } c || height is not { } h || width is not { } w) return null;
        decimal length = (decimal)c * h * w;
        if (length <= NetworkPlan.MostFloats) return new(c, h, w);
        faults.Report(Rules.ValueTooLarge, attribute.Location, model, "[Input] of", $"{Numbers.Text(length)} values", "smaller sizes");
        return null;
    }

    // Of a vector and of a series some are not given.
    private int? Size(AttributeReader attribute, string argument)
    {
        if (attribute.Value<int>(argument) is not { } size) return 1;
        if (size >= 1) return size;
        faults.Report(Rules.InputSizeBelowOne, attribute.LocationOf(argument), model, argument, Numbers.Text(size));
        return null;
    }
}
