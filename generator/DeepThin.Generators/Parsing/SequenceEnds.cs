using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Layers;
using DeepThin.Planning;

namespace DeepThin.Generators.Parsing;

/// <summary>Checks what layers such as <c>[LastStep]</c> end: a sequence that some layer before follows, and all of what is joined or given out together.</summary>
/// <param name="attributes">The layers.</param>
/// <param name="names">Their names.</param>
/// <param name="read">What each reads.</param>
/// <param name="inputs">The number of inputs of the model.</param>
/// <param name="faults">Receives what is wrong.</param>
internal sealed class SequenceEnds(AttributeReader[] attributes, string[] names, Source[][] read, int inputs, Faults faults)
{
    // For each layer the one that has ended what it writes; null where that has a value for each step.
    private readonly string?[] _ends = new string?[attributes.Length];
    private readonly bool[] _follows = new bool[attributes.Length];

    /// <summary>Checks the layers, and the outputs where there are several.</summary>
    /// <param name="declarations">The attributes of the outputs.</param>
    /// <param name="outputs">The outputs.</param>
    /// <param name="model">The name of the model.</param>
    public void Check(AttributeReader[] declarations, IReadOnlyList<OutputSpec> outputs, string model)
    {
        if (read.Any(sources => sources.Any(source => source.Value < 0))) return;
        for (int i = 0; i < attributes.Length; i++) Check(i);
        for (int i = 1; i < outputs.Count; i++)
        {
            bool hasFirst = _ends[outputs[0].Layer] != null;
            if (hasFirst == (_ends[outputs[i].Layer] != null)) continue;
            var (step, whole) = hasFirst ? (outputs[i], outputs[0]) : (outputs[0], outputs[i]);
            faults.Report(Rules.MixedOutputs, declarations[i].Location, step.Name, model, whole.Name);
        }
    }

    private void Check(int index)
    {
        var attribute = attributes[index].Layer!;
        string?[] ends = [.. read[index].Select(source => source.Value < inputs ? null : _ends[source.Value - inputs])];
        bool follows = read[index].Any(source => source.Value >= inputs && _follows[source.Value - inputs]);
        _follows[index] = attribute.HasState || follows;
        string? end = ends.FirstOrDefault(name => name != null);
        _ends[index] = attribute.EndsSequence ? names[index] : end;
        if (end != null && (attribute.HasState || attribute.EndsSequence)) faults.Report(Rules.BehindTheEnd, attributes[index].Location, names[index], end);
        else if (end != null && System.Array.IndexOf(ends, null) is >= 0 and var going)
            faults.Report(Rules.MixedSteps, attributes[index].Location, names[index], read[index][going].Name, read[index][System.Array.FindIndex(ends, name => name != null)].Name);
        else if (attribute.EndsSequence && !_follows[index]) faults.Report(Rules.NothingToEnd, attributes[index].Location, names[index]);
    }
}
