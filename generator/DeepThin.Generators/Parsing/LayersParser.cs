using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Layers;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Generators.Parsing;

/// <summary>Parses the layers of a model, each by the parser of its kind, and checks what holds between them.</summary>
internal sealed class LayersParser(INamedTypeSymbol type, AttributeReader? input, Optimize optimize, Faults faults, CancellationToken cancellation)
{
    private const string NameArgument = "Name";

    public static bool IsLayer(AttributeData attribute) => LayerKinds.Of(attribute) != null;

    /// <summary>The layers in the order of the source; only those without errors.</summary>
    public LayerSpec[] Parse(AttributeReader[] attributes)
    {
        string[] names = NamesOf(attributes);
        var layers = new LayerResult[attributes.Length];
        var given = input == null ? null : new InputParser(input, type.Name, faults).Parse();
        for (int i = 0; i < layers.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            layers[i] = ParseOne(attributes[i], i, names[i], i == 0 ? given : layers[i - 1].Output);
        }

        if (StandOnOneDeclaration(attributes, layers))
        {
            if (layers.Length > 0) CheckInput(given, attributes[0], names[0], layers[0]);
            CheckChain(attributes, names, layers);
        }

        return [.. layers.Select(layer => layer.Spec).OfType<LayerSpec>()];
    }

    private LayerResult ParseOne(AttributeReader attribute, int index, string name, Shape? before)
    {
        if (attribute.IsReadable) return attribute.Layer!.Parse(new(attribute, index, name, before, index == 0 && input == null, faults), optimize);
        faults.LeaveToCompiler();
        return new(null, null, null);
    }

    // A default name that somebody gave to another layer is the fault of the one who gave it.
    private string[] NamesOf(AttributeReader[] attributes)
    {
        string?[] given = [.. attributes.Select(GivenName)];
        string[] names = [.. attributes.Select(DefaultName)];
        var owners = Enumerable.Range(0, names.Length).Where(index => given[index] == null).ToDictionary(index => names[index]);
        for (int i = 0; i < names.Length; i++)
        {
            if (given[i] is not { } name) continue;
            if (owners.TryGetValue(name, out int owner))
            {
                Report(Rules.DuplicateName, attributes[i], names[i], name, Numbers.Text(owner), Numbers.Text(i));
            }
            else
            {
                owners[name] = i;
                names[i] = name;
            }
        }

        return names;
    }

    private string? GivenName(AttributeReader attribute, int index)
    {
        if (attribute.Text(NameArgument) is not { } name || SyntaxFacts.IsValidIdentifier(name)) return attribute.Text(NameArgument);
        Report(Rules.InvalidName, attribute, DefaultName(attribute, index), SymbolDisplay.FormatLiteral(name, quote: true), Numbers.Text(index), DefaultName(attribute, index));
        return null;
    }

    private static string DefaultName(AttributeReader attribute, int index) => attribute.Layer!.DefaultName + Numbers.Text(index);

    private void Report(DiagnosticDescriptor rule, AttributeReader attribute, string fitName, params string[] arguments) =>
        faults.Report(rule, attribute.LocationOf(NameArgument), [(FixKeys.Argument, NameArgument), (FixKeys.Value, $"\"{fitName}\"")], arguments);

    private bool StandOnOneDeclaration(AttributeReader[] attributes, LayerResult[] layers)
    {
        var stray = attributes.FirstOrDefault(attribute => attribute.Declaration != attributes[0].Declaration);
        if (stray == null) return true;
        Location[] ordered = [.. new PartOrder(attributes, layers).Find().Select(index => attributes[index].Location)];
        faults.Report(Rules.LayersOnTwoParts, stray.Location, [], ordered, type.Name);
        return false;
    }

    private void CheckInput(Shape? given, AttributeReader first, string name, LayerResult layer)
    {
        if (given is not { } shape || layer.Input is not { } reads || shape == reads) return;
        bool needsFlat = reads.IsVector && !shape.IsVector;
        string advice = needsFlat ? $"put [Flatten] before it, which makes it {Numbers.Text(shape.Length)} values"
            : $"use {InText(reads)}, or {SizesParser.InputsArgument} = {Numbers.Text(shape.Channels)} in the layer";
        faults.Report(Rules.InputMismatch, input!.Location, [], needsFlat ? [first.Location] : [], type.Name, shape.ToString(), name, reads.ToString(), advice);
    }

    private static string InText(Shape shape) => $"[Input({shape.ToString().Replace("×", ", ")})]";

    private void CheckChain(AttributeReader[] attributes, string[] names, LayerResult[] layers)
    {
        for (int i = 1; i < layers.Length; i++)
        {
            if (layers[i].Input is not { } input || layers[i - 1].Output is not { } before || input == before) continue;

            if (input.IsVector && !before.IsVector)
            {
                faults.Report(Rules.NotFlat, attributes[i].Location, [], [attributes[i].Location], names[i], names[i - 1], before.ToString(), Numbers.Text(before.Length));
                continue;
            }

            // A layer that writes as many values as it reads has one argument for both.
            string outputs = attributes[i - 1].Has(SizesParser.OutputsArgument) ? SizesParser.OutputsArgument : SizesParser.InputsArgument;
            faults.Report(
                Rules.BrokenChain,
                attributes[i].LocationOf(SizesParser.InputsArgument),
                [(FixKeys.Argument, SizesParser.InputsArgument), (FixKeys.Value, Numbers.Text(before.Channels))],
                [attributes[i - 1].LocationOf(outputs)],
                names[i], Size(input), names[i - 1], Size(before));

            // Of layers that differ in their channels alone, these.
            string Size(Shape shape) => shape.IsVector ? shape.ToString() : Numbers.Text(shape.Channels);
        }
    }
}
