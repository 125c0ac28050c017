using System;
using System.Collections.Generic;
using System.Linq;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Emitting.Kernels;

/// <summary>
/// Writes real transforms of one vector of lanes, of length N = 2·half: a complex transform of half the length over pairs of values, and a
/// pass that takes the two halves apart (Sorensen, Jones, Heideman and Burrus, 1987). The passes are Stockham's: outputs in order, two
/// buffers in turn. The first and the last are written for this length, without inputs known to be zero and outputs nobody wants; those
/// between are the library's. The inverse is the forward transform of values whose real and imaginary parts are exchanged.
/// </summary>
internal sealed class TransformEmitter(int half)
{
    private const string Value = "2 * TSimd.Count";

    private readonly IReadOnlyList<int> _radices = Transform.Radices(half);

    /// <summary>The complex transform's passes in words.</summary>
    public string Describe() => string.Join("·", Radices());

    /// <summary>The radices as they stand in source.</summary>
    public IEnumerable<string> Radices() => _radices.Select(radix => SourceWriter.Literal(radix));

    /// <summary>
    /// From rows of real values, at <c>from</c> and <c>row</c> apart, to the bins 0 … half, at <c>to</c> and <c>bin</c> apart, twice their value.
    /// </summary>
    public void EmitAnalysis(SourceWriter writer, int rows)
    {
        writer.Block($"private static void Analyze(ref float from, nint row, ref float to, nint bin, nint imaginary, ref float twiddle, ref float buffer)", () =>
        {
            writer.Write($"ref float other = ref At(ref buffer, {half} * {Value});");
            string values = EmitPasses(writer, "buffer", pass => pass.IsFirst || pass.IsLast, pass => [new(pass)
            {
                Inputs = pass.IsFirst ? ((rows + 1) / 2 + pass.Butterflies - 1) / pass.Butterflies : pass.Radix,
                Load = pass.IsFirst ? RowsAt("from") : null,
            }]);
            writer.Skip();
            writer.Write($"""
                // X[f] = E + W·O and X[half − f] = conj(E − W·O), W = exp(−2πi·f / N), E = Z[f] + conj Z[half − f], i·O = Z[f] − conj Z[half − f].
                TVector even = TSimd.Load(ref {values}, 0), odd = TSimd.Load(ref {values}, TSimd.Count);
                TVector first = TSimd.Add(even, odd), last = TSimd.Subtract(even, odd);
                TSimd.Store(TSimd.Add(first, first), ref to, 0);
                TSimd.Store(TSimd.Zero, ref to, imaginary);
                TSimd.Store(TSimd.Add(last, last), ref to, {half} * bin);
                TSimd.Store(TSimd.Zero, ref to, {half} * bin + imaginary);
                """);
            EmitHalves(writer, code => EmitAnalysisOf(code, values));
        });
        writer.Skip();
    }

    /// <summary>
    /// From the bins 0 … half, at <c>from</c> and <c>bin</c> apart, to rows of real values, N times their value, one after the other in the
    /// buffer that is returned.
    /// </summary>
    public void EmitSynthesis(SourceWriter writer, int rows)
    {
        writer.Block($"private static ref float Synthesize(ref float from, nint bin, nint imaginary, ref float twiddle, ref float buffer)", () =>
        {
            writer.Write($"""
                ref float other = ref At(ref buffer, {half} * {Value});

                // Z[f] = E + i·O and Z[half − f] = conj(E − i·O), E = Y[f] + conj Y[half − f], O = (Y[f] − conj Y[half − f])·exp(2πi·f / N); real and
                // imaginary parts change places, so that the forward transform turns back.
                TVector first = TSimd.Load(ref from, 0), last = TSimd.Load(ref from, {half} * bin);
                TSimd.Store(TSimd.Add(first, last), ref other, TSimd.Count);
                TSimd.Store(TSimd.Subtract(first, last), ref other, 0);
                """);
            EmitHalves(writer, EmitSynthesisOf);
            string values = EmitPasses(writer, "buffer", pass => pass.IsLast, pass => [new(pass)
            {
                Outputs = ((rows + 1) / 2 + pass.Stride - 1) / pass.Stride,
                Exchanges = true,
            }]);
            writer.Write($"return ref {values};");
        });
        writer.Skip();
    }

    /// <summary>The passes alone, from rows of real values, at <c>from</c> and <c>row</c> apart, to complex values one after the other at <c>to</c>.</summary>
    public void EmitTransform(SourceWriter writer)
    {
        writer.Block($"private static void Transform(ref float from, nint row, ref float to, ref float twiddle, ref float buffer)", () =>
        {
            writer.Write($"ref float other = ref At(ref buffer, {half} * {Value});");
            EmitPasses(writer, "buffer", pass => pass.IsFirst || pass.IsLast, pass => [new PassEmitter(pass) { Load = pass.IsFirst ? RowsAt("from") : null }], "to");
        });
        writer.Skip();
    }

