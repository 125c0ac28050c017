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

/// <summary>Parses the inputs, the layers and the outputs of a model, each by the parser of its kind, and checks what holds between them.</summary>
internal sealed class LayersParser(INamedTypeSymbol type, AttributeReader[] inputs, AttributeReader[] outputs, Optimize optimize, Faults faults, CancellationToken cancellation)
{
    /// <summary>The argument with the name of a layer.</summary>
    public const string NameArgument = "Name";

    public static bool IsLayer(AttributeData attribute) => LayerKinds.Of(attribute) != null;

    /// <summary>The network; of its layers only those without errors, in the order of the source.</summary>
    public NetworkSpec Parse(AttributeReader[] attributes)
    {
        string[] names = NamesOf(attributes);
        var layers = new LayerResult[attributes.Length];
        var given = new InputsParser(inputs, type.Name, names, faults).Parse();
        var sources = new SourcesParser(type, given, inputs.Length > 0, attributes, names, faults);
        var read = new Source[attributes.Length][];
        string?[] tensors = TensorNamesParser.Parse(attributes, names, faults);
        for (int i = 0; i < layers.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            read[i] = sources.Of(i, layers);
            layers[i] = ParseOne(attributes[i], i, names[i], read[i]);
            if (layers[i].Spec is { } spec && tensors[i] is { } own) layers[i] = layers[i] with { Spec = spec with { Tensors = own } };
        }

        OutputSpec[]? ends = [];
        if (StandOnOneDeclaration(attributes, layers))
        {
            CheckShapes(given, attributes, names, layers, read);
            ends = new OutputsParser(type, outputs, faults).Parse(names);
            if (ends != null && given.Select(input => input.Name).Distinct().Count() == given.Length) sources.CheckUse(inputs, read, [.. ends.Select(output => output.Layer)]);
            new SequenceEnds(attributes, names, read, given.Length, faults).Check(outputs, ends ?? [], type.Name);
        }

        // A single input without a name, and an end without an output, are what a network has that says nothing of them.
        return new(new([.. layers.Select(layer => layer.Spec).OfType<LayerSpec>()]), optimize)
        {
            Inputs = InputsParser.HaveNames(inputs) && given.All(input => input.Shape != null) ? new([.. given.Select(input => new InputSpec(input.Name, input.Shape!.Value))]) : default,
            Outputs = new(ends ?? []),
        };
    }

    private LayerResult ParseOne(AttributeReader attribute, int index, string name, Source[] sources)
    {
        if (!attribute.IsReadable)
        {
            faults.LeaveToCompiler();
            return new(null, null, null);
        }

        var result = attribute.Layer!.Parse(new(attribute, index, name, sources, index == 0 && inputs.Length == 0, faults), optimize);
        int[] values = [.. sources.Select(source => source.Value)];
        int before = index == 0 ? 0 : System.Math.Max(1, inputs.Length) + index - 1;
        return values is [var value] && value == before ? result : result with { Spec = result.Spec is { } spec ? spec with { Reads = new(values) } : null };
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

    // A layer that reads one value has said itself which shape it reads; the others have checked the shapes.
    private void CheckShapes(Source[] given, AttributeReader[] attributes, string[] names, LayerResult[] layers, Source[][] read)
    {
        for (int i = 0; i < layers.Length; i++)
        {
            if (read[i] is not [{ Shape: { } before } source] || layers[i].Input is not { } reads || reads == before) continue;
            if (source.Value < inputs.Length) ReportInput(inputs[source.Value], attributes[i], source, reads, names[i]);
            else ReportChain(attributes[i], attributes[System.Math.Max(0, source.Value - given.Length)], names[i], source, reads);
        }
    }

    private void ReportInput(AttributeReader input, AttributeReader layer, Source source, Shape reads, string name)
    {
        var shape = source.Shape!.Value;
        bool needsFlat = reads.IsVector && !shape.IsVector;
        string advice = needsFlat ? $"put [Flatten] before it, which makes it {Numbers.Text(shape.Length)} values"
            : $"use {InText(reads)}, or {SizesParser.InputsArgument} = {Numbers.Text(shape.Channels)} in the layer";
        faults.Report(Rules.InputMismatch, input.Location, [], needsFlat && !layer.Has(SourcesParser.FromProperty) ? [layer.Location] : [], type.Name, shape.ToString(), name, reads.ToString(), advice);
    }

    private static string InText(Shape shape) => $"[Input({shape.ToString().Replace("×", ", ")})]";

    private void ReportChain(AttributeReader attribute, AttributeReader writer, string name, Source source, Shape reads)
    {
        var before = source.Shape!.Value;
        if (reads.IsVector && !before.IsVector)
        {
            faults.Report(Rules.NotFlat, attribute.Location, [], attribute.Has(SourcesParser.FromProperty) ? [] : [attribute.Location], name, source.Name, before.ToString(), Numbers.Text(before.Length));
            return;
        }

        // A layer that writes as many values as it reads has one argument for both.
        string outputs = writer.Has(SizesParser.OutputsArgument) ? SizesParser.OutputsArgument : SizesParser.InputsArgument;
        faults.Report(
            Rules.BrokenChain,
            attribute.LocationOf(SizesParser.InputsArgument),
            [(FixKeys.Argument, SizesParser.InputsArgument), (FixKeys.Value, Numbers.Text(before.Channels))],
            [writer.LocationOf(outputs)],
            name, Size(reads), source.Name, Size(before));

        // Of layers that differ in their channels alone, these.
        string Size(Shape shape) => shape.IsVector ? shape.ToString() : Numbers.Text(shape.Channels);
    }
}
