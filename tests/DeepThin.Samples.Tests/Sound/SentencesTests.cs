using DeepThin.Samples.Sound;

namespace DeepThin.Samples.Tests.Sound;

public sealed class SentencesTests
{
    [Theory]
    [InlineData("Ge1:1 In the beginning God created the heaven and the earth.", "In the beginning God created the heaven and the earth.")]
    [InlineData("1Jn4:8 He that loveth not knoweth not God; for God is love.", "He that loveth not knoweth not God; for God is love.")]
    [InlineData("Mt1:1 Who is like unto the beast? who is able to make war with him?", "Who is like unto the beast?|who is able to make war with him?")]
    [InlineData("Ps1:1 Praise ye the LORD. Praise the LORD, O my soul!", "Praise the LORD, O my soul!")]
    [InlineData("Ps1:2 And the lord's servant, Baal-peor by name, came: so be it.", "And the lord's servant, Baal-peor by name, came: so be it.")]
    [InlineData("Ge1:1 One two three four. One two three four five.", "One two three four five.")]
    [InlineData("a b c d e f g h i j k l m n o. a b c d e f g h i j k l m n o p.", "a b c d e f g h i j k l m n o.")]
    [InlineData("Ge1:2 And the earth was without form, and void;", "")]
    [InlineData("Ge38:16 For he knew not that (she was his daughter in law.) And she said to him.", "")]
    [InlineData("", "")]
    public void PiecesEndInAMarkAndHaveFiveToFifteenWords(string verse, string sentences) =>
        Assert.Equal(sentences.Split('|', StringSplitOptions.RemoveEmptyEntries), Sentences.Split(verse));
}
