namespace DeepThin.Benchmarks;

/// <summary>The benchmark cannot run as asked; the message says why and what would work.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
