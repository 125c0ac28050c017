using Pronounce.Data;

namespace DeepThin.Samples.Tests.Pronounce;

/// <summary>A test that needs the dictionary of the Debian package festlex-cmu.</summary>
public sealed class DictionaryFactAttribute : FactAttribute
{
    public DictionaryFactAttribute()
    {
        if (!File.Exists(Lexicon.UsualFile)) Skip = "Needs the package festlex-cmu.";
    }
}
