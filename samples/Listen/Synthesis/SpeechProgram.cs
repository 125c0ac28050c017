namespace Listen.Synthesis;

/// <summary>What speaks.</summary>
internal enum SpeechProgram
{
    /// <summary>flite, whose voices are put together from what people have said.</summary>
    Flite,

    /// <summary>espeak-ng, which makes speech of formulas.</summary>
    Espeak,
}
