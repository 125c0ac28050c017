using DeepThin.Samples;

namespace Tables.Data;

/// <summary>A table is missing, or is not the one that is needed.</summary>
/// <param name="message">The file, what is wrong with it, and what would help.</param>
/// <param name="innerException">The cause.</param>
internal sealed class TableException(string message, Exception? innerException = null) : SampleException(message, innerException);
