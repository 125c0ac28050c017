using DeepThin.Samples.Tests.Acoustic;
using Pronounce.Data;

namespace DeepThin.Samples.Tests.Pronounce;

/// <summary>Dictionaries are read in both formats, and what is wrong with one is said with its place.</summary>
public sealed class LexiconTests : IDisposable
{
    private const string TextPhones = "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH";

    private readonly TemporaryFolder _folder = new();

    private string Source => _folder.File("dictionary");

    public void Dispose() => _folder.Dispose();

    [DictionaryFact]
    public void The_dictionary_of_the_package_has_all_phones_and_known_words()
    {
        var lexicon = Lexicon.Read(Lexicon.UsualFile);
        Assert.Equal("105 620 words; left out: 0 with other signs than letters and apostrophes, 26 of less than 2 or more than 64 letters, 18 with more phones than steps", lexicon.ToString());
        Assert.Equal(Phones.Classes - 1, lexicon.Words.SelectMany(word => word.Pronunciations).SelectMany(phones => phones).Distinct().Count());
        var record = lexicon.Words.Single(word => word.Spelling == "record");
        Assert.Equal(["R EH K ER D", "R AH K AO R D"], record.Pronunciations.Select(Text));
        Assert.Contains(lexicon.Words, word => word.Spelling == "awol");
    }

    [Fact]
    public void Lists_of_Festival_are_read_across_lines_and_without_remarks()
    {
        var words = Read("""
            MNCL
            ("aback" nil (((ax) 0) ((b ae k) 1))) ; a remark with ( and "
            ("use" n (((y uw s) 0)))("USE" v
              (((y uw z)
                1)))
            ("don't" nil (((d ow n t) 1)))
            """).Words;
        Assert.Equal(["aback: AH B AE K", "use: Y UW S, Y UW Z", "don't: D OW N T"], words.Select(Line));
    }

    [Fact]
    public void Lines_of_the_text_format_are_read_without_stress_numbers_and_remarks()
    {
        var words = Read("""
            ;;; A remark.

            USE  Y UW1 S
            USE(1)  Y UW1 Z
            aalborg AO1 L B AO0 R G # place, danish
            use(3) Y UW2 Z
            DON'T  D OW1 N T
            """).Words;
        Assert.Equal(["use: Y UW S, Y UW Z, Y UW Z", "aalborg: AO L B AO R G", "don't: D OW N T"], words.Select(Line));
    }

    [Fact]
    public void What_cannot_be_learned_is_left_out_and_counted()
    {
        // "mm" has four steps, and needs five: there is a blank between equal neighbours.
        var lexicon = Read($"""
            !POINT  P OY1 N T
            3D  TH R IY1 D IY2
            A  AH0
            {new string('A', 65)}  AH0
            XX  EH1 K S EH1 K S
            MM  M M M
            EX  EH1 K S K
            AX  AE1 K S
            """);
        Assert.Equal(["ex: EH K S K", "ax: AE K S"], lexicon.Words.Select(Line));
        Assert.Equal("2 words; left out: 2 with other signs than letters and apostrophes, 2 of less than 2 or more than 64 letters, 2 with more phones than steps", lexicon.ToString());
    }

    [Theory]
    [InlineData("AB  AE1 B\nABACK\n", "line 2: 'ABACK' has a word and no phones; a line is such as: WORLD  W ER1 L D")]
    [InlineData("AB  AE1 B\n\nABLE  EY1 QX L\n", $"line 3: 'QX' of 'ABLE' is no phone; these are, with 0, 1 or 2 for the stress of vowels: {TextPhones}")]
    [InlineData("AB  AE3 B\n", $"line 1: 'AE3' of 'AB' is no phone; these are, with 0, 1 or 2 for the stress of vowels: {TextPhones}")]
    [InlineData("MNCL\n(\"ab\" nil (((ae b) 1)))\n(\"able\" nil\n (((ey qx l) 1)))", "line 4: 'qx' of \"able\" is no phone; these are, and ax: aa ae ah ao")]
    [InlineData("(\"ab\" nil (((ae b) 1))\n(\"able\" nil (((ey b) 1)))", "line 1: the list that begins here has no end; a ')' is missing.")]
    [InlineData("(\"ab\" nil (((ae b) 1)))\n)", "line 2: ')' ends a list that never began; take it away.")]
    [InlineData("(\"ab\" nil (((ae b) 1)))\n(\"able nil (((ey b) 1)))\n", "line 2: the text that begins with '\"able nil (((ey b) 1)))' has no end; a '\"' is missing.")]
    [InlineData("MNCL\n(\"ab\" nil ((ae b) 1))", "line 2: (\"ab\" nil ((ae b) 1)) is no entry; an entry has a word, its part of speech and its syllables, such as: (\"aback\" nil (((ax) 0) ((b ae k) 1)))")]
    [InlineData("MNCL\n(\"ab\" nil ())", "line 2: (\"ab\" nil ()) is no entry; ")]
    [InlineData("MNCL\n(\"ab\" nil ((() 1)))", "line 2: (\"ab\" nil ((() 1))) is no entry; ")]
    [InlineData("MNCL\n(ab nil (((ae b) 1)))", "line 2: (ab nil (((ae b) 1))) is no entry; ")]
    [InlineData("MNCL\nMNCL", "line 2: MNCL is no entry; ")]
    public void What_is_wrong_is_said_with_its_place(string text, string message) =>
        Assert.StartsWith($"{Source}, {message}", Assert.Throws<DictionaryException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_long_entry_is_shown_in_part()
    {
        string message = Assert.Throws<DictionaryException>(() => Read($"MNCL\n({new string('a', 100)})")).Message;
        Assert.StartsWith($"{Source}, line 2: ({new string('a', 79)}… is no entry; ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_or_empty_is_refused()
    {
        Assert.Equal(
            $"There is no file {Source}. On Debian and Ubuntu the package festlex-cmu has it; or give another dictionary: --dictionary FILE",
            Assert.Throws<DictionaryException>(() => Lexicon.Read(Source)).Message);
        Assert.Equal($"{Source} has no words; a dictionary has lines such as: WORLD  W ER1 L D", Assert.Throws<DictionaryException>(() => Read(";;; nothing\n\n")).Message);
    }

    private static string Line(Word word) => $"{word.Spelling}: {string.Join(", ", word.Pronunciations.Select(Text))}";

    private static string Text(int[] phones) => Phones.Write(phones);

    private Lexicon Read(string text)
    {
        File.WriteAllText(Source, text);
        return Lexicon.Read(Source);
    }
}
