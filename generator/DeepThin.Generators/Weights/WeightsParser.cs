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
        else if (plan is { FirstTooLarge: null } && files[0].Header is { } header)
        {
            var fit = Compare(type.Name, plan, header);
            if (fit.LayoutFault is { } fault) faults.Report(Rules.PackedOtherwise, place, files[0].File, fault);
            else Report(fit, files[0].File, type.Name, (rule, arguments) => faults.Report(rule, place, arguments));
            if (fit.NamesFault is { } namesFault) faults.Report(Rules.OtherNames, place, files[0].File, namesFault);
        }
    }

    /// <summary>Compares a file with a model.</summary>
    /// <param name="name">The model's name in messages.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="header">What the header of the file says.</param>
    public static WeightsFit Compare(string name, NetworkPlan plan, WeightsHeader header) => new(
        new(
            name,
            [.. plan.Tensors],
            plan.PreparedLength,
            KernelsOf(plan),
            plan.InputLength,
            StoredNames.ClassesOf(plan.OutputLength, plan.ActivationOf(plan.Outputs[plan.Outputs.Count - 1].Value))),
        header.Tensors,
        header.Metadata.ToDictionary(text => text.Key, text => text.Value));

    /// <summary>The kernels of a model, as the header of a packed file names them.</summary>
    /// <param name="plan">Its plan.</param>
    public static string KernelsOf(NetworkPlan plan) =>
        PackedLayout.KernelsText([.. plan.Steps.SelectMany(step => step.Layer.Maps, (step, map) => (step.Layer.KernelOf(map), step.Layer.BatchKernelOf(map)))]);

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

    private static void Report(WeightsFit fit, string file, string model, System.Action<DiagnosticDescriptor, string[]> report)
    {
        var hints = fit.Hints();
        foreach (var misfit in fit.Misfits)
        {
            string hint = Then(hints.Of(misfit));
            switch (misfit.Kind)
            {
                case MisfitKind.Missing:
                    report(Rules.TensorMissing, [file, misfit.Needed.Name, model, misfit.Needed.Shape, misfit.Needed.TypesInWords, hint]);
                    break;
                case MisfitKind.Type:
                    report(Rules.TensorType, [file, misfit.Needed.Name, misfit.Found.TypeAndShape, model, misfit.Needed.Shape, misfit.Needed.TypesInWords, hint]);
                    break;
                case MisfitKind.Shape:
                    report(Rules.TensorShape, [file, misfit.Needed.Name, FoundTensor.ShapeText(misfit.Found.Shape), model, misfit.Needed.Shape, hint]);
                    break;
                case MisfitKind.Place:
                    report(Rules.PackedOtherwise, [file, $"has '{misfit.Needed.Name}' not in its place, because the tensors of a packed file are in the order of the model"]);
                    break;
            }
        }

        string[] tooMany = [.. fit.Misfits.Where(misfit => misfit.Kind == MisfitKind.Superfluous).Select(misfit => $"'{misfit.Found.Name}' {misfit.Found.TypeAndShape}")];
        if (tooMany.Length > 0) report(Rules.TensorUnknown, [file, Some(tooMany), model, Some([.. fit.Needed.Select(tensor => $"'{tensor.Name}'")])]);
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
