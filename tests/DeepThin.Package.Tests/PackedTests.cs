namespace DeepThin.Package.Tests;

/// <summary>The tests that share the packages.</summary>
[CollectionDefinition(Name)]
public sealed class PackedTests : ICollectionFixture<PackedFixture>
{
    /// <summary>Its name.</summary>
    public const string Name = "Packed";
}
