namespace DeepThin.Training;

/// <summary>A sample cannot be read from a source, or is not as the source says. Whoever trains with a checkpoint can go on from the step before.</summary>
public sealed class DataSourceException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong with the sample.</param>
    /// <param name="index">The sample that the source was asked for.</param>
    /// <param name="innerException">What the source threw; null if it gave a sample that is wrong.</param>
    public DataSourceException(string message, int index, Exception? innerException = null)
        : base(message, innerException) => Index = index;

    /// <summary>The sample that the source was asked for.</summary>
    public int Index { get; }
}
