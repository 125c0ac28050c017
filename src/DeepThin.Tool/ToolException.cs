namespace DeepThin.Tool;

/// <summary>What a user can put right: the message says what was found and what would work.</summary>
/// <param name="message">The message.</param>
internal sealed class ToolException(string message) : Exception(message);
