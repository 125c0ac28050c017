using Listen.Data;

namespace Listen.Synthesis;

/// <summary>The voices of each part of the data. No voice, no accent and no variant is in two parts, but for the accent of US English.</summary>
internal static class Voices
{
    private static readonly Dictionary<Part, Voice[]> OfParts = new()
    {
        [Part.Training] = [.. Flite("rms", "kal16"), .. Espeak("en-us+m1", "en-us+f1", "en-gb+m2", "en-gb+f2", "en-gb-scotland+m3", "en-gb-scotland+f3")],
        [Part.Validation] = [.. Flite("awb"), .. Espeak("en-gb-x-rp+m4", "en-gb-x-rp+f4")],
        [Part.Test] = [.. Flite("slt"), .. Espeak("en-gb-x-gbclan+m5", "en-gb-x-gbcwmd+f5", "en-029+m7", "en-us+m8")],
    };

    /// <summary>The voices of a part.</summary>
    /// <param name="part">The part.</param>
    public static IReadOnlyList<Voice> Of(Part part) => OfParts[part];

    /// <summary>All voices.</summary>
    public static IEnumerable<Voice> All => OfParts.Values.SelectMany(voices => voices);

    private static IEnumerable<Voice> Flite(params string[] names) => names.Select(name => new Voice(SpeechProgram.Flite, name));

    private static IEnumerable<Voice> Espeak(params string[] names) => names.Select(name => new Voice(SpeechProgram.Espeak, name));
}
