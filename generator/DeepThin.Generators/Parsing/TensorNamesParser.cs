using System.Linq;
using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Generators.Parsing;

/// <summary>Parses <c>Tensors</c> of all layers: what their tensors are called in a file.</summary>
internal static class TensorNamesParser
{
    private const string Argument = "Tensors";
    private const char Star = '*';

    /// <summary>The names with a star for the name within the layer; null for a layer that does not say them, and where they are not usable.</summary>
    /// <param name="attributes">The layers.</param>
    /// <param name="names">The names of the layers.</param>
    /// <param name="faults">Receives what is wrong.</param>
    public static string?[] Parse(AttributeReader[] attributes, string[] names, Faults faults)
    {
        string?[] found = new string?[attributes.Length];
        for (int i = 0; i < found.Length; i++)
        {
            if (attributes[i].Text(Argument) is not { } given) continue;
            string text = given.IndexOf(Star) < 0 ? $"{given}.{Star}" : given;
            if (Fault(given) is { } fault) Report(fault, "letters, digits, dots, underscores and hyphens, and one * at most, such as \"encoder.conv1\" or \"rnn.*_l0\"");
            else if (Enumerable.Range(0, found.Length).Where(other => other != i).Where(other => (other < i && found[other] == text) || (!attributes[other].Has(Argument) && NetworkPlan.NamesOf(other) == text)).DefaultIfEmpty(-1).First() is var same and >= 0)
                Report($"which those of layer '{names[same]}' have", "another for each layer");
            else found[i] = text;

            void Report(string what, string use) => faults.Report(Rules.TensorNames, attributes[i].LocationOf(Argument), [], names[i], SymbolDisplay.FormatLiteral(given, quote: true), what, use);
        }

        return found;
    }

    private static string? Fault(string text) =>
        text.Length == 0 ? "which names nothing"
        : text.Count(c => c == Star) > 1 ? "which has several stars"
        : text.All(c => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '.' or '_' or '-' or '/' or Star) ? null
        : "which has a character that names in files do not";
}
