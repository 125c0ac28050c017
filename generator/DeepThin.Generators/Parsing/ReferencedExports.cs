using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Parsing;

/// <summary>The prefixes of native functions in the assemblies that a compilation refers to: in metadata the attribute stands as in the source.</summary>
internal static class ReferencedExports
{
    private const string Library = "DeepThin";

    /// <summary>All of them. Of an assembly that does not refer to the library, no type is looked at.</summary>
    public static IEnumerable<Export> Of(Compilation compilation, CancellationToken cancellation) =>
        from assembly in compilation.SourceModule.ReferencedAssemblySymbols
        where assembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => reference.Name == Library))
        from type in TypesOf(assembly.GlobalNamespace, cancellation)
        let prefix = PrefixOf(type)
        where prefix != null
        select new Export(prefix, $"'{TypeParser.FullNameOf(type)}' of the assembly '{assembly.Name}'", Place: null);

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceOrTypeSymbol container, CancellationToken cancellation)
    {
        foreach (var member in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            cancellation.ThrowIfCancellationRequested();
            if (member is INamedTypeSymbol type) yield return type;
            foreach (var nested in TypesOf(member, cancellation)) yield return nested;
        }
    }

    private static string? PrefixOf(INamedTypeSymbol type) => type.GetAttributes().FirstOrDefault(ModelParser.IsModel)?.NamedArguments
        .FirstOrDefault(argument => argument.Key == ExportsParser.Argument).Value.Value as string;
}
