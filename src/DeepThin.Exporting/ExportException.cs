namespace DeepThin.Exporting;

/// <summary>A network cannot be exported. The message says what was found and what would work.</summary>
/// <param name="message">The message.</param>
internal sealed class ExportException(string message) : Exception(message);
