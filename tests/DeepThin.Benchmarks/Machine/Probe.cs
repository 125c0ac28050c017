namespace DeepThin.Benchmarks.Machine;

/// <summary>Measures a limit of the processor beside the contenders. The best measurement counts: it is a limit.</summary>
/// <param name="Contender">What is timed.</param>
/// <param name="Work">Its multiply-adds, or bytes.</param>
internal sealed record Probe(Contender Contender, double Work)
{
    /// <summary>Multiply-adds, or bytes, per microsecond.</summary>
    public double Rate => Work / Contender.Best;
}
