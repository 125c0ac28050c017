using System;

namespace DeepThin.Generators.Emitting.Kernels;

/// <summary>The discrete Fourier transforms of 2 to 5 complex vectors, as straight-line code.</summary>
internal static class Butterfly
{
    /// <summary>b[k] = Σ_j a[j]·exp(−2πi·j·k / radix).</summary>
    public static Complex[] Of(Codelet code, Complex[] a)
    {
        switch (a.Length)
        {
            case 2:
                return [code.Add(a[0], a[1]), code.Subtract(a[0], a[1])];
            case 3:
                var sum = code.Add(a[1], a[2]);
                var middle = code.MultiplySubtract(Constant(0.5), sum, a[0]);
                var turned = code.Multiply(Constant(Math.Sqrt(0.75)), code.Subtract(a[1], a[2]));
                return [code.Add(a[0], sum), code.SubtractTurned(middle, turned), code.AddTurned(middle, turned)];
            case 4:
                Complex even = code.Add(a[0], a[2]), odd = code.Add(a[1], a[3]), evens = code.Subtract(a[0], a[2]), odds = code.Subtract(a[1], a[3]);
                return [code.Add(even, odd), code.SubtractTurned(evens, odds), code.Subtract(even, odd), code.AddTurned(evens, odds)];
            case 5:
                return OfFive(code, a);
            default:
                throw new ArgumentException($"No butterfly has {a.Length} inputs.", nameof(a));
        }
    }

    private static Complex[] OfFive(Codelet code, Complex[] a)
    {
        double fifth = 2 * Math.PI / 5;
        Complex outer = code.Add(a[1], a[4]), inner = code.Add(a[2], a[3]), outers = code.Subtract(a[1], a[4]), inners = code.Subtract(a[2], a[3]);
        Complex Cosines(double first, double second) => code.MultiplyAdd(Constant(second), inner, code.MultiplyAdd(Constant(first), outer, a[0]));
        var one = Cosines(Math.Cos(fifth), Math.Cos(2 * fifth));
        var two = Cosines(Math.Cos(2 * fifth), Math.Cos(fifth));
        var sineOne = code.MultiplyAdd(Constant(Math.Sin(2 * fifth)), inners, code.Multiply(Constant(Math.Sin(fifth)), outers));
        var sineTwo = code.MultiplySubtract(Constant(Math.Sin(fifth)), inners, code.Multiply(Constant(Math.Sin(2 * fifth)), outers));
        return
        [
            code.Add(a[0], code.Add(outer, inner)), code.SubtractTurned(one, sineOne), code.SubtractTurned(two, sineTwo), code.AddTurned(two, sineTwo),
            code.AddTurned(one, sineOne),
        ];
    }

    private static string Constant(double value) => $"TSimd.Broadcast({SourceWriter.Literal((float)value)})";
}
