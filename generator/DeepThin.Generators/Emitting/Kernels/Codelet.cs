using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Generators.Emitting.Kernels;

/// <summary>A complex vector in emitted code: the names of its parts; null for a part that is zero.</summary>
internal readonly record struct Complex(string? Re, string? Im);

/// <summary>
/// Straight-line code over vectors, built operation by operation. Operations on zeros vanish as they are built, and so do, when the code
/// is written, those whose result nobody uses.
/// </summary>
internal sealed class Codelet
{
    private readonly List<(string Name, string Expression, string[] Uses)> _statements = [];
    private readonly List<(string Line, string[] Uses)> _stores = [];
    private int _names;

    /// <summary>A vector from memory.</summary>
    public string Load(string expression) => Define(expression);

    /// <summary>A complex value of a buffer, where the two parts of a value lie side by side.</summary>
    public Complex LoadValue(string buffer, string index) =>
        new(Load($"TSimd.Load(ref {buffer}, {Factor(index)} * 2 * TSimd.Count)"), Load($"TSimd.Load(ref {buffer}, (2 * {Factor(index)} + 1) * TSimd.Count)"));

    /// <summary>Writes a complex value to a buffer.</summary>
    public void StoreValue(Complex value, string buffer, string index) =>
        StoreParts(value, $"{buffer}, {Factor(index)} * 2 * TSimd.Count", $"{buffer}, (2 * {Factor(index)} + 1) * TSimd.Count");

    /// <summary>Writes the two parts of a complex value to places of their own.</summary>
    public void StoreParts(Complex value, string re, string im)
    {
        StorePart(value.Re, re);
        StorePart(value.Im, im);
    }

    public string? Add(string? a, string? b) => a == null ? b : b == null ? a : Define($"TSimd.Add({a}, {b})", a, b);

    public string? Subtract(string? a, string? b) => b == null ? a : Define($"TSimd.Subtract({a ?? "TSimd.Zero"}, {b})", a, b);

    public string? Multiply(string factor, string? a) => a == null ? null : Define($"TSimd.Multiply({factor}, {a})", a);

    /// <summary>factor·a + b.</summary>
    public string? MultiplyAdd(string factor, string? a, string? b) =>
        a == null ? b : b == null ? Multiply(factor, a) : Define($"TSimd.MultiplyAdd({factor}, {a}, {b})", a, b);

    /// <summary>b − factor·a.</summary>
    public string? MultiplySubtract(string factor, string? a, string? b) =>
        a == null ? b : Define($"TSimd.MultiplySubtractFrom({factor}, {a}, {b ?? "TSimd.Zero"})", a, b);

    public Complex Add(Complex a, Complex b) => new(Add(a.Re, b.Re), Add(a.Im, b.Im));

    public Complex Subtract(Complex a, Complex b) => new(Subtract(a.Re, b.Re), Subtract(a.Im, b.Im));

    public Complex Multiply(string factor, Complex a) => new(Multiply(factor, a.Re), Multiply(factor, a.Im));

    /// <summary>factor·a + b.</summary>
    public Complex MultiplyAdd(string factor, Complex a, Complex b) => new(MultiplyAdd(factor, a.Re, b.Re), MultiplyAdd(factor, a.Im, b.Im));

    /// <summary>b − factor·a.</summary>
    public Complex MultiplySubtract(string factor, Complex a, Complex b) =>
        new(MultiplySubtract(factor, a.Re, b.Re), MultiplySubtract(factor, a.Im, b.Im));

    /// <summary>a + i·b.</summary>
    public Complex AddTurned(Complex a, Complex b) => new(Subtract(a.Re, b.Im), Add(a.Im, b.Re));

    /// <summary>a − i·b.</summary>
    public Complex SubtractTurned(Complex a, Complex b) => new(Add(a.Re, b.Im), Subtract(a.Im, b.Re));

    /// <summary>a·(cosine − i·sine).</summary>
    public Complex Twiddle(Complex a, string cosine, string sine) => new(
        MultiplyAdd(sine, a.Im, Multiply(cosine, a.Re)), MultiplySubtract(sine, a.Re, Multiply(cosine, a.Im)));

    /// <summary>The lines of the code.</summary>
    public string Lines()
    {
        var used = new HashSet<string>(_stores.SelectMany(store => store.Uses));
        var lines = new List<string>();
        foreach (var (name, expression, uses) in Enumerable.Reverse(_statements))
        {
            if (!used.Contains(name)) continue;
            lines.Add($"TVector {name} = {expression};");
            used.UnionWith(uses);
        }

        lines.Reverse();
        lines.AddRange(_stores.Select(store => store.Line));
        return string.Join("\n", lines);
    }

    /// <summary>An index as it stands in a product.</summary>
    public static string Factor(string index) => index.Contains(" ") ? $"({index})" : index;

    private void StorePart(string? value, string place) => _stores.Add(($"TSimd.Store({value ?? "TSimd.Zero"}, ref {place});", value == null ? [] : [value]));

    private string Define(string expression, params string?[] uses)
    {
        string name = "t" + SourceWriter.Literal(_names++);
        _statements.Add((name, expression, [.. uses.OfType<string>()]));
        return name;
    }
}
