namespace DeepThin.Samples;

/// <summary>Something that the user can put right; the message says what and how.</summary>
/// <param name="message">What is wrong, and what would work.</param>
/// <param name="innerException">The cause.</param>
internal class SampleException(string message, Exception? innerException = null) : Exception(message, innerException);
