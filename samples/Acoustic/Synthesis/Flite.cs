namespace Acoustic.Synthesis;

/// <summary>Speaks sentences with flite, of the Debian package of this name. Wave files go through a folder of its own.</summary>
internal sealed class Flite : IDisposable
{
    private const string Program = "flite";

    // Phones and samples end together, but for the voice kal16, which leaves out a part of the last pause.
    private const double Tolerance = 0.02;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("acoustic-");

    /// <summary>The voices of US English that have 16 000 samples a second.</summary>
    public static IReadOnlyList<string> Voices { get; } = ["awb", "rms", "slt", "kal16"];

    /// <summary>What flite calls its version; the samples that it makes may change with it.</summary>
    /// <exception cref="SynthesisException">flite is missing, or lacks a voice.</exception>
    public static string CheckVersion()
    {
        // For a voice that it does not have flite takes another one, and says nothing.
        string[] available = Shell.Run(Program, Program, "-lv").Split([' ', ':', '\n'], StringSplitOptions.RemoveEmptyEntries);
        string[] missing = [.. Voices.Except(available)];
        if (missing.Length > 0)
        {
            throw new SynthesisException($"The installed flite lacks the voice {string.Join(", ", missing)}; the package flite of Debian has {string.Join(", ", Voices)}.");
        }

        const string Prefix = "version: ";
        string[] lines = Shell.Run(Program, Program, "--help").Split('\n', StringSplitOptions.TrimEntries);
        return lines.FirstOrDefault(line => line.StartsWith(Prefix, StringComparison.Ordinal))?[Prefix.Length..] ?? "unknown";
    }

    /// <summary>Speaks a sentence. May be called from many threads.</summary>
    /// <param name="voice">One of the voices.</param>
    /// <param name="text">The sentence.</param>
    /// <exception cref="SynthesisException">flite fails, or makes something else than it should.</exception>
    public Speech Speak(string voice, string text)
    {
        string wave = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.wav");
        var phones = PhoneTime.Parse(Shell.Run(Program, Program, "-voice", voice, "-t", text, "-o", wave, "-psdur"));
        double[] signal = WavFile.Parse(File.ReadAllBytes(wave), $"The wave file of the voice {voice}");
        File.Delete(wave);
        CheckEnd(signal, phones, voice, text);
        return new Speech(signal, phones);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void CheckEnd(double[] signal, PhoneTime[] phones, string voice, string text)
    {
        double end = (double)signal.Length / LogMel.SampleRate;
        double earliest = (phones.Length > 1 ? phones[^2].End : 0) - Tolerance;
        double latest = phones[^1].End + Tolerance;
        if (end < earliest || end > latest || LogMel.FrameCount(signal.Length) == 0)
        {
            throw new SynthesisException(FormattableString.Invariant(
                $"The voice {voice} speaks '{text}' in {end:0.000} s, and by -psdur its last phone lasts from {earliest + Tolerance:0.000} to {phones[^1].End:0.000} s."));
        }
    }
}
