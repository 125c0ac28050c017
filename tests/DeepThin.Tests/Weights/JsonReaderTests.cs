using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace DeepThin.Tests.Weights;

/// <summary>The reader of headers takes what System.Text.Json takes, reads the same from it, and says what else is wrong.</summary>
public sealed class JsonReaderTests
{
    private const string Document =
        """
         { "a" : [ 1 , -0.5e+10, 0, 12E-3 , true,false , null, "x\"\\\/\b\f\n\r\t\u00e9\uD83D\ude00é😀" ] ,
         "" : { "b\u0041" : { } , "c" : [ ] , "d":[[[{}]]]}, "e":""}
        """;

    // What keeps a text JSON far more often than random bytes do.
    private static readonly string[] Pieces =
        ["{", "}", "[", "]", ",", ":", "\"", "\\", "/", "u", "b", "0", "1", "-", "+", ".", "e", "E", "true", "null", "\\u00", "\\ud83d", "\\ude00", " ", "\t", "\n", "\0", "\u001f", "é", "😀", "\u007f", "x"];

    [Fact]
    public void A_document_is_read_as_System_Text_Json_reads_it() => AssertSame(Document);

    [Fact]
    public void A_document_cut_off_anywhere_is_taken_or_refused_as_by_System_Text_Json()
    {
        for (int length = 0; length < Document.Length; length++) AssertSame(Document[..length]);
    }

    [Fact]
    public void Damaged_documents_are_taken_or_refused_as_by_System_Text_Json()
    {
        var changes = Gen.Select(Gen.Int[0, Document.Length - 1], Gen.Int[0, 2], Gen.OneOfConst(Pieces)).List[1, 3];

        changes.Sample(
            list =>
            {
                string damaged = Document;
                foreach (var (position, removed, piece) in list)
                {
                    int start = Math.Min(position, damaged.Length), end = Math.Min(start + removed, damaged.Length);
                    damaged = damaged[..start] + piece + damaged[end..];
                }

                AssertSame(damaged);
            },
            iter: 50_000);
    }

    [Fact]
    public void Texts_of_likely_pieces_are_taken_or_refused_as_by_System_Text_Json() =>
        Gen.OneOfConst(Pieces).List[1, 8].Sample(pieces => AssertSame(string.Concat(pieces)), iter: 50_000);

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Sixty_four_levels_are_taken(int depth, bool isTaken)
    {
        string text = new string('[', depth) + new string(']', depth);

        AssertSame(text);
        Assert.Equal(isTaken, Read(text) != null);
    }

    [Theory]
    [InlineData("{", "it ends at its byte 1, where a key in quotation marks must be.")]
    [InlineData("{\"a\"", "it ends at its byte 4, where a colon must be.")]
    [InlineData("{\"a\":}", "its byte 5 is '}', where a value must be.")]
    [InlineData("{\"a\":1 \"b\":2}", "its byte 7 is '\"', where a comma or '}' must be.")]
    [InlineData("{\"a\":1,}", "its byte 7 is '}', where a key in quotation marks must be.")]
    [InlineData("{\"a\":[1 2]}", "its byte 8 is '2', where a comma or ']' must be.")]
    [InlineData("{\"a\":[1,]}", "its byte 8 is ']', where a value must be.")]
    [InlineData("{\"a\":01}", "its byte 6 is '1', where a comma or '}' must be.")]
    [InlineData("{\"a\":-}", "its byte 6 is '}', where a digit must be.")]
    [InlineData("{\"a\":tru}", "its byte 8 is '}', where true must be.")]
    [InlineData("{\"a\nb\":1}", "its byte 3 is 0x0A, where a string that goes on and has no control characters must be.")]
    [InlineData("{\"a", "it ends at its byte 3, where a string that goes on and has no control characters must be.")]
    [InlineData("{\"\\x\":1}", "its byte 3 is 'x', where one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u must be.")]
    [InlineData("{\"\\u00g0\":1}", "its byte 6 is 'g', where a hexadecimal digit must be.")]
    [InlineData("{} x", "its byte 3 is 'x', where nothing but white space must be.")]
    [InlineData("{}é", "its byte 2 is 0xC3, where nothing but white space must be.")]
    public void The_place_and_what_must_be_there_are_named(string text, string message) =>
        Assert.Equal("The header is not valid JSON: " + message, Assert.Throws<WeightsException>(() => Walk(text)).Message);

