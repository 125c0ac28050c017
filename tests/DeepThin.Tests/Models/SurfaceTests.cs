using System.ComponentModel;
using System.Reflection;

namespace DeepThin.Tests.Models;

/// <summary>What the library shows to those who write code with it.</summary>
public sealed class SurfaceTests
{
    private static readonly Type[] Public = typeof(ModelInfo).Assembly.GetExportedTypes();

    /// <summary>What only generated code calls stands in a namespace of its own, and editors do not offer it.</summary>
    [Fact]
    public void What_generated_code_calls_is_hidden() => Assert.All(
        Public.Where(type => type.Namespace == "DeepThin.Runtime" && !type.IsNested),
        type => Assert.Equal(EditorBrowsableState.Never, type.GetCustomAttribute<EditorBrowsableAttribute>()?.State));

    [Fact]
    public void No_public_class_shows_how_a_record_compares() => Assert.DoesNotContain(
        Public.SelectMany(type => type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)),
        property => property.Name == "EqualityContract" && property.GetMethod is { IsPrivate: false });

    [Fact]
    public void Every_public_type_stands_in_one_of_two_namespaces() =>
        Assert.Equal(["DeepThin", "DeepThin.Runtime"], Public.Select(type => type.Namespace!).Distinct().Order(StringComparer.Ordinal));
}
