namespace DeepThin;

/// <summary>A weights file is not valid, or does not fit the model that shall take it.</summary>
public sealed class WeightsException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, what was found, and what the model needs.</param>
    public WeightsException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with the error that caused it.</summary>
    /// <param name="message">What is wrong, what was found, and what the model needs.</param>
    /// <param name="innerException">The cause.</param>
    public WeightsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
