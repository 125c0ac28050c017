namespace Pronounce.Data;

/// <summary>The phones of the dictionary, without stress, as classes of the network. The first class is the blank.</summary>
internal static class Phones
{
    /// <summary>The phones and the blank.</summary>
    public const int Classes = 40;

    /// <summary>The class that stands for no phone.</summary>
    public const int Blank = 0;

    private static readonly string[] Names =
    [
        "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G", "HH", "IH", "IY", "JH", "K",
        "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T", "TH", "UH", "UW", "V", "W", "Y", "Z", "ZH",
    ];

    /// <summary>The name of a phone.</summary>
    /// <param name="phone">Its class.</param>
    public static string NameOf(int phone) => Names[phone - 1];

    /// <summary>Phones as text, such as W ER L D.</summary>
    /// <param name="phones">Their classes.</param>
    public static string Write(ReadOnlySpan<int> phones)
    {
        var names = new string[phones.Length];
        for (int i = 0; i < names.Length; i++) names[i] = NameOf(phones[i]);
        return string.Join(' ', names);
    }

    /// <summary>All names, for messages.</summary>
    public static string All => string.Join(' ', Names);

    /// <summary>The class of a phone, such as of OW1 in the text format and of ow in that of Festival, which writes ax for an AH without stress.</summary>
    /// <param name="text">The phone.</param>
    /// <returns>The class; the blank for what is no phone.</returns>
    public static int Find(ReadOnlySpan<char> text)
    {
        var name = text.Length > 0 && text[^1] is '0' or '1' or '2' ? text[..^1] : text;
        if (name.Equals("AX", StringComparison.OrdinalIgnoreCase)) name = "AH";
        for (int i = 0; i < Names.Length; i++)
        {
            if (name.Equals(Names[i], StringComparison.OrdinalIgnoreCase)) return i + 1;
        }

        return Blank;
    }
}
