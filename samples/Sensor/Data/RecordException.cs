using DeepThin.Samples;

namespace Sensor.Data;

/// <summary>The record is missing, or the file is not the one that is needed.</summary>
/// <param name="message">The file, what is wrong with it, and what would help.</param>
/// <param name="innerException">The cause.</param>
internal sealed class RecordException(string message, Exception? innerException = null) : SampleException(message, innerException);
