using System.Globalization;
using Acoustic.Data;
using DeepThin.Samples.Sound;

namespace Acoustic.Synthesis;

/// <summary>A phone of an utterance.</summary>
/// <param name="Phone">The phone, an index into <see cref="SpeechData.Phones"/>.</param>
/// <param name="End">When it ends, in seconds from the start of the utterance.</param>
internal readonly record struct PhoneTime(int Phone, double End)
{
    /// <summary>Reads what <c>flite -psdur</c> prints: each phone with its end, such as <c>pau:0.255 ih:0.322</c>.</summary>
    /// <exception cref="SynthesisException">It is something else, or has a phone that is not known.</exception>
    public static PhoneTime[] Parse(string text)
    {
        PhoneTime[] phones = [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(ParseOne)];
        if (phones.Length == 0) throw new SynthesisException("flite -psdur printed no phones.");

        for (int i = 1; i < phones.Length; i++)
        {
            if (phones[i].End < phones[i - 1].End)
            {
                throw new SynthesisException(FormattableString.Invariant($"flite -psdur lets phone {i} end at {phones[i].End} s, before the one before it, which ends at {phones[i - 1].End} s."));
            }
        }

        return phones;
    }

    /// <summary>The phone at the centre of each frame; a centre after the last end belongs to the last phone.</summary>
    /// <param name="phones">The phones of an utterance.</param>
    /// <param name="frames">The number of its frames.</param>
    public static int[] Labels(ReadOnlySpan<PhoneTime> phones, int frames)
    {
        int[] labels = new int[frames];
        int phone = 0;
        for (int frame = 0; frame < frames; frame++)
        {
            while (phone < phones.Length - 1 && phones[phone].End <= LogMel.Centre(frame)) phone++;
            labels[frame] = phones[phone].Phone;
        }

        return labels;
    }

    private static PhoneTime ParseOne(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length != 2 || !double.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double end))
        {
            throw new SynthesisException($"flite -psdur printed '{text}'; a phone and its end are expected, such as 'pau:0.255'.");
        }

        int phone = SpeechData.Phones.ToList().IndexOf(parts[0]);
        return phone >= 0
            ? new PhoneTime(phone, end)
            : throw new SynthesisException($"flite -psdur printed the phone '{parts[0]}', which is none of the {SpeechData.Phones.Count} of US English: {string.Join(' ', SpeechData.Phones)}");
    }
}
