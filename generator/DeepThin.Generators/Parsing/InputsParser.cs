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
        return [.. attributes.Select((attribute, index) => new Source(CheckedNameOf(index, names), index, ShapeOf(attribute)))];
    }

    /// <summary>Whether the inputs have members of the model: several have, and a single one that is given a name.</summary>
    public static bool HaveNames(AttributeReader[] attributes) => attributes.Length > 1 || (attributes.Length == 1 && attributes[0].Text(NameArgument) != null);

    /// <summary>The name of an input: that which is given, or <c>input</c>, with the place of the input where there are several.</summary>
    public static string NameOf(AttributeReader[] attributes, int index) =>
        attributes[index].Text(NameArgument) ?? (attributes.Length == 1 ? InputSpec.DefaultName : InputSpec.DefaultName + Numbers.Text(index));

    private string CheckedNameOf(int index, HashSet<string> names)
    {
        string name = NameOf(attributes, index);
        if (!HaveNames(attributes)) return name;
        string fault = !SyntaxFacts.IsValidIdentifier(name) ? "is no identifier" : layers.Contains(name) ? "is the name of a layer" : names.Add(name) ? "" : "is the name of another input";
        if (fault.Length == 0) return name;
        string free = Enumerable.Range(index, int.MaxValue - index).Select(number => InputSpec.DefaultName + Numbers.Text(number)).First(other => !layers.Contains(other) && !names.Contains(other));
        faults.Report(
            Rules.InvalidPortName, attributes[index].LocationOf(NameArgument), [],
            SymbolDisplay.FormatLiteral(name, quote: true), "input", Numbers.Text(index), model, fault, free);
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