    [Fact]
    public void The_byte_where_it_nests_too_deep_is_named() =>
        Assert.Equal("The header is not valid JSON: it nests deeper than 64 levels at its byte 64.", Assert.Throws<WeightsException>(() => Walk(new string('[', 65))).Message);

    [Theory]
    [InlineData("\"\\ud800\"", "D800")]
    [InlineData("\"\\udc00x\"", "DC00")]
    [InlineData("\"\\ud800\\u0041\"", "D800")]
    [InlineData("\"\\ud800\\n\"", "D800")]
    public void Half_of_a_character_is_named(string text, string half) =>
        Assert.Equal($"The header holds a string that is no text: the escape \\u{half} is half of a character.", Assert.Throws<WeightsException>(() => Walk(text)).Message);

    private static void AssertSame(string text)
    {
        var expected = ReadBySystemTextJson(text);
        var found = Read(text);
        Assert.True(expected == null ? found == null : found != null && expected.SequenceEqual(found), $"{JsonSerializer.Serialize(text)} is read as {Shown(found)}, and by System.Text.Json as {Shown(expected)}");
        Assert.Equal(SkipBySystemTextJson(text), Skip(text));
    }

    private static string Shown(List<string>? tokens) => tokens == null ? "no JSON" : string.Join(' ', tokens);

    private static List<string>? Read(string text)
    {
        try
        {
            return Walk(text);
        }
        catch (WeightsException)
        {
            return null;
        }
    }

    private static List<string> Walk(string text)
    {
        var tokens = new List<string>();
        var reader = new JsonReader(Encoding.UTF8.GetBytes(text));
        Walk(ref reader, tokens);
        reader.ReadEnd();
        return tokens;
    }

    private static void Walk(ref JsonReader reader, List<string> tokens)
    {
        switch (reader.Kind)
        {
            case JsonKind.Object:
                tokens.Add("{");
                reader.BeginObject();
                while (reader.NextKey())
                {
                    tokens.Add("key " + reader.ReadKey());
                    Walk(ref reader, tokens);
                }

                tokens.Add("}");
                break;
            case JsonKind.Array:
                tokens.Add("[");
                reader.BeginArray();
                while (reader.NextItem()) Walk(ref reader, tokens);
                tokens.Add("]");
                break;
            case JsonKind.String:
                tokens.Add("text " + reader.ReadString());
                break;
            case JsonKind.Number when reader.TryReadWhole(out long number):
                tokens.Add(number.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                tokens.Add(reader.ReadPlain());
                break;
        }
    }

    private static bool Skip(string text)
    {
        var reader = new JsonReader(Encoding.UTF8.GetBytes(text));
        try
        {
            reader.Skip();
            reader.ReadEnd();
            return true;
        }
        catch (WeightsException)
        {
            return false;
        }
    }

    private static List<string>? ReadBySystemTextJson(string text)
    {
        var tokens = new List<string>();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        try
        {
            while (reader.Read())
            {
                tokens.Add(reader.TokenType switch
                {
                    JsonTokenType.StartObject => "{",
                    JsonTokenType.EndObject => "}",
                    JsonTokenType.StartArray => "[",
                    JsonTokenType.EndArray => "]",
                    JsonTokenType.PropertyName => "key " + reader.GetString(),
                    JsonTokenType.String => "text " + reader.GetString(),
                    JsonTokenType.Number when reader.TryGetUInt64(out ulong number) && number <= long.MaxValue => number.ToString(CultureInfo.InvariantCulture),
                    _ => Encoding.UTF8.GetString(reader.ValueSpan),
                });
            }

            return tokens;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool SkipBySystemTextJson(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        try
        {
            while (reader.Read())
            {
                // Tokens are checked, not read.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
