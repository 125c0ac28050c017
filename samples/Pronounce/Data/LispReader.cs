namespace Pronounce.Data;

/// <summary>Reads lists of Lisp, one after the other.</summary>
/// <param name="reader">The text.</param>
/// <param name="path">The file, for messages.</param>
internal sealed class LispReader(TextReader reader, string path)
{
    private int _line = 1;

    /// <summary>Reads what comes next: a list with all that is in it, a text or a name.</summary>
    /// <returns>Null at the end.</returns>
    /// <exception cref="DictionaryException">A list or a text does not end, or what ends was never begun.</exception>
    public LispNode? Read()
    {
        SkipBlanks();
        int line = _line;
        return reader.Peek() switch
        {
            -1 => null,
            '(' => new(line, null, false, ReadItems(line)),
            ')' => throw Fault(line, "')' ends a list that never began; take it away"),
            '"' => new(line, ReadQuoted(line), true, []),
            _ => new(line, ReadName(), false, []),
        };
    }

    private List<LispNode> ReadItems(int line)
    {
        var items = new List<LispNode>();
        Next();
        while (true)
        {
            SkipBlanks();
            if (reader.Peek() == ')') break;
            items.Add(Read() ?? throw Fault(line, "the list that begins here has no end; a ')' is missing"));
        }

        Next();
        return items;
    }

    private string ReadQuoted(int line)
    {
        var text = new System.Text.StringBuilder();
        Next();
        while (reader.Peek() != '"')
        {
            if (reader.Peek() is -1 or '\n') throw Fault(line, $"the text that begins with '\"{text}' has no end; a '\"' is missing");
            text.Append(Next());
        }

        Next();
        return text.ToString();
    }

    private string ReadName()
    {
        var text = new System.Text.StringBuilder();
        while (reader.Peek() is not (-1 or '(' or ')' or '"' or ';') && !char.IsWhiteSpace((char)reader.Peek())) text.Append(Next());
        return text.ToString();
    }

    // A semicolon begins a remark, which ends with the line.
    private void SkipBlanks()
    {
        while (reader.Peek() is >= 0 and var sign && (char.IsWhiteSpace((char)sign) || sign == ';'))
        {
            if (sign != ';') Next();
            else while (reader.Peek() is not (-1 or '\n')) Next();
        }
    }

    private char Next()
    {
        char sign = (char)reader.Read();
        if (sign == '\n') _line++;
        return sign;
    }

    private DictionaryException Fault(int line, string what) => new($"{path}, line {line}: {what}.");
}
