using System;
using System.Collections.Generic;
using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Parsing;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Layers;

/// <summary>A layer that is being parsed: its arguments, its name, and what is wrong with it. The name is argument {0} of every rule for layers.</summary>
/// <param name="attribute">The attribute that declares it.</param>
/// <param name="index">Its place among the layers of its model.</param>
/// <param name="name">Its name.</param>
/// <param name="sources">What it reads: the layer before, or the input or layers that it names.</param>
/// <param name="mayNeedInput">Whether it is the first layer of a model without <c>[Input]</c>.</param>
/// <param name="faults">Receives what is wrong.</param>
internal sealed class LayerContext(AttributeReader attribute, int index, string name, IReadOnlyList<Source> sources, bool mayNeedInput, Faults faults)
{
    /// <summary>The place of the layer among those of its model.</summary>
    public int Index => index;

    public string Name => name;

    /// <summary>What it reads.</summary>
    public IReadOnlyList<Source> Sources => sources;

    /// <summary>Whether the layer has an error so far.</summary>
    public bool HasErrors { get; private set; }

    public bool Has(string argument) => attribute.Has(argument);

    public T? Value<T>(string argument)
        where T : struct => attribute.Value<T>(argument);

    /// <summary>Reports a fault of an argument.</summary>
    public void Report(DiagnosticDescriptor rule, string argument, params string[] arguments) => ReportFixable(rule, argument, [], arguments);

    /// <summary>Reports a fault of an argument that a value would mend, written as C#.</summary>
    public void ReportFixable(DiagnosticDescriptor rule, string argument, string value, params string[] arguments) =>
        ReportFixable(rule, argument, [(FixKeys.Value, value)], arguments);

    /// <summary>Reports a fault of an argument with properties for a code fix besides <see cref="FixKeys.Argument"/>.</summary>
    public void ReportFixable(DiagnosticDescriptor rule, string argument, (string Key, string Value)[] fix, params string[] arguments)
    {
        HasErrors |= rule.DefaultSeverity == DiagnosticSeverity.Error;
        faults.Report(rule, attribute.LocationOf(argument), [(FixKeys.Argument, argument), .. fix], [name, .. arguments]);
    }

    /// <summary>Reports that the layer has more values than memory can be addressed, unless something else is wrong with it.</summary>
    /// <param name="argument">The argument that is the fault, or none for the whole layer.</param>
    /// <param name="values">How many of what it has, such as <c>4294967296 outputs</c>.</param>
    /// <param name="use">What would work.</param>
    public void ReportTooLarge(string argument, string values, string use)
    {
        if (!HasErrors) Report(Rules.ValueTooLarge, argument, "Layer", values, use);
    }

    /// <summary>The shape of what the layer reads, for a layer that does not say it itself; null where it is not known. Where nobody says it, that is a fault of the first layer.</summary>
    /// <param name="input">The attribute that would say it, such as <c>[Input(channels, length)]</c>.</param>
    public Shape? NeedBefore(string input)
    {
        if (mayNeedInput) Report(Rules.ShapeUnknown, "", input);
        return sources[0].Shape;
    }

    /// <summary>
    /// The shape of what a layer reads that says its channels, or null where it is not known: in a model without <c>[Input]</c> the first layer reads a vector of so many values.
    /// </summary>
    public Shape? WithChannels(int? channels) =>
        channels is not { } known ? null : mayNeedInput ? new Shape(known) : sources[0].Shape is { } shape ? new Shape(known, shape.Height, shape.Width) : null;

    /// <summary>The choices of an argument as text, such as <c>30 or 34</c>.</summary>
    public static string Choices(params string[] values) =>
        values.Length == 1 ? values[0] : string.Join(", ", values, 0, values.Length - 1) + " or " + values[values.Length - 1];
}
