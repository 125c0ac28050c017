namespace Pronounce.Data;

/// <summary>The format of Festival: lists of a word, its part of speech and its syllables, each with its stress, <c>("aback" nil (((ax) 0) ((b ae k) 1)))</c>.</summary>
internal static class FestivalDictionary
{
    /// <summary>The name that such a file begins with.</summary>
    public const string Head = "MNCL";

    /// <summary>What an entry is such as.</summary>
    public const string Example = "(\"aback\" nil (((ax) 0) ((b ae k) 1)))";

    // What is shown of an entry that cannot be read.
    private const int Shown = 80;

    /// <summary>Reads the entries.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="DictionaryException">Something in the file is no entry.</exception>
    public static IEnumerable<Entry> Read(TextReader reader, string path)
    {
        var lists = new LispReader(reader, path);
        for (bool first = true; lists.Read() is { } node; first = false)
        {
            if (first && node.Text == Head) continue;
            if (node.Items is not [{ IsQuoted: true } word, _, { IsList: true } syllables] || syllables.Items.Count == 0 || !syllables.Items.All(IsSyllable)) throw Fault(node);
            yield return new(word.Text!, [.. syllables.Items.SelectMany(syllable => syllable.Items[0].Items).Select(Phone)]);

            int Phone(LispNode phone) => Phones.Find(phone.Text) is not Phones.Blank and var found
                ? found
                : throw new DictionaryException($"{path}, line {phone.Line}: '{phone.Text}' of \"{word.Text}\" is no phone; these are, and ax: {Phones.All.ToLowerInvariant()}");
        }

        DictionaryException Fault(LispNode node)
        {
            string text = node.ToString();
            return new($"{path}, line {node.Line}: {(text.Length > Shown ? text[..Shown] + "…" : text)} is no entry; an entry has a word, its part of speech and its syllables, such as: {Example}");
        }
    }

    private static bool IsSyllable(LispNode node) =>
        node.Items is [{ IsList: true, Items.Count: > 0 } phones, { IsName: true }] && phones.Items.All(phone => phone.IsName);
}
