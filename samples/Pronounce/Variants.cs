namespace Pronounce;

/// <summary>The networks that are compared.</summary>
internal static class Variants
{
    /// <summary>The one that the program takes with it.</summary>
    public static Variant Program { get; } = new Variant<Pronouncer>("10", "10 % kept", Kind.Compressed);

    /// <summary>The one of as many parameters.</summary>
    public static Variant NarrowAsProgram { get; } = new Variant<NarrowPronouncerAt10>("narrow-10", "narrow, as 10 %", Kind.Narrow);

    /// <summary>All of them, in the order of the table.</summary>
    public static IReadOnlyList<Variant> All { get; } =
    [
        new Variant<UncompressedPronouncer>("uncompressed", "uncompressed", Kind.Uncompressed),
        Program,
        new Variant<PronouncerAt3>("3", "3 % kept", Kind.Compressed),
        new Variant<PronouncerAt1>("1", "1 % kept", Kind.Compressed),
        new Variant<LowRankPronouncerAt10>("low-rank-10", "low rank, 10 %", Kind.Compressed),
        new Variant<LowRankPronouncerAt3>("low-rank-3", "low rank, 3 %", Kind.Compressed),
        new Variant<LowRankPronouncerAt1>("low-rank-1", "low rank, 1 %", Kind.Compressed),
        new Variant<HashedPronouncerAt10>("hashed-10", "hashed, 10 %", Kind.Compressed),
        new Variant<HashedPronouncerAt3>("hashed-3", "hashed, 3 %", Kind.Compressed),
        new Variant<HashedPronouncerAt1>("hashed-1", "hashed, 1 %", Kind.Compressed),
        NarrowAsProgram,
        new Variant<NarrowPronouncerAt3>("narrow-3", "narrow, as 3 %", Kind.Narrow),
        new Variant<NarrowPronouncerAt1>("narrow-1", "narrow, as 1 %", Kind.Narrow),
    ];

    /// <summary>Those that are trained where nobody says which: three ratios, and at 3 % every other way.</summary>
    public static IReadOnlyList<Variant> Usual { get; } = [.. All.Where(variant => variant.Key is "uncompressed" or "10" or "3" or "1" || variant.Key.EndsWith("-3", StringComparison.Ordinal))];

    /// <summary>Those that a quick run trains.</summary>
    public static IReadOnlyList<Variant> Quick { get; } = [Program, NarrowAsProgram];
}
