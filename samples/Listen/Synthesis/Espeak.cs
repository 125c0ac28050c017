using System.Globalization;
using DeepThin.Samples.Sound;

namespace Listen.Synthesis;

/// <summary>Speaks sentences with espeak-ng, of the Debian package of this name. Wave files go through a folder of its own.</summary>
internal sealed class Espeak : IDisposable
{
    private const string Program = "espeak-ng";
    private const int Rate = 22_050;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("espeak-");

    /// <summary>What espeak-ng calls its version; the samples that it makes may change with it.</summary>
    /// <exception cref="SynthesisException">espeak-ng is missing.</exception>
    public static string CheckVersion() => Shell.Run(Program, Program, "--version").Split("  Data at:")[0].Trim();

    /// <summary>Speaks a sentence. May be called from many threads.</summary>
    /// <param name="voice">A language and a variant, such as en-us+f1.</param>
    /// <param name="manner">How it is spoken.</param>
    /// <param name="text">The sentence.</param>
    /// <returns>The samples, 16 000 in a second.</returns>
    /// <exception cref="SynthesisException">espeak-ng fails, or makes another file.</exception>
    public double[] Speak(string voice, Manner manner, string text)
    {
        string wave = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.wav");
        Shell.Run(Program, Program, "-v", voice, "-s", Text(manner.WordsPerMinute), "-p", Text(manner.Pitch), "-w", wave, text);
        double[] signal = WavFile.Parse(File.ReadAllBytes(wave), $"The wave file of the voice {voice}", Rate);
        File.Delete(wave);
        return Resampler.Resample(signal, Rate, WavFile.SampleRate);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
