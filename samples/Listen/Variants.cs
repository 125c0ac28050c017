namespace Listen;

/// <summary>The networks that are compared.</summary>
internal static class Variants
{
    /// <summary>The one that the program takes with it.</summary>
    public static Variant Program { get; } = new Variant<VoiceDetector>("10", "10 % kept", Kind.Compressed);

    /// <summary>The one of as many parameters.</summary>
    public static Variant NarrowAsProgram { get; } = new Variant<NarrowDetectorAt10>("narrow-10", "narrow, as 10 %", Kind.Narrow);

    /// <summary>All of them, in the order of the table.</summary>
    public static IReadOnlyList<Variant> All { get; } =
    [
        new Variant<UncompressedDetector>("uncompressed", "uncompressed", Kind.Uncompressed),
        Program,
        new Variant<DetectorAt3>("3", "3 % kept", Kind.Compressed),
        NarrowAsProgram,
        new Variant<NarrowDetectorAt3>("narrow-3", "narrow, as 3 %", Kind.Narrow),
    ];

    /// <summary>Those that a quick run trains.</summary>
    public static IReadOnlyList<Variant> Quick { get; } = [Program, NarrowAsProgram];
}
