namespace Pronounce.Data;

/// <summary>The signs of words as what the network reads: a to z are 0 to 25, and the apostrophe is 26. Each is two steps, so that one letter has room for two phones, such as the x of "box".</summary>
internal static class Letters
{
    /// <summary>The different signs.</summary>
    public const int Count = 27;

    /// <summary>The steps of a sign.</summary>
    public const int Steps = 2;

    /// <summary>The signs of the longest word.</summary>
    public const int Longest = 64;

    private const int Apostrophe = Count - 1;

    /// <summary>Where the first sign stands that is none of these; −1 if all are.</summary>
    /// <param name="word">The word.</param>
    public static int IndexOfOther(ReadOnlySpan<char> word)
    {
        for (int i = 0; i < word.Length; i++)
        {
            if (!char.IsAsciiLetter(word[i]) && word[i] != '\'') return i;
        }

        return -1;
    }

    /// <summary>Writes the steps of a word.</summary>
    /// <param name="word">The word, of known signs; large letters are small ones.</param>
    /// <param name="steps">Receives the steps.</param>
    public static void Encode(ReadOnlySpan<char> word, Span<float> steps)
    {
        for (int i = 0; i < word.Length; i++) steps.Slice(i * Steps, Steps).Fill(word[i] == '\'' ? Apostrophe : (word[i] | 0x20) - 'a');
    }
}
