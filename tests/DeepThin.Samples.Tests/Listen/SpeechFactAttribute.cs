namespace DeepThin.Samples.Tests.Listen;

/// <summary>A test that needs the Debian packages flite, espeak-ng, bible-kjv and bible-kjv-text.</summary>
public sealed class SpeechFactAttribute : FactAttribute
{
    public SpeechFactAttribute()
    {
        foreach (string program in (string[])["flite", "espeak-ng", "bible"])
        {
            if (!IsThere(program)) Skip = $"Needs the packages flite, espeak-ng, bible-kjv and bible-kjv-text; the program {program} is missing.";
        }
    }

    private static bool IsThere(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
