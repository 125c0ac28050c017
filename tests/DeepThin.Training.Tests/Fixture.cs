using System.Text.Json;

namespace DeepThin.Training.Tests;

/// <summary>Numbers that Fixtures/make_fixtures.py and make_ctc.py took from PyTorch: the committed ones, or those made anew in the folder DEEPTHIN_FIXTURES.</summary>
internal static class Fixture
{
    private static string Folder => Environment.GetEnvironmentVariable("DEEPTHIN_FIXTURES") ?? Path.Combine(AppContext.BaseDirectory, "Fixtures");

    public static JsonElement Read(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")));
        return document.RootElement.Clone();
    }

    public static float[] Floats(this JsonElement element) => [.. element.EnumerateArray().Select(value => value.GetSingle())];

    public static double[] Doubles(this JsonElement element) => [.. element.EnumerateArray().Select(value => value.GetDouble())];

    public static int[] Ints(this JsonElement element) => [.. element.EnumerateArray().Select(value => value.GetInt32())];

    /// <summary>Asserts |actual − expected| ≤ tolerance·(floor + |expected|) for each value.</summary>
    public static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance, double floor = 1)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs((double)actual[i] - expected[i]);
            Assert.True(error <= tolerance * (floor + Math.Abs((double)expected[i])), $"Value {i} is {actual[i]:R}, and {expected[i]:R} was expected.");
        }
    }
}
