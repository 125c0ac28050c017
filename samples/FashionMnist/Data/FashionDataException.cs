using DeepThin.Samples;

namespace FashionMnist.Data;

/// <summary>A file of Fashion-MNIST is missing or damaged.</summary>
internal sealed class FashionDataException : SampleException
{
    /// <summary>Creates the exception; what to do is added to the message.</summary>
    /// <param name="message">The file and what is wrong with it.</param>
    /// <param name="innerException">The cause.</param>
    public FashionDataException(string message, Exception? innerException)
        : base($"{message}\n{Advice}", innerException)
    {
    }

    private static string Advice =>
        $"""
        The four files of Fashion-MNIST are {string.Join(", ", FashionData.Files)}.
        Debian and Ubuntu have them in the package dataset-fashion-mnist: sudo apt-get update && sudo apt-get install dataset-fashion-mnist
        Or give the folder where they are: --data DIR
        """;
}