    /// <summary>The passes from the complex values in the buffer to the first rows of real values, at <c>to</c> and <c>row</c> apart, or one more where they are odd.</summary>
    public void EmitInverse(SourceWriter writer, int rows)
    {
        writer.Block($"private static void Invert(ref float to, nint row, ref float twiddle, ref float buffer)", () =>
        {
            writer.Write($"ref float other = ref At(ref buffer, {half} * {Value});");
            EmitPasses(writer, "other", pass => pass.IsLast, pass => Rows(pass, (rows + 1) / 2));
        });
        writer.Skip();
    }

    private static Func<string, (string Re, string Im)> RowsAt(string rows) =>
        index => ($"{rows}, 2 * {Codelet.Factor(index)} * row", $"{rows}, (2 * {Codelet.Factor(index)} + 1) * row");

    // The butterflies of the last pass that have one output more among those wanted, then the others.
    private static IEnumerable<PassEmitter> Rows(Pass pass, int wanted)
    {
        int outputs = wanted / pass.Stride, rest = wanted % pass.Stride;
        if (rest > 0) yield return new(pass) { Outputs = outputs + 1, End = rest, Store = RowsAt("to") };
        if (outputs > 0) yield return new(pass) { Outputs = outputs, Begin = rest, Store = RowsAt("to") };
    }

    // Through two buffers in turn, the last pass to a place of its own where one is given. Returns the buffer that holds the outputs.
    private string EmitPasses(SourceWriter writer, string target, Func<Pass, bool> isSpecial, Func<Pass, IEnumerable<PassEmitter>> special, string? last = null)
    {
        string source = Other(target);
        foreach (var pass in Passes())
        {
            if (pass.IsLast) target = last ?? target;
            if (isSpecial(pass))
            {
                foreach (var emitter in special(pass))
                {
                    writer.Skip();
                    emitter.Emit(writer, source, target);
                }
            }
            else
            {
                writer.Skip();
                writer.Write($"Butterflies<TSimd, TVector>.Radix{pass.Radix}(ref {source}, ref {target}, {pass.Butterflies}, {pass.Stride}, ref At(ref twiddle, {pass.Twiddles}));");
            }

            (source, target) = (target, source);
        }

        return source;
    }

    private static string Other(string buffer) => buffer == "buffer" ? "other" : "buffer";

    private IEnumerable<Pass> Passes()
    {
        int length = half, stride = 1, twiddles = 0;
        foreach (int radix in _radices)
        {
            int butterflies = length / radix;
            yield return new(radix, butterflies, stride, twiddles);
            twiddles += 2 * butterflies * (radix - 1);
            (length, stride) = (butterflies, stride * radix);
        }
    }

    private void EmitHalves(SourceWriter writer, Action<Codelet> body)
    {
        int twiddles = Passes().Sum(pass => 2 * pass.Butterflies * (pass.Radix - 1));
        writer.Block($"for (int f = 1; f <= {half / 2}; f++)", () =>
        {
            writer.Write($"TVector c = TSimd.Broadcast(ref twiddle, {twiddles - 2} + 2 * f), s = TSimd.Broadcast(ref twiddle, {twiddles - 1} + 2 * f);");
            var code = new Codelet();
            body(code);
            writer.Write(code.Lines());
        });
    }

    private void EmitAnalysisOf(Codelet code, string values)
    {
        string mirror = $"{SourceWriter.Literal(half)} - f";
        Complex a = code.LoadValue(values, "f"), b = code.LoadValue(values, mirror);
        var e = new Complex(code.Add(a.Re, b.Re), code.Subtract(a.Im, b.Im));
        var o = code.Twiddle(new(code.Add(a.Im, b.Im), code.Subtract(b.Re, a.Re)), "c", "s");
        code.StoreParts(code.Add(e, o), "to, f * bin", "to, f * bin + imaginary");
        code.StoreParts(new(code.Subtract(e.Re, o.Re), code.Subtract(o.Im, e.Im)), $"to, ({mirror}) * bin", $"to, ({mirror}) * bin + imaginary");
    }

