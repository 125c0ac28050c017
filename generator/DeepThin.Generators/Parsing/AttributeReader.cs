using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DeepThin.Generators.Layers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepThin.Generators.Parsing;

/// <summary>An attribute's arguments by name, constructor parameters and properties alike, and where each stands in the source.</summary>
internal sealed class AttributeReader
{
    private readonly AttributeSyntax? _syntax;
    private readonly Dictionary<string, TypedConstant> _values = [];
    private readonly string[] _parameters;

    public AttributeReader(AttributeData data, CancellationToken cancellation)
    {
        Layer = LayerKinds.Of(data);
        _syntax = data.ApplicationSyntaxReference?.GetSyntax(cancellation) as AttributeSyntax;
        _parameters = [.. data.AttributeConstructor?.Parameters.Select(parameter => parameter.Name) ?? []];
        foreach (var (name, value) in _parameters.Zip(data.ConstructorArguments, (name, value) => (name, value))) _values[name] = value;
        foreach (var argument in data.NamedArguments) _values[argument.Key] = argument.Value;
        IsReadable = data.AttributeConstructor != null && _parameters.Concat(NamesInSource()).All(name => IsConstant(name));
    }

    /// <summary>What the attribute is among those of layers; null for one that declares no layer.</summary>
    public LayerAttribute? Layer { get; }

    /// <summary>Whether every argument has a value; if not, the compiler says why.</summary>
    public bool IsReadable { get; }

    /// <summary>The type declaration that the attribute stands on.</summary>
    public TypeDeclarationSyntax? Declaration => _syntax?.Parent?.Parent as TypeDeclarationSyntax;

    public Location Location => _syntax?.GetLocation() ?? Location.None;

    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>The value of a given argument, or null where it is not given or is no <typeparamref name="T"/>.</summary>
    public T? Value<T>(string name)
        where T : struct => Object(name) is T value ? value : null;

    /// <summary>The text of a given argument, or null where it is not given or null.</summary>
    public string? Text(string name) => Object(name) as string;

    /// <summary>The texts of an argument that takes several, null for one that is null; empty where it is not given or null.</summary>
    public string?[] Texts(string name) =>
        _values.TryGetValue(name, out var value) && value is { Kind: TypedConstantKind.Array, IsNull: false } ? [.. value.Values.Select(item => item.Value as string)] : [];

    /// <summary>The place of an argument's value, or of the attribute where it is not given.</summary>
    public Location LocationOf(string name) => ArgumentOf(name)?.Expression.GetLocation() ?? Location;

    /// <summary>The place of one of the texts that stand one after the other in an argument of the constructor, the last one; of all where they stand in an array.</summary>
    public Location LocationOf(string name, int place)
    {
        int ordinal = System.Array.IndexOf(_parameters, name);
        var given = Arguments().Where(argument => argument.NameEquals == null && argument.NameColon == null).Skip(ordinal + place).FirstOrDefault();
        return given?.Expression.GetLocation() ?? LocationOf(name);
    }

    private object? Object(string name) =>
        _values.TryGetValue(name, out var value) && value.Kind is TypedConstantKind.Primitive or TypedConstantKind.Enum ? value.Value : null;

    private bool IsConstant(string name) => _values.TryGetValue(name, out var value) && value.Kind is not TypedConstantKind.Error;

    private IEnumerable<AttributeArgumentSyntax> Arguments() => _syntax?.ArgumentList?.Arguments ?? Enumerable.Empty<AttributeArgumentSyntax>();

    private IEnumerable<string> NamesInSource() =>
        Arguments().Where(argument => argument.NameEquals != null).Select(argument => argument.NameEquals!.Name.Identifier.ValueText);

    private AttributeArgumentSyntax? ArgumentOf(string name)
    {
        var named = Arguments().FirstOrDefault(argument =>
            (argument.NameEquals?.Name ?? argument.NameColon?.Name)?.Identifier.ValueText == name);
        if (named != null) return named;
        int ordinal = System.Array.IndexOf(_parameters, name);
        return ordinal < 0 ? null : Arguments().Where(argument => argument.NameEquals == null).ElementAtOrDefault(ordinal);
    }
}
