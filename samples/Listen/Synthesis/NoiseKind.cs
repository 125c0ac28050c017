namespace Listen.Synthesis;

/// <summary>What is heard beside speech.</summary>
internal enum NoiseKind
{
    /// <summary>As much power at every frequency.</summary>
    White,

    /// <summary>Power of 1/f.</summary>
    Pink,

    /// <summary>Pink noise that swells and dies away, as wind does.</summary>
    Gusts,

    /// <summary>50 Hz and their multiples, from mains.</summary>
    Hum,

    /// <summary>Short knocks with a ring, as of keys.</summary>
    Clicks,

    /// <summary>Tones of a scale with overtones, one after the other, as of an instrument.</summary>
    Notes,

    /// <summary>Many multiples of a low frequency that wanders, as of a motor. In the test alone.</summary>
    Engine,

    /// <summary>Short whistles of changing pitch, as of birds. In the test alone.</summary>
    Chirps,
}
