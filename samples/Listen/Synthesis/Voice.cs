namespace Listen.Synthesis;

/// <summary>Who speaks.</summary>
/// <param name="Program">The program that speaks.</param>
/// <param name="Name">What the program calls the voice.</param>
internal sealed record Voice(SpeechProgram Program, string Name)
{
    public override string ToString() => $"{Name} of {(Program == SpeechProgram.Flite ? "flite" : "espeak-ng")}";
}
