using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Layers;
using DeepThin.Generators.Parsing;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DeepThin.Generators.Weights;

/// <summary>The weights files of a compilation: compares them with their models.</summary>
internal sealed class WeightsParser
{
    private const int MostNamed = 5;

    private readonly ILookup<string, WeightsFile> _files;

    public WeightsParser(IEnumerable<AdditionalText> texts, CancellationToken cancellation) => _files = texts
        .Where(text => WeightsFile.IsPath(text.Path))
        .Select(text => Parse(text, cancellation))
        .OfType<WeightsFile>()
        .ToLookup(file => ModelNames.Plain(file.Model));

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _files.Count == 0;

    /// <summary>What the build's task wrote, or null for another file of such a name.</summary>
    public static WeightsFile? Parse(AdditionalText text, CancellationToken cancellation) =>
        text.GetText(cancellation) is { } content ? WeightsFile.Parse(content.ToString()) : null;

    /// <summary>Compares the file of a model with its plan.</summary>
    /// <param name="type">The model's type.</param>
    /// <param name="plan">Its plan, or null where it is not valid.</param>
    /// <param name="faults">Hears what is wrong.</param>
    /// <param name="cancellation">Ends the work.</param>
    public void Check(INamedTypeSymbol type, NetworkPlan? plan, Faults faults, CancellationToken cancellation)
    {
        WeightsFile[] files = [.. _files[TypeParser.FullNameOf(type)]];
        if (files.Length == 0) return;
        var inTheWay = new MembersParser(type, faults, cancellation).InTheWayOf(ModelParser.LoadEmbedded);
        if (inTheWay != null) faults.Report(Rules.MemberExists, MembersParser.PlaceOf(inTheWay), inTheWay.Name, type.Name);

        var place = PlaceOf(type, cancellation);
        if (files.Length > 1)
        {
            string names = string.Join(" and ", files.Select(file => $"'{file.File}'").OrderBy(name => name, System.StringComparer.Ordinal));
            faults.Report(Rules.TwoWeightsFiles, place, type.Name, Numbers.Text(files.Length), names);
        }
        else if (plan is { FirstTooLarge: null } && files[0].Tensors is { } tensors)
        {
            bool isPacked = tensors.Any(found => found.Name.StartsWith(StoredTensor.PackedPrefix, System.StringComparison.Ordinal));
            StoredTensor[] needed = isPacked
                ? [.. plan.Tensors.SelectMany(tensor => StoredTensor.OfPacked(tensor.Name, tensor.Type, tensor.HeldLength, tensor.Scales)), .. StoredTensor.EndOfPacked(plan.PreparedLength)]
                : [.. plan.Tensors.SelectMany(tensor =>
                    StoredTensor.Of(tensor.Name, tensor.Rows, tensor.Columns, tensor.Kept, name => tensors.Any(found => found.Name == name && found.DType == StoredTensor.Int8)))];
            Compare(files[0].File, tensors, type.Name, needed, (rule, arguments) => faults.Report(rule, place, arguments));
        }
    }

    /// <summary>Reports the files whose models are not there.</summary>
    /// <param name="models">The models of the compilation.</param>
    /// <param name="isClass">Whether there is a class of a name, though it is no model.</param>
    /// <param name="faults">Hears what is wrong.</param>
    public void CheckNames(IReadOnlyCollection<string> models, System.Func<string, bool> isClass, Faults faults)
    {
        foreach (var file in _files.Where(group => !models.Contains(group.Key)).SelectMany(group => group))
        {
            string[] near = ModelNames.Near(file.Model, models);
            string reason = isClass(file.Model) ? "that class has no [DeepThinModel]"
                : near.Length > 0 ? $"this project has no such model; did you mean {LayerContext.Choices([.. near.Select(name => $"'{name}'")])}?"
                : models.Count > 0 ? $"this project has no such model; it has {Some([.. models.OrderBy(name => name, System.StringComparer.Ordinal).Select(name => $"'{name}'")])}"
                : "this project has no model; add [DeepThinModel] to a class";
            faults.Report(Rules.WeightsOfUnknownModel, Location.Create(file.Project, default, default), file.File, file.Model, reason);
        }
    }

    private static void Compare(string file, EquatableArray<WeightsTensor> found, string model, StoredTensor[] needed, System.Action<DiagnosticDescriptor, string[]> report)
    {
        var byName = new Dictionary<string, WeightsTensor>();
        foreach (var tensor in found) byName[tensor.Name] = tensor;
        var hints = new FitHints(needed, [.. found.Select(tensor => new FoundTensor(tensor.Name, tensor.Dimensions))]);
        foreach (var tensor in needed)
        {
            string types = tensor.TypesInWords;
            if (!byName.TryGetValue(tensor.Name, out var there))
            {
                report(Rules.TensorMissing, [file, tensor.Name, model, tensor.Shape, types, Then(hints.OfMissing(tensor))]);
            }
            else if (!tensor.Takes(there.DType))
            {
                string? hint = tensor.Name.StartsWith(StoredTensor.PackedPrefix, System.StringComparison.Ordinal) ? FitHints.OfPacked(tensor, there.DType) : null;
                report(Rules.TensorType, [file, tensor.Name, $"{there.DType} {there.Shape}", model, tensor.Shape, types, Then(hint)]);
            }
            else if (there.Shape != tensor.Shape)
            {
                report(Rules.TensorShape, [file, tensor.Name, there.Shape, model, tensor.Shape, Then(hints.OfShape(tensor))]);
            }

            byName.Remove(tensor.Name);
        }

        string[] tooMany = [.. found.Where(tensor => byName.ContainsKey(tensor.Name)).Select(tensor => tensor.ToString())];
        if (tooMany.Length > 0) report(Rules.TensorUnknown, [file, Some(tooMany), model, Some([.. needed.Select(tensor => $"'{tensor.Name}'")])]);
    }

    private static string Then(string? hint) => hint == null ? "" : "; " + hint;

    private static string Some(string[] names) => names.Length <= MostNamed
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(MostNamed))} and {Numbers.Text(names.Length - MostNamed)} more";

    // The part that says that the type is a model.
    private static Location PlaceOf(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var attribute = type.GetAttributes().FirstOrDefault(ModelParser.IsModel)?.ApplicationSyntaxReference?.GetSyntax(cancellation);
        return attribute?.Parent?.Parent is TypeDeclarationSyntax declaration ? declaration.Identifier.GetLocation() : MembersParser.PlaceOf(type);
    }
}
