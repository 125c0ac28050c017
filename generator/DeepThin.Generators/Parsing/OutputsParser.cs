using System;
using System.Collections.Generic;
using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Generators.Parsing;

/// <summary>Parses each <c>[Output]</c> of a model.</summary>
internal sealed class OutputsParser(INamedTypeSymbol type, AttributeReader[] attributes, Faults faults)
{
    public const string NameArgument = "name";
    private const string FromArgument = "from";

    /// <summary>The outputs in order; none where the model has no such attribute, and null where one of them is not usable.</summary>
    /// <param name="layers">The names of the layers.</param>
    public OutputSpec[]? Parse(string[] layers)
    {
        var outputs = new List<OutputSpec>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < attributes.Length; i++)
        {
            var attribute = attributes[i];
            if (!attribute.IsReadable || attribute.Text(NameArgument) is not { } name)
            {
                faults.LeaveToCompiler();
                continue;
            }

            bool isNamed = CheckName(attribute, i, name, names);
            string? from = attribute.Text(FromArgument);
            int layer = Array.IndexOf(layers, from ?? name);
            if (layer < 0) faults.Report(Rules.UnknownOutput, attribute.LocationOf(from == null ? NameArgument : FromArgument), name, type.Name, from ?? name, SourcesParser.Known(layers));
            else if (isNamed) outputs.Add(new(name, layer));
        }

        return outputs.Count == attributes.Length ? [.. outputs] : null;
    }

    // The member that leads to an output has its name, and begins with a capital.
    private bool CheckName(AttributeReader attribute, int index, string name, HashSet<string> names)
    {
        bool isIdentifier = SyntaxFacts.IsValidIdentifier(name);
        if (isIdentifier && names.Add(name)) return true;
        string fallback = OutputSpec.DefaultName + Numbers.Text(index), fault = isIdentifier ? "is the name of another output" : "is no identifier";
        faults.Report(
            Rules.InvalidPortName, attribute.LocationOf(NameArgument), [],
            SymbolDisplay.FormatLiteral(name, quote: true), "output", Numbers.Text(index), type.Name, fault, fallback);
        return false;
    }
}
