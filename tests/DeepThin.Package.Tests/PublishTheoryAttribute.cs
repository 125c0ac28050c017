namespace DeepThin.Package.Tests;

/// <summary>A test with cases that compiles ahead of time for this machine, Linux on x64; skipped by name of what is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PublishTheoryAttribute : TheoryAttribute
{
    public PublishTheoryAttribute() => Skip = Publishing.Missing;
}
