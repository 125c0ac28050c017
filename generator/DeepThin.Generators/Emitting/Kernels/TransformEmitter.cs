using System;
using System.Collections.Generic;
using System.Linq;
using DeepThin.Planning;

namespace DeepThin.Generators.Emitting.Kernels;

/// <summary>
/// Writes real transforms of one vector of lanes, of length N = 2·half: a complex transform of half the length over pairs of values, and a
/// pass that takes the two halves apart (Sorensen, Jones, Heideman and Burrus, 1987). The passes are Stockham's: outputs in order, two
/// buffers in turn, a loop of straight-line butterflies each. Inputs known to be zero and outputs nobody wants are left out.
/// </summary>
internal sealed class TransformEmitter(int half)
{
    private const string Turn = "2 * TSimd.Count";

    private readonly IReadOnlyList<int> _radices = Transform.Radices(half);

    /// <summary>The complex transform's passes in words.</summary>
    public string Describe() => string.Join("·", _radices.Select(radix => SourceWriter.Literal(radix)));

    /// <summary>The cosines and sines of all passes, then those of the halving.</summary>
    public void EmitTwiddles(SourceWriter writer)
    {
        writer.Write("""
            /// <summary>Cosines and sines: for each pass those of the powers of its twiddles, butterfly by butterfly, then those of exp(2πi·f / N).</summary>
            private static global::System.ReadOnlySpan<float> Twiddles =>
            [
            """);
        writer.WriteList([.. TwiddleTurns().Select(turn => $"{Cosine(turn)}, {Sine(turn)}")], 5);
        writer.Write("];");
        writer.Skip();
    }

    /// <summary>
    /// From rows of real values, at <c>from</c> and <c>row</c> apart, to the bins 0 … half, at <c>to</c> and <c>bin</c> apart, twice their value.
    /// </summary>
    public void EmitAnalysis(SourceWriter writer, int rows)
    {
        writer.Block($"private static void Analyze(ref float from, nint row, ref float to, nint bin, nint imaginary, ref float buffer)", () =>
        {
            writer.Write($"""
                ref float other = ref At(ref buffer, {half} * {Turn});
                ref float twiddle = ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(Twiddles);
                """);
            string values = EmitPasses(writer, inverse: false, (rows + 1) / 2, half, "buffer", index => ($"TSimd.Load(ref from, 2 * ({index}) * row)", $"TSimd.Load(ref from, (2 * ({index}) + 1) * row)"));
            writer.Skip();
            writer.Write($"// X[f] = E + W·O and X[half − f] = conj(E − W·O), W = exp(−2πi·f / N), E = Z[f] + conj Z[half − f], i·O = Z[f] − conj Z[half − f].");
            EmitHalving(writer, values, inverse: false);
        });
        writer.Skip();
    }

    /// <summary>
    /// From the bins 0 … half, at <c>from</c> and <c>bin</c> apart, to rows of real values, N times their value; rows 2k and 2k + 1 are the real
    /// and the imaginary part of value k of the buffer that is returned.
    /// </summary>
    public void EmitSynthesis(SourceWriter writer, int rows)
    {
        writer.Block($"private static ref float Synthesize(ref float from, nint bin, nint imaginary, ref float buffer)", () =>
        {
            writer.Write($"""
                ref float other = ref At(ref buffer, {half} * {Turn});
                ref float twiddle = ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(Twiddles);

                // Z[f] = E + i·O and Z[half − f] = conj(E − i·O), E = Y[f] + conj Y[half − f], O = (Y[f] − conj Y[half − f])·exp(2πi·f / N).
                """);
            EmitHalving(writer, "other", inverse: true);
            string values = EmitPasses(writer, inverse: true, half, (rows + 1) / 2, "buffer", index => Buffered("other", index));
            writer.Write($"return ref {values};");
        });
        writer.Skip();
    }

    private static (string Re, string Im) Buffered(string buffer, string index) =>
        ($"TSimd.Load(ref {buffer}, ({index}) * {Turn})", $"TSimd.Load(ref {buffer}, ({index}) * {Turn} + TSimd.Count)");

