using System;
using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Layers;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Parsing;

/// <summary>Finds what each layer reads: the layer before, or the inputs and layers that it names.</summary>
/// <param name="type">The model.</param>
/// <param name="inputs">Its inputs.</param>
/// <param name="areDeclared">Whether it says them; otherwise its first layer says what its one input is.</param>
/// <param name="attributes">The attributes of its layers.</param>
/// <param name="names">Their names.</param>
/// <param name="faults">Receives what is wrong.</param>
internal sealed class SourcesParser(INamedTypeSymbol type, Source[] inputs, bool areDeclared, AttributeReader[] attributes, string[] names, Faults faults)
{
    /// <summary>The one value that a layer reads.</summary>
    public const string FromProperty = "From";

    /// <summary>The values that a layer reads besides the one before.</summary>
    private const string FromArgument = "from";

    private const int MostNamed = 12;

    /// <summary>What a layer reads.</summary>
    /// <param name="index">Its place.</param>
    /// <param name="layers">What was found of the layers before it.</param>
    public Source[] Of(int index, LayerResult[] layers)
    {
        var attribute = attributes[index];
        if (attribute.Text(FromProperty) is { } only) return [Named(index, only, attribute.LocationOf(FromProperty), layers)];
        var before = index == 0 ? inputs[0] : At(index - 1, layers);
        if (attribute.Text(FromArgument) is { } other) return [before, Named(index, other, attribute.LocationOf(FromArgument), layers)];
        Source[] named = [.. attribute.Texts(FromArgument).Select((name, place) => Named(index, name ?? "", attribute.LocationOf(FromArgument, place), layers))];
        return named.Any(source => source.Value == before.Value) ? named : [before, .. named];
    }

    /// <summary>Reports inputs and layers whose values nobody reads.</summary>
    /// <param name="declarations">The attributes of the inputs.</param>
    /// <param name="read">What each layer reads.</param>
    /// <param name="outputs">The layers that write outputs of the model; none for the last one.</param>
    public void CheckUse(AttributeReader[] declarations, Source[][] read, int[] outputs)
    {
        if (attributes.Length == 0 || read.Any(sources => sources.Any(source => source.Value < 0))) return;
        var used = new HashSet<int>(read.SelectMany(sources => sources).Select(source => source.Value));
        for (int i = 0; i < declarations.Length; i++)
        {
            if (!used.Contains(i)) faults.Report(Rules.UnreadInput, declarations[i].Location, inputs[i].Name, type.Name);
        }

        if (outputs.Length == 0) used.Add(inputs.Length + attributes.Length - 1);
        used.UnionWith(outputs.Select(output => inputs.Length + output));
        for (int i = 0; i < attributes.Length; i++)
        {
            if (!used.Contains(inputs.Length + i)) faults.Report(Rules.UnreadLayer, attributes[i].Location, names[i], type.Name);
        }
    }

    /// <summary>Names as a message has them.</summary>
    public static string Known(IReadOnlyCollection<string> names) => string.Join(", ", names.Take(MostNamed)) + (names.Count > MostNamed ? " …" : "");

    private Source Named(int index, string name, Location location, LayerResult[] layers)
    {
        int layer = Array.IndexOf(names, name);
        if (layer >= 0 && layer < index) return At(layer, layers);
        if (layer < 0 && inputs.FirstOrDefault(input => input.Name == name) is { } found) return areDeclared || index == 0 ? found : found with { Shape = layers[0].Input };
        string[] known = [.. inputs.Select(input => input.Name), .. names.Take(index)];
        string fault = layer == index ? "and cannot read itself" : layer > index ? "which stands behind it" : "and nothing has that name";
        faults.Report(Rules.UnknownSource, location, names[index], name, fault, Known(known));
        return new(name, StepPlan.NoValue, null);
    }

    private Source At(int layer, LayerResult[] layers) => new(names[layer], inputs.Length + layer, layers[layer].Output);
}
