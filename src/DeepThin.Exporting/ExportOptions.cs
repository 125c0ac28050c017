namespace DeepThin.Exporting;

/// <summary>How a network is written as a graph.</summary>
/// <param name="Factors">Whether the graph has the factors of compressed matrices and computes the matrices; otherwise it has the matrices.</param>
/// <param name="States">Whether the states of a network that takes sequences are inputs and outputs, so that a caller goes step by step; otherwise they begin with zeros.</param>
internal sealed record ExportOptions(bool Factors = false, bool States = false);