    // Returns the buffer that holds the outputs.
    private string EmitPasses(SourceWriter writer, bool inverse, int present, int needed, string target, Func<string, (string Re, string Im)> load)
    {
        int length = half, stride = 1, twiddles = 0;
        foreach (int radix in _radices)
        {
            int butterflies = length / radix;
            var pass = new Pass(radix, butterflies, stride, inverse, load, target, twiddles);
            writer.Skip();
            writer.Write($"// Radix {radix}: {butterflies} twiddled butterflies, each over {stride} values side by side.");
            EmitPass(writer, pass, stride == 1 ? present : half, butterflies == 1 ? needed : half);
            twiddles += butterflies > 1 ? 2 * butterflies * (radix - 1) : 0;
            (length, stride) = (butterflies, stride * radix);
            string source = target;
            load = index => Buffered(source, index);
            target = target == "buffer" ? "other" : "buffer";
        }

        return target == "buffer" ? "other" : "buffer";
    }

    private static void EmitPass(SourceWriter writer, Pass pass, int present, int needed)
    {
        // Of the first pass, the butterflies p < rest have one input more than the others; of the last, the values q < rest one output more.
        if (pass.Butterflies == 1)
        {
            EmitLoop(writer, "q", 0, needed % pass.Stride, code => pass.Body(code, "0", "q", pass.Radix, needed / pass.Stride + 1), pass, hasTwiddles: false);
            EmitLoop(writer, "q", needed % pass.Stride, pass.Stride, code => pass.Body(code, "0", "q", pass.Radix, needed / pass.Stride), pass, hasTwiddles: false);
            return;
        }

        if (pass.Stride == 1)
        {
            int rest = present % pass.Butterflies;
            EmitLoop(writer, "p", 0, rest, code => pass.Body(code, "p", "0", present / pass.Butterflies + 1, pass.Radix), pass, hasTwiddles: true);
            EmitLoop(writer, "p", rest, pass.Butterflies, code => pass.Body(code, "p", "0", present / pass.Butterflies, pass.Radix), pass, hasTwiddles: true);
            return;
        }

        writer.Block($"for (int p = 0; p < {pass.Butterflies}; p++)", () =>
        {
            pass.EmitTwiddles(writer);
            writer.Block($"for (int q = 0; q < {pass.Stride}; q++)", () => EmitBody(writer, code => pass.Body(code, "p", "q", pass.Radix, pass.Radix)));
        });
    }

    private static void EmitLoop(SourceWriter writer, string index, int from, int to, Action<Codelet> body, Pass pass, bool hasTwiddles)
    {
        if (from >= to) return;
        writer.Block($"for (int {index} = {from}; {index} < {to}; {index}++)", () =>
        {
            if (hasTwiddles) pass.EmitTwiddles(writer);
            EmitBody(writer, body);
        });
    }

    private static void EmitBody(SourceWriter writer, Action<Codelet> body)
    {
        var code = new Codelet();
        body(code);
        writer.Write(code.Lines(0));
    }

    private void EmitHalving(SourceWriter writer, string buffer, bool inverse)
    {
        int twiddles = 2 * TwiddleTurns().Count() - 2 * (half / 2);
        writer.Write(inverse
            ? $$"""
            TVector first = TSimd.Load(ref from, 0), last = TSimd.Load(ref from, {{half}} * bin);
            TSimd.Store(TSimd.Add(first, last), ref {{buffer}}, 0);
            TSimd.Store(TSimd.Subtract(first, last), ref {{buffer}}, TSimd.Count);
            """
            : $$"""
            TVector even = TSimd.Load(ref {{buffer}}, 0), odd = TSimd.Load(ref {{buffer}}, TSimd.Count);
            TVector first = TSimd.Add(even, odd), last = TSimd.Subtract(even, odd);
            TSimd.Store(TSimd.Add(first, first), ref to, 0);
            TSimd.Store(TSimd.Zero, ref to, imaginary);
            TSimd.Store(TSimd.Add(last, last), ref to, {{half}} * bin);
            TSimd.Store(TSimd.Zero, ref to, {{half}} * bin + imaginary);
            """);
        writer.Block($"for (int f = 1; f <= {half / 2}; f++)", () =>
        {
            writer.Write($"TVector c = TSimd.Broadcast(ref twiddle, {twiddles} + 2 * (f - 1)), s = TSimd.Broadcast(ref twiddle, {twiddles} + 2 * (f - 1) + 1);");
            EmitBody(writer, code => EmitHalvingOf(code, buffer, inverse));
        });
    }

