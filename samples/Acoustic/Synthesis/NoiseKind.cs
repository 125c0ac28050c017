namespace Acoustic.Synthesis;

/// <summary>A kind of noise.</summary>
internal enum NoiseKind
{
    /// <summary>The same power at every frequency.</summary>
    White,

    /// <summary>A power of 1/f: the same in every octave, from 20 Hz on.</summary>
    Pink,
}
