using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Parsing;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Exporting.Declarations;

/// <summary>A network that a class of a compiled assembly declares, read from its attributes by the parsers of the generator. Nothing of the assembly runs.</summary>
/// <param name="name">The full name of the class.</param>
/// <param name="plan">The network, with nothing folded and no values held narrow.</param>
internal sealed class DeclaredNetwork(string name, NetworkPlan plan)
{
    /// <summary>The full name of the class.</summary>
    public string Name => name;

    /// <summary>The network.</summary>
    public NetworkPlan Plan => plan;

    /// <summary>Whether a sample is a step of a sequence.</summary>
    public bool TakesSequences => plan.TakesSequences;

    /// <summary>Random samples, or steps of a sequence: numbers of a standard normal, and row numbers where a table is looked up.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The seed.</param>
    public float[] Samples(int count, int seed)
    {
        var random = new Random(seed);
        int?[] rows = [.. plan.Inputs.SelectMany(input => Enumerable.Repeat(RowsOf(input.Value.Index), input.Length))];
        return [.. Enumerable.Range(0, count * rows.Length).Select(i => rows[i % rows.Length] is { } most ? random.Next(most) : Normal())];

        float Normal() => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
    }

    // The rows of the smallest table that a value is looked up in, whatever copies of it are read; null where it is none.
    private int? RowsOf(int value) => plan.Steps.Where(step => step.Inputs.Contains(value)).Select(step => step.Layer switch
    {
        EmbeddingPlan embedding => embedding.Table.R,
        ReshapePlan or ChannelsPlan or TransposePlan or LastStepPlan => RowsOf(step.Output),
        _ => null,
    }).Min();

    /// <summary>Reads a class.</summary>
    /// <param name="assembly">The assembly, beside those that it needs.</param>
    /// <param name="name">The name of the class, with or without its namespace; null where the assembly has one model.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    /// <exception cref="ExportException">The assembly has no such class, or several.</exception>
    public static DeclaredNetwork Read(string assembly, string? name, CancellationToken cancellation)
    {
        var reference = MetadataReference.CreateFromFile(assembly);
        var compilation = CSharpCompilation.Create("models", references: [reference, .. References(assembly)]);
        if (compilation.GetAssemblyOrModuleSymbol(reference) is not IAssemblySymbol found) throw new ExportException($"{assembly} is no assembly of .NET.");
        INamedTypeSymbol[] models = [.. Types(found.GlobalNamespace).Where(type => type.GetAttributes().Any(ModelParser.IsModel))];
        string known = string.Join(", ", models.Select(NameOf).Order(StringComparer.Ordinal));
        if (models.Length == 0) throw new ExportException($"{assembly} has no class with [DeepThinModel].");
        INamedTypeSymbol[] named = name is null ? models : [.. models.Where(model => NameOf(model) == name || model.Name == name)];
        return named switch
        {
            [var model] => new(NameOf(model), PlanOf(model, cancellation)),
            [] => throw new ExportException($"{assembly} has no model {name}; it has {known}."),
            _ => throw new ExportException(name is null ? $"{assembly} has several models: {known}. Say which one, such as --class {NameOf(models[0])}." : $"{assembly} has several models {name}: {known}. Give the name with its namespace."),
        };
    }

    private static string NameOf(INamedTypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);

    private static NetworkPlan PlanOf(INamedTypeSymbol model, CancellationToken cancellation)
    {
        var attributes = model.GetAttributes();
        List<string> errors = [];
        var faults = new Faults(diagnostic =>
        {
            if (diagnostic.Severity == DiagnosticSeverity.Error) errors.Add(diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        });
        var network = new LayersParser(model, Readers(ModelParser.IsInput), Readers(ModelParser.IsOutput), Optimize.Speed, faults, cancellation).Parse(Readers(LayersParser.IsLayer));
        if (faults.HasErrors) throw new ExportException($"{NameOf(model)} is not understood: {string.Join(" ", errors.DefaultIfEmpty("an attribute has an argument without a value."))} Was it built with a newer DeepThin than this one?");
        // Of a network that trains no layer is computed in the epilogue of another.
        return new(network with { Training = true });

        AttributeReader[] Readers(Func<AttributeData, bool> isWanted) => [.. attributes.Where(isWanted).Select(data => new AttributeReader(data, cancellation))];
    }

    // The assemblies of the program where it has them, and those of the framework.
    private static IEnumerable<MetadataReference> References(string assembly)
    {
        string[] beside = [.. Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(assembly))!, "*.dll")];
        string[] framework = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return beside.Concat(framework).DistinctBy(Path.GetFileName).Where(file => Path.GetFileName(file) != Path.GetFileName(assembly) && IsManaged(file)).Select(file => MetadataReference.CreateFromFile(file));
    }

    private static bool IsManaged(string file)
    {
        using var stream = File.OpenRead(file);
        using var reader = new System.Reflection.PortableExecutable.PEReader(stream);
        try
        {
            return reader.HasMetadata;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol parent) => parent.GetMembers().SelectMany(member => member switch
    {
        INamespaceSymbol space => Types(space),
        INamedTypeSymbol type => Types(type).Prepend(type),
        _ => [],
    });
}
