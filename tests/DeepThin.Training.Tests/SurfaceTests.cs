using System.Reflection;

namespace DeepThin.Training.Tests;

/// <summary>What users see of the library, and might come to depend on.</summary>
public sealed class SurfaceTests
{
    private static readonly Type[] Types = typeof(TrainingOptions).Assembly.GetExportedTypes();

    [Fact]
    public void A_record_is_sealed_so_that_it_publishes_nothing_for_derived_ones() =>
        Assert.DoesNotContain(Types, type => type.GetMethod("<Clone>$") != null && !type.IsSealed);

    [Fact]
    public void No_record_is_positional_so_that_it_can_have_further_properties() =>
        Assert.DoesNotContain(Types, type => type.GetMethod("Deconstruct") != null);

    [Fact]
    public void A_time_is_a_TimeSpan() =>
        Assert.DoesNotContain(Types.SelectMany(type => type.GetProperties(BindingFlags.Instance | BindingFlags.Public)), property => property.Name.EndsWith("Seconds", StringComparison.Ordinal));
}
