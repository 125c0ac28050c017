using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Generators.Parsing;

/// <summary>Parses the layers of a model, each by the parser of its kind, and checks what holds between them.</summary>
internal sealed class LayersParser(INamedTypeSymbol type, Optimize optimize, WeightsArgument weights, Faults faults, CancellationToken cancellation)
{
    private const string NameArgument = "Name";

    /// <summary>The floats that an array can hold, with room for alignment.</summary>
    private const long MostFloats = 2147483000;

    public static bool IsLayer(AttributeData attribute) => LayerKind.Of(attribute) != null;

    /// <summary>The layers in the order of the source; only those without errors.</summary>
    public LayerSpec[] Parse(AttributeReader[] attributes)
    {
        string[] names = NamesOf(attributes);
        var layers = new LayerResult[attributes.Length];
        for (int i = 0; i < layers.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            layers[i] = ParseOne(attributes[i], names[i]);
        }

        if (StandOnOneDeclaration(attributes, layers)) CheckChain(attributes, names, layers);
        LayerSpec[] specs = [.. layers.Select(layer => layer.Spec).OfType<LayerSpec>()];
        if (!faults.HasErrors && specs.Length > 0) CheckPlan(attributes, names, specs);
        return specs;
    }

    private LayerResult ParseOne(AttributeReader attribute, string name)
    {
        if (attribute.IsReadable) return attribute.Kind!.Parse(new(attribute, name, faults), optimize);
        faults.LeaveToCompiler();
        return new(default, null);
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

    private static string DefaultName(AttributeReader attribute, int index) => attribute.Kind!.Name + Numbers.Text(index);

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

    private void CheckChain(AttributeReader[] attributes, string[] names, LayerResult[] layers)
    {
        for (int i = 1; i < layers.Length; i++)
        {
            if (layers[i].Sizes.Inputs is not { } inputs || layers[i - 1].Sizes.Outputs is not { } before || inputs == before) continue;
            faults.Report(
                Rules.BrokenChain,
                attributes[i].LocationOf(SizesParser.InputsArgument),
                [(FixKeys.Argument, SizesParser.InputsArgument), (FixKeys.Value, Numbers.Text(before))],
                [attributes[i - 1].LocationOf(SizesParser.OutputsArgument)],
                names[i], Numbers.Text(inputs), names[i - 1], Numbers.Text(before));
        }
    }

    // The parameters have to be addressable, and what kernels prepare from them and work in.
    private void CheckPlan(AttributeReader[] attributes, string[] names, LayerSpec[] specs)
    {
        var plan = Plans.OfModel(new(specs), optimize, weights.Type);
        long floats = 0;
        for (int i = 0; i < specs.Length; i++)
        {
            floats += plan.Tensors[i].Sum(tensor => tensor.BlockLength);
            if (i == specs.Length - 1) floats = System.Math.Max(floats, plan.LargestBlock);
            if (floats <= MostFloats) continue;
            faults.Report(Rules.TooManyParameters, attributes[i].Location, names[i], type.Name, Numbers.Text(floats));
            return;
        }

        if (faults.AreHeard) new NetworkAdvice(attributes, plan, optimize, faults).Report(specs, weights, type.Name);
    }
}
