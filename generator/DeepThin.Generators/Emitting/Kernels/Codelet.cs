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

    /// <summary>A line that uses vectors.</summary>
    public void Store(string line, params string[] uses) => _stores.Add((line, uses));

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

    /// <summary>a·(cosine + i·sine), or with the conjugate of the twiddle.</summary>
    public Complex Twiddle(Complex a, string cosine, string sine, bool conjugate)
    {
        var (re, im) = (Multiply(cosine, a.Re), Multiply(cosine, a.Im));
        return conjugate
            ? new(MultiplyAdd(sine, a.Im, re), MultiplySubtract(sine, a.Re, im))
            : new(MultiplySubtract(sine, a.Im, re), MultiplyAdd(sine, a.Re, im));
    }

    /// <summary>The lines of the code.</summary>
    public string Lines(int indentation)
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
        return string.Join("\n" + new string(' ', indentation), lines);
    }

    private string Define(string expression, params string?[] uses)
    {
        string name = "t" + SourceWriter.Literal(_names++);
        _statements.Add((name, expression, [.. uses.OfType<string>()]));
        return name;
    }
}
