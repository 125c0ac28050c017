namespace DeepThin.Samples.Sound;

/// <summary>Speaks sentences with flite, of the Debian package of this name. Wave files go through a folder of its own.</summary>
internal sealed class Flite : IDisposable
{
    private const string Program = "flite";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flite-");

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
    /// <returns>The samples, and what the option -psdur prints: the phones, each with its end.</returns>
    /// <exception cref="SynthesisException">flite fails.</exception>
    public (double[] Signal, string Phones) Speak(string voice, string text)
    {
        string wave = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.wav");
        string phones = Shell.Run(Program, Program, "-voice", voice, "-t", text, "-o", wave, "-psdur");
        double[] signal = WavFile.Parse(File.ReadAllBytes(wave), $"The wave file of the voice {voice}");
        File.Delete(wave);
        return (signal, phones);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
