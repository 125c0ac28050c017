using System;
using System.Linq;
using System.Threading;
using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Layers;
using DeepThin.Generators.Specs;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Parsing;

/// <summary>
/// Turns the attributes of a class into a <see cref="ModelSpec"/>. Never throws, whatever the source says; what is wrong goes to
/// <c>report</c>, and what the compiler reports itself is passed over.
/// </summary>
internal static class ModelParser
{
    /// <summary>The member that a model with embedded weights has besides those of its interface.</summary>
    public const string LoadEmbedded = "LoadEmbedded";

    /// <summary>The argument of a model that asks for the members for training.</summary>
    public const string TrainingArgument = "Training";

    private const string OptimizeArgument = "Optimize";

    public static ParseResult Parse(INamedTypeSymbol type, Action<Diagnostic>? report, CancellationToken cancellation)
    {
        var attributes = type.GetAttributes();
        var modelData = attributes.FirstOrDefault(IsModel);
        AttributeData[] layerData = [.. attributes.Where(LayersParser.IsLayer)];
        AttributeData[] portData = [.. attributes.Where(IsInput), .. attributes.Where(IsOutput)];
        if (type.TypeKind != TypeKind.Class || (modelData ?? layerData.FirstOrDefault() ?? portData.FirstOrDefault()) == null) return ParseResult.NoModel;

        var faults = new Faults(report);
        AttributeReader[] layerAttributes = [.. layerData.Select(data => new AttributeReader(data, cancellation))];
        AttributeReader[] inputs = [.. portData.Where(IsInput).Select(data => new AttributeReader(data, cancellation))];
        AttributeReader[] outputs = [.. portData.Where(IsOutput).Select(data => new AttributeReader(data, cancellation))];
        if (modelData == null && layerData.Length == 0)
        {
            faults.Report(Rules.LayersWithoutModel, inputs.Concat(outputs).First().Location, type.Name, inputs.Length > 0 ? "[Input]" : "[Output]");
            return ParseResult.NoModel;
        }

        if (modelData == null)
        {
            faults.Report(Rules.LayersWithoutModel, layerAttributes[0].Location, type.Name, "layers");
            return Stub(type, layerData, cancellation);
        }

        var attribute = new AttributeReader(modelData, cancellation);
        bool training = attribute.Value<bool>(TrainingArgument) ?? false;
        var kind = (training ? ModelKind.Trainable : ModelKind.Plain) | KindOf(layerData);
        var optimize = OptimizeOf(attribute, type, faults);
        var weights = WeightsArgument.Parse(attribute, training, type, faults);
        string? exports = ExportsParser.Parse(attribute, type, faults);
        if (!attribute.IsReadable) faults.LeaveToCompiler();
        if (layerAttributes.Length == 0) faults.Report(Rules.NoLayers, attribute.Location, type.Name);

        var types = new TypeParser(type, faults, cancellation);
        var place = types.Place(AliasOf(modelData, type));
        var stub = types.Check(training);
        var members = new MembersParser(type, faults, cancellation);
        var obstacles = members.Check(InterfaceOf(modelData, kind));
        var ports = new PortNames(
            members.NamesFor(PortNames.InputsClass, InputsParser.HaveNames(inputs) ? inputs.Select((_, index) => InputsParser.NameOf(inputs, index)) : []),
            members.NamesFor(PortNames.OutputsClass, outputs.Select(output => output.Text(OutputsParser.NameArgument)).OfType<string>()));
        var network = new LayersParser(type, inputs, outputs, optimize, faults, cancellation).Parse(layerAttributes);
        var model = faults.HasErrors ? null : new ModelSpec(place, network with { Held = weights, Training = training }, exports);
        return new(place, model, kind, members.InTheWayOf(LoadEmbedded) != null, Fit(stub, obstacles), obstacles) { Ports = ports };
    }

    // What is no model has all of a model's members, as it would with the attribute that it lacks, and says nothing of their faults.
    private static ParseResult Stub(INamedTypeSymbol type, AttributeData[] layers, CancellationToken cancellation)
    {
        var kind = ModelKind.Trainable | KindOf(layers);
        var silence = new Faults(report: null);
        var types = new TypeParser(type, silence, cancellation);
        var obstacles = new MembersParser(type, silence, cancellation).Check(InterfaceOf(layers[0], kind));
        return new(types.Place(AliasOf(layers[0], type)), null, kind, false, Fit(types.Check(training: false), obstacles), obstacles);
    }

    // What a base class demands only a part can give.
    private static StubKind Fit(StubKind stub, Obstacles obstacles) => stub == StubKind.Extension && obstacles.Demanded.Count > 0 ? StubKind.Part : stub;

    public static bool IsModel(AttributeData attribute) => IsDeepThin(attribute, "DeepThinModelAttribute");

    public static bool IsInput(AttributeData attribute) => IsDeepThin(attribute, "InputAttribute");

    public static bool IsOutput(AttributeData attribute) => IsDeepThin(attribute, "OutputAttribute");

    public static bool IsDeepThin(AttributeData attribute, string name) =>
        attribute.AttributeClass is { ContainingType: null, ContainingNamespace: { Name: "DeepThin", ContainingNamespace.IsGlobalNamespace: true } } found
        && found.Name == name;

    private static Optimize OptimizeOf(AttributeReader attribute, INamedTypeSymbol type, Faults faults)
    {
        var optimize = (Optimize)(attribute.Value<int>(OptimizeArgument) ?? 0);
        if (Enum.IsDefined(typeof(Optimize), optimize)) return optimize;
        string choices = LayerContext.Choices(Enum.GetNames(typeof(Optimize)));
        faults.Report(Rules.UnknownOptimize, attribute.LocationOf(OptimizeArgument), type.Name, Numbers.Text((int)optimize), choices);
        return default;
    }

    /// <summary>The alias by which alone the library can be named, or null where the compiler finds it by <c>global</c>.</summary>
    private static string? AliasOf(AttributeData attribute, INamedTypeSymbol type)
    {
        if (attribute.AttributeClass?.ContainingAssembly is not { } library || type.ContainingAssembly is not ISourceAssemblySymbol { Compilation: var compilation }) return null;
        var aliases = compilation.GetMetadataReference(library)?.Properties.Aliases ?? default;
        return aliases.IsDefaultOrEmpty || aliases.Contains(MetadataReferenceProperties.GlobalAlias) ? null : TypeParser.Escaped(aliases[0]);
    }

    // A layer with a state makes its model one of sequences, whatever else is wrong.
    private static ModelKind KindOf(AttributeData[] layers) => layers.Any(layer => LayerKinds.Of(layer)!.HasState) ? ModelKind.Sequence : ModelKind.Plain;

    private static INamedTypeSymbol? InterfaceOf(AttributeData attribute, ModelKind kind) =>
        attribute.AttributeClass!.ContainingAssembly?.GetTypeByMetadataName($"DeepThin.{kind.InterfaceOf()}`1");
}
