namespace DeepThin.Samples.Sound;

/// <summary>Speech cannot be made; the message says why, and what would work.</summary>
/// <param name="message">What is wrong, and what would work.</param>
/// <param name="innerException">The cause.</param>
internal sealed class SynthesisException(string message, Exception? innerException = null) : SampleException(message, innerException);
