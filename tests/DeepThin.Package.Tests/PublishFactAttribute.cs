namespace DeepThin.Package.Tests;

/// <summary>A test that compiles ahead of time for this machine, Linux on x64; skipped by name of what is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PublishFactAttribute : FactAttribute
{
    public PublishFactAttribute() => Skip = Publishing.Missing;
}
