namespace DeepThin.Generators.Tests.Kernels;

/// <summary>What a check of a model found.</summary>
/// <param name="Check">The name of the check.</param>
/// <param name="Error">How far the model is off; infinite where that has no number.</param>
/// <param name="Tolerance">How far it may be off.</param>
/// <param name="Where">What is off, if there is more to say than the name of the check.</param>
internal readonly record struct Finding(string Check, double Error, double Tolerance, string Where = "")
{
    /// <summary>Whether the model passed.</summary>
    public bool IsRight => Error <= Tolerance;
}
