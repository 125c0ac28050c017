using DeepThin.Samples;

namespace Acoustic.Synthesis;

/// <summary>The speech data cannot be made; the message says why, and what would work.</summary>
/// <param name="message">What is wrong, and what would work.</param>
/// <param name="innerException">The cause.</param>
internal sealed class SynthesisException(string message, Exception? innerException = null) : SampleException(message, innerException);
