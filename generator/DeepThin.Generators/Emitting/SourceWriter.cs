using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;

namespace DeepThin.Generators.Emitting;

/// <summary>Collects source text, block by block, at the current indentation. Every number it is given is written here, and only here.</summary>
internal sealed class SourceWriter
{
    private const string Indentation = "    ";

    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes lines, each at the current indentation.</summary>
    public void Write(Source source) => WriteLines(source.ToString());

    /// <summary>Writes lines that hold no numbers.</summary>
    public void Write(string lines) => WriteLines(lines);

    /// <summary>Writes the elements of a collection, some on each line.</summary>
    public void WriteList(IReadOnlyList<string> elements, int perLine)
    {
        for (int i = 0; i < elements.Count; i += perLine) Write(Indentation + string.Join(", ", elements.Skip(i).Take(perLine)) + ",");
    }

    /// <summary>Writes an empty line.</summary>
    public void Skip() => _text.Append('\n');

    /// <summary>Writes the head of a block, if any, and opens it.</summary>
    public void Open(Source head)
    {
        Write(head);
        Open();
    }

    /// <summary>Opens a block.</summary>
    public void Open()
    {
        Write("{");
        _depth++;
    }

    /// <summary>Closes a block.</summary>
    public void Close()
    {
        _depth--;
        Write("}");
    }

    /// <summary>Writes a block with a head.</summary>
    public void Block(Source head, Action body)
    {
        Write(head);
        Block(body);
    }

    /// <summary>Writes a block.</summary>
    public void Block(Action body)
    {
        Open();
        body();
        Close();
    }

    public override string ToString() => _text.ToString();

    private void WriteLines(string lines)
    {
        foreach (string line in lines.Replace("\r", "").Split('\n'))
        {
            if (line.Length > 0)
            {
                for (int i = 0; i < _depth; i++) _text.Append(Indentation);
                _text.Append(line);
            }

            _text.Append('\n');
        }
    }

    /// <summary>Interpolated text whose numbers are written the same way on every machine and in every culture.</summary>
    [InterpolatedStringHandler]
    public readonly struct Source
    {
        private readonly StringBuilder _builder;

        public Source(int literalLength, int formattedCount) => _builder = new StringBuilder(literalLength + 16 * formattedCount);

        public void AppendLiteral(string text) => _builder.Append(text);

        public void AppendFormatted(string? text) => _builder.Append(text);

        public void AppendFormatted(long number) => _builder.Append(Literal(number));

        public void AppendFormatted(float number) => _builder.Append(Literal(number));

        public void AppendFormatted(double number) => _builder.Append(Literal(number));

        public override string ToString() => _builder.ToString();
    }

    /// <summary>A whole number as it stands in source.</summary>
    public static string Literal(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A single-precision number as it stands in source.</summary>
    public static string Literal(float number) => number switch
    {
        float.PositiveInfinity => "float.PositiveInfinity",
        float.NegativeInfinity => "float.NegativeInfinity",
        _ when float.IsNaN(number) => "float.NaN",
        _ => Shortest(digits => number.ToString(digits, CultureInfo.InvariantCulture), text => float.Parse(text, CultureInfo.InvariantCulture) == number, 1, 9) + "f",
    };

    /// <summary>A double-precision number as it stands in source.</summary>
    public static string Literal(double number) => number switch
    {
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        _ when double.IsNaN(number) => "double.NaN",
        _ => Shortest(digits => number.ToString(digits, CultureInfo.InvariantCulture), text => double.Parse(text, CultureInfo.InvariantCulture) == number, 15, 17) + "d",
    };

    // "R" is not the same text on every runtime that a compiler may run on.
    private static string Shortest(Func<string, string> format, Func<string, bool> isExact, int fewest, int most)
    {
        for (int digits = fewest; digits < most; digits++)
        {
            string text = format("G" + Literal(digits));
            if (isExact(text)) return text;
        }

        return format("G" + Literal(most));
    }

    /// <summary>The name of a constant that belongs to a name of a formula: <c>Xf</c> for <c>xf</c>.</summary>
    public static string Constant(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary>A text as it stands in source.</summary>
    public static string Literal(string text) => Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>A number for comments.</summary>
    public static string Number(float number) => Literal(number).TrimEnd('f');
}
