namespace DeepThin.Samples.Tests.Acoustic;

/// <summary>The files that Fixtures/make_log_mel.py wrote with NumPy: the committed ones, or those in the folder that DEEPTHIN_FIXTURES names.</summary>
internal static class Fixture
{
    public static string PathOf(string name) =>
        Path.Combine(Environment.GetEnvironmentVariable("DEEPTHIN_FIXTURES") ?? Path.Combine(AppContext.BaseDirectory, "Fixtures"), name);
}