    private void EmitSynthesisOf(Codelet code)
    {
        string mirror = $"{SourceWriter.Literal(half)} - f";
        Complex Load(string index) => new(code.Load($"TSimd.Load(ref from, {Codelet.Factor(index)} * bin)"), code.Load($"TSimd.Load(ref from, {Codelet.Factor(index)} * bin + imaginary)"));
        Complex a = Load("f"), b = Load(mirror);
        var e = new Complex(code.Add(a.Re, b.Re), code.Subtract(a.Im, b.Im));
        Complex d = new(code.Subtract(a.Re, b.Re), code.Add(a.Im, b.Im));

        // d·exp(iθ), by way of conj(conj(d)·exp(−iθ)).
        Complex turned = code.Twiddle(new(d.Im, d.Re), "c", "s");
        Complex o = new(turned.Im, turned.Re);
        var z = code.AddTurned(e, o);
        Complex mirrored = new(code.Add(e.Re, o.Im), code.Subtract(o.Re, e.Im));
        code.StoreValue(new(z.Im, z.Re), "other", "f");
        code.StoreValue(new(mirrored.Im, mirrored.Re), "other", mirror);
    }

    /// <summary>One pass: butterflies p of a radix, each over stride values q side by side, with twiddles of their own.</summary>
    private sealed record Pass(int Radix, int Butterflies, int Stride, int Twiddles)
    {
        public bool IsFirst => Stride == 1;

        public bool IsLast => Butterflies == 1;
    }

    /// <summary>Writes a pass for its place: from its inputs that are there to its outputs that are wanted.</summary>
    private sealed class PassEmitter(Pass pass)
    {
        public int Inputs { get; init; } = pass.Radix;

        public int Outputs { get; init; } = pass.Radix;

        /// <summary>The first butterfly.</summary>
        public int Begin { get; init; }

        /// <summary>Behind the last butterfly.</summary>
        public int End { get; init; } = pass.IsLast ? pass.Stride : pass.Butterflies;

        /// <summary>The places of the real and the imaginary part of an input; null for those of the buffer.</summary>
        public Func<string, (string Re, string Im)>? Load { get; init; }

        /// <summary>The places of the real and the imaginary part of an output; null for those of the buffer.</summary>
        public Func<string, (string Re, string Im)>? Store { get; init; }

        /// <summary>Whether real and imaginary parts change places on the way out.</summary>
        public bool Exchanges { get; init; }

        public void Emit(SourceWriter writer, string source, string target)
        {
            string index = pass.IsLast ? "q" : "p";
            writer.Write($"// Radix {pass.Radix}, {System.Math.Min(Inputs, pass.Radix)} inputs and {System.Math.Min(Outputs, pass.Radix)} outputs of each butterfly.");
            writer.Block($"for (int {index} = {Begin}; {index} < {End}; {index}++)", () =>
            {
                var code = new Codelet();
                var values = Enumerable.Range(0, pass.Radix).Select(j => j < Inputs ? Input(code, source, Index(index, 1, j * pass.Stride * pass.Butterflies)) : default);
                var sums = Butterfly.Of(code, [.. values]);
                if (!pass.IsLast) EmitTwiddles(writer);
                for (int k = 0; k < System.Math.Min(pass.Radix, Outputs); k++)
                {
                    string number = SourceWriter.Literal(k);
                    var value = k == 0 || pass.IsLast ? sums[k] : code.Twiddle(sums[k], $"c{number}", $"s{number}");
                    string place = Index(index, pass.IsLast ? 1 : pass.Radix, k * pass.Stride);
                    if (Store is { } store) code.StoreParts(value, store(place).Re, store(place).Im);
                    else code.StoreValue(Exchanges ? new(value.Im, value.Re) : value, target, place);
                }

                writer.Write(code.Lines());
            });
        }

        private void EmitTwiddles(SourceWriter writer)
        {
            for (int k = 1; k < pass.Radix; k++)
            {
                long first = pass.Twiddles + 2 * (k - 1), step = 2 * (pass.Radix - 1);
                writer.Write($"TVector c{k} = TSimd.Broadcast(ref twiddle, {Place(first)}), s{k} = TSimd.Broadcast(ref twiddle, {Place(first + 1)});");

                string Place(long at) => Unroll.Place((step, "p"), (at, ""));
            }
        }

        private Complex Input(Codelet code, string source, string index)
        {
            if (Load == null) return code.LoadValue(source, index);
            var (re, im) = Load(index);
            return new(code.Load($"TSimd.Load(ref {re})"), code.Load($"TSimd.Load(ref {im})"));
        }

        private static string Index(string index, int scale, int offset) =>
            (scale == 1 ? index : $"{SourceWriter.Literal(scale)} * {index}") + (offset == 0 ? "" : $" + {SourceWriter.Literal(offset)}");
    }
}
