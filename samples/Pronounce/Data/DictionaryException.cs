using DeepThin.Samples;

namespace Pronounce.Data;

/// <summary>A dictionary is missing, or cannot be read.</summary>
/// <param name="message">The file, what is wrong with it, and what would help.</param>
internal sealed class DictionaryException(string message) : SampleException(message);