    private void EmitHalvingOf(Codelet code, string buffer, bool inverse)
    {
        string mirror = $"{SourceWriter.Literal(half)} - f";
        Complex Value(string index)
        {
            var (re, im) = inverse ? ($"TSimd.Load(ref from, ({index}) * bin)", $"TSimd.Load(ref from, ({index}) * bin + imaginary)") : Buffered(buffer, index);
            return new(code.Load(re), code.Load(im));
        }

        void Store(string index, Complex value)
        {
            string at = inverse ? $"ref {buffer}, ({index}) * {Turn}" : $"ref to, ({index}) * bin";
            code.Store($"TSimd.Store({value.Re}, {at});", value.Re!);
            code.Store($"TSimd.Store({value.Im}, {at} + {(inverse ? "TSimd.Count" : "imaginary")});", value.Im!);
        }

        Complex a = Value("f"), b = Value(mirror);
        var e = new Complex(code.Add(a.Re, b.Re), code.Subtract(a.Im, b.Im));
        if (inverse)
        {
            var o = code.Twiddle(new(code.Subtract(a.Re, b.Re), code.Add(a.Im, b.Im)), "c", "s", conjugate: false);
            Store("f", code.AddTurned(e, o));
            Store(mirror, new(code.Add(e.Re, o.Im), code.Subtract(o.Re, e.Im)));
        }
        else
        {
            var o = code.Twiddle(new(code.Add(a.Im, b.Im), code.Subtract(b.Re, a.Re)), "c", "s", conjugate: true);
            Store("f", code.Add(e, o));
            Store(mirror, new(code.Subtract(e.Re, o.Re), code.Subtract(o.Im, e.Im)));
        }
    }

    // In turns of the circle.
    private IEnumerable<double> TwiddleTurns()
    {
        int length = half;
        foreach (int radix in _radices)
        {
            int butterflies = length / radix;
            for (int p = 0; p < butterflies && butterflies > 1; p++)
            {
                for (int k = 1; k < radix; k++) yield return (double)k * p / length;
            }

            length = butterflies;
        }

        for (int f = 1; f <= half / 2; f++) yield return (double)f / (2 * half);
    }

    private static string Cosine(double turn) => SourceWriter.Literal((float)Math.Cos(2 * Math.PI * turn));

    private static string Sine(double turn) => SourceWriter.Literal((float)Math.Sin(2 * Math.PI * turn));

    private sealed record Pass(
        int Radix, int Butterflies, int Stride, bool Inverse, Func<string, (string Re, string Im)> Load, string Target, int Twiddles)
    {
        public void EmitTwiddles(SourceWriter writer)
        {
            for (int k = 1; k < Radix; k++)
            {
                writer.Write($"TVector c{k} = TSimd.Broadcast(ref twiddle, {Twiddles + 2 * (k - 1)} + {2 * (Radix - 1)} * p), s{k} = TSimd.Broadcast(ref twiddle, {Twiddles + 2 * (k - 1) + 1} + {2 * (Radix - 1)} * p);");
            }
        }

        public void Body(Codelet code, string p, string q, int inputs, int outputs)
        {
            var values = Enumerable.Range(0, Radix).Select(j => j < inputs ? Input(code, Index(p, q, 1, j * Stride * Butterflies)) : default).ToArray();
            var sums = Butterfly.Of(code, values, Inverse);
            for (int k = 0; k < Math.Min(Radix, outputs); k++)
            {
                var value = k > 0 && Butterflies > 1 ? code.Twiddle(sums[k], $"c{SourceWriter.Literal(k)}", $"s{SourceWriter.Literal(k)}", conjugate: !Inverse) : sums[k];
                string at = $"ref {Target}, ({Index(p, q, Radix, k * Stride)}) * {Turn}";
                Write(code, value.Re, at);
                Write(code, value.Im, at + " + TSimd.Count");
            }
        }

        private static void Write(Codelet code, string? value, string at) =>
            code.Store($"TSimd.Store({value ?? "TSimd.Zero"}, {at});", value == null ? [] : [value]);

        private Complex Input(Codelet code, string index)
        {
            var (re, im) = Load(index);
            return new(code.Load(re), code.Load(im));
        }

        // q + stride·scale·p + offset
        private string Index(string p, string q, int scale, int offset)
        {
            string product = p == "0" ? "" : Stride * scale == 1 ? p : $"{SourceWriter.Literal(Stride * scale)} * {p}";
            string[] terms = [q == "0" ? "" : q, product, offset == 0 ? "" : SourceWriter.Literal(offset)];
            string sum = string.Join(" + ", terms.Where(term => term.Length > 0));
            return sum.Length == 0 ? "0" : sum;
        }
    }
}
