using System.Text;

namespace DeepThin;

/// <summary>
/// Reads the JSON (RFC 8259) of a header value by value, as strictly as System.Text.Json: no comments, no trailing commas, at most 64 levels.
/// </summary>
/// <remarks>
/// Every program that loads a model has it inside. Utf8JsonReader, which also reads texts in pieces, would make a small one compiled ahead of time
/// 57 KB larger, and where the framework's messages are left out it would not say what is wrong.
/// </remarks>
/// <param name="text">The JSON, which is valid UTF-8.</param>
internal ref struct JsonReader(ReadOnlySpan<byte> text)
{
    private const int MaximumDepth = 64;

    private readonly ReadOnlySpan<byte> _text = text;
    private int _position;
    private int _depth;
    private bool _isFirst;

    /// <summary>What the next value is.</summary>
    public JsonKind Kind => Next() switch
    {
        '{' => JsonKind.Object,
        '[' => JsonKind.Array,
        '"' => JsonKind.String,
        '-' or (>= '0' and <= '9') => JsonKind.Number,
        't' or 'f' or 'n' => JsonKind.Literal,
        _ => throw Invalid("a value"),
    };

    // -1 at the end.
    private readonly int Here => _position < _text.Length ? _text[_position] : -1;

    /// <summary>Enters an object, whose keys and values <see cref="NextKey"/> goes through.</summary>
    public void BeginObject() => Begin();

    /// <summary>Enters an array, whose values <see cref="NextItem"/> goes through.</summary>
    public void BeginArray() => Begin();

    /// <summary>Goes to the next key of an object, which is read next, and then its value.</summary>
    /// <returns>Whether there is one; otherwise the object has ended.</returns>
    public bool NextKey()
    {
        if (!Advance('}', "a comma or '}'")) return false;
        if (Next() != '"') throw Invalid("a key in quotation marks");
        return true;
    }

    /// <summary>Goes to the next value of an array.</summary>
    /// <returns>Whether there is one; otherwise the array has ended.</returns>
    public bool NextItem() => Advance(']', "a comma or ']'");

    /// <summary>Reads a key and the colon after it.</summary>
    public string ReadKey()
    {
        string key = ReadString();
        PassColon();
        return key;
    }

    /// <summary>Reads a string.</summary>
    public string ReadString()
    {
        int start = _position + 1;
        bool hasEscapes = PassString();
        var content = _text.Slice(start, _position - 1 - start);
        return hasEscapes ? Unescape(content) : Text(content);
    }

    /// <summary>Reads a number, or <c>true</c>, <c>false</c> or <c>null</c>, as it stands there.</summary>
    public string ReadPlain()
    {
        int start = _position;
        Skip();
        return Text(_text.Slice(start, _position - start));
    }

    /// <summary>Reads a number if it is a whole one from 0 on, without a sign or an exponent.</summary>
    /// <param name="number">The number.</param>
    /// <returns>Whether it is one; otherwise it is still the next value.</returns>
    public bool TryReadWhole(out long number)
    {
        number = 0;
        int start = _position;
        PassNumber();
        foreach (byte digit in _text.Slice(start, _position - start))
        {
            if (digit is < (byte)'0' or > (byte)'9' || number > (long.MaxValue - (digit - '0')) / 10)
            {
                _position = start;
                return false;
            }

            number = 10 * number + (digit - '0');
        }

        return true;
    }

    /// <summary>Passes over a value, whatever it is.</summary>
    public void Skip()
    {
        switch (Kind)
        {
            case JsonKind.Object:
                BeginObject();
                while (NextKey())
                {
                    PassString();
                    PassColon();
                    Skip();
                }

                break;
            case JsonKind.Array:
                BeginArray();
                while (NextItem()) Skip();
                break;
            case JsonKind.String:
                PassString();
                break;
            case JsonKind.Number:
                PassNumber();
                break;
            default:
                PassLiteral();
                break;
        }
    }

    /// <summary>Checks that nothing but white space follows.</summary>
    public void ReadEnd()
    {
        if (Next() >= 0) throw Invalid("nothing but white space");
    }

    private static unsafe string Text(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            return bytes.IsEmpty ? "" : Encoding.UTF8.GetString(start, bytes.Length);
        }
    }

    private static string Unescape(ReadOnlySpan<byte> content)
    {
        var text = new StringBuilder();
        for (int i = content.IndexOf((byte)'\\'); i >= 0; i = content.IndexOf((byte)'\\'))
        {
            text.Append(Text(content.Slice(0, i)));
            content = content.Slice(i + 1);
            text.Append(content[0] == 'u' ? Unit(ref content) : Escaped(content[0]));
            content = content.Slice(1);
            if (char.IsHighSurrogate(text[text.Length - 1]))
            {
                bool goesOn = content.Length > 5 && content[0] == '\\' && content[1] == 'u';
                if (goesOn) content = content.Slice(1);
                char low = goesOn ? Unit(ref content) : '\0';
                if (!char.IsLowSurrogate(low)) throw HalfCharacter(text[text.Length - 1]);
                text.Append(low);
                content = content.Slice(1);
            }
            else if (char.IsLowSurrogate(text[text.Length - 1]))
            {
                throw HalfCharacter(text[text.Length - 1]);
            }
        }

        return text.Append(Text(content)).ToString();
    }

    // uXXXX; what is left begins with the last digit.
    private static char Unit(ref ReadOnlySpan<byte> content)
    {
        int unit = 0;
        for (int i = 1; i <= 4; i++) unit = 16 * unit + HexValue(content[i]);
        content = content.Slice(4);
        return (char)unit;
    }

    private static char Escaped(byte letter) => letter switch
    {
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        _ => (char)letter,
    };

    private static int HexValue(int digit) => digit switch
    {
        >= '0' and <= '9' => digit - '0',
        >= 'A' and <= 'F' => digit - 'A' + 10,
        >= 'a' and <= 'f' => digit - 'a' + 10,
        _ => -1,
    };

    private static WeightsException HalfCharacter(char unit) =>
        new($"The header holds a string that is no text: the escape \\u{(int)unit:X4} is half of a character.");

    private int Next()
    {
        while (Here is ' ' or '\t' or '\n' or '\r') _position++;
        return Here;
    }

    private void Begin()
    {
        if (++_depth > MaximumDepth) throw new WeightsException($"The header is not valid JSON: it nests deeper than {MaximumDepth} levels at its byte {_position}.");
        _position++;
        _isFirst = true;
    }

    private bool Advance(char end, string needed)
    {
        int next = Next();
        if (next == end)
        {
            _position++;
            _depth--;
            _isFirst = false;
            return false;
        }

        if (!_isFirst)
        {
            if (next != ',') throw Invalid(needed);
            _position++;
        }

        _isFirst = false;
        Next();
        return true;
    }

    private void PassColon()
    {
        if (Next() != ':') throw Invalid("a colon");
        _position++;
        Next();
    }

    // Whether there are escapes in it.
    private bool PassString()
    {
        bool hasEscapes = false;
        for (_position++; Here != '"'; _position++)
        {
            if (Here < ' ') throw Invalid("a string that goes on and has no control characters");
            if (Here != '\\') continue;
            hasEscapes = true;
            _position++;
            PassEscape();
        }

        _position++;
        return hasEscapes;
    }

    private void PassEscape()
    {
        if (Here is '"' or '\\' or '/' or 'b' or 'f' or 'n' or 'r' or 't') return;
        if (Here != 'u') throw Invalid("one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u");
        for (int i = 0; i < 4; i++)
        {
            _position++;
            if (HexValue(Here) < 0) throw Invalid("a hexadecimal digit");
        }
    }

    private void PassNumber()
    {
        if (Here == '-') _position++;
        if (Here == '0') _position++;
        else PassDigits();
        if (Here == '.')
        {
            _position++;
            PassDigits();
        }

        if (Here is not ('e' or 'E')) return;
        _position++;
        if (Here is '+' or '-') _position++;
        PassDigits();
    }

    private void PassDigits()
    {
        if (Here is not (>= '0' and <= '9')) throw Invalid("a digit");
        while (Here is >= '0' and <= '9') _position++;
    }

    private void PassLiteral()
    {
        string literal = Here switch { 't' => "true", 'f' => "false", _ => "null" };
        foreach (char letter in literal)
        {
            if (Here != letter) throw Invalid(literal);
            _position++;
        }
    }

    private readonly WeightsException Invalid(string needed)
    {
        string found = Here switch
        {
            < 0 => $"it ends at its byte {_position}",
            > ' ' and < 0x7F => $"its byte {_position} is '{(char)Here}'",
            _ => $"its byte {_position} is 0x{Here:X2}",
        };
        return new WeightsException($"The header is not valid JSON: {found}, where {needed} must be.");
    }
}
