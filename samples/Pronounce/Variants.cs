namespace Pronounce;

/// <summary>The networks that are compared.</summary>
internal static class Variants
{
    /// <summary>The one that the program takes with it.</summary>
    public static Variant Program { get; } = new Variant<Pronouncer>("10", "10 % kept", IsCompressed: true);

    /// <summary>All of them, in the order of the table.</summary>
    public static IReadOnlyList<Variant> All { get; } =
    [
        new Variant<UncompressedPronouncer>("uncompressed", "uncompressed", IsCompressed: false),
        Program,
        new Variant<PronouncerAt3>("3", "3 % kept", IsCompressed: true),
        new Variant<PronouncerAt1>("1", "1 % kept", IsCompressed: true),
        new Variant<NarrowPronouncerAt10>("narrow-10", "narrow, as 10 %", IsCompressed: false),
        new Variant<NarrowPronouncerAt3>("narrow-3", "narrow, as 3 %", IsCompressed: false),
        new Variant<NarrowPronouncerAt1>("narrow-1", "narrow, as 1 %", IsCompressed: false),
    ];

    /// <summary>Those that a quick run trains.</summary>
    public static IReadOnlyList<Variant> Quick { get; } = [Program, All[^1]];
}
