namespace FashionMnist;

/// <summary>What the program compiled ahead of time was measured to be, and an empty program beside it.</summary>
/// <param name="Accuracy">On the test images, a fraction of 1.</param>
/// <param name="Bytes">The size of the program, the weights included.</param>
/// <param name="AllocatedBytes">What it allocated on the managed heap for the predictions of all test images.</param>
/// <param name="InstructionSet">What it was compiled for.</param>
/// <param name="MicrosecondsPerImage">A prediction, the mean over the test images.</param>
/// <param name="Avx2MicrosecondsPerImage">The same of the program compiled for processors with AVX2; null if there was none.</param>
/// <param name="Start">A start with one prediction.</param>
/// <param name="EmptyBytes">The size of the empty program; null if there was none.</param>
/// <param name="EmptyStart">A start of the empty program.</param>
internal sealed record EdgeReport(
    double Accuracy,
    long Bytes,
    long AllocatedBytes,
    string InstructionSet,
    double MicrosecondsPerImage,
    double? Avx2MicrosecondsPerImage,
    ProgramStart Start,
    long? EmptyBytes,
    ProgramStart? EmptyStart);
