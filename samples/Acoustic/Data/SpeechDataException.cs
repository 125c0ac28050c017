using DeepThin.Samples;

namespace Acoustic.Data;

/// <summary>A file of the speech data is missing or damaged.</summary>
internal sealed class SpeechDataException : SampleException
{
    /// <summary>Creates the exception; what to do is added to the message.</summary>
    /// <param name="message">The file and what is wrong with it.</param>
    /// <param name="innerException">The cause.</param>
    public SpeechDataException(string message, Exception? innerException = null)
        : base($"{message}\nsamples/Acoustic/run.sh --data-only makes the data; --remake makes it anew where it is damaged, and --data DIR names another folder", innerException)
    {
    }
}
