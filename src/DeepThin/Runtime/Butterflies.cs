using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepThin.Runtime;

/// <summary>
/// Passes of a complex Fourier transform of one vector of lanes (Stockham): butterfly p takes the values p, p + butterflies, … of each of
/// stride sequences q side by side, turns its sums by its twiddle, and writes them one after the other. A complex value is the vector of its
/// real parts, then the vector of its imaginary parts. The passes that need not be cut to a length; called by generated code.
/// </summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Butterflies<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>A pass of radix 2.</summary>
    /// <param name="source">The inputs.</param>
    /// <param name="target">Receives the outputs.</param>
    /// <param name="butterflies">The number of butterflies p.</param>
    /// <param name="stride">The values q side by side.</param>
    /// <param name="twiddle">For each butterfly the cosines and sines of its twiddle.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Radix2(ref float source, ref float target, int butterflies, int stride, ref float twiddle)
    {
        nint input = 2 * TSimd.Count * (nint)stride * butterflies, output = 2 * TSimd.Count * (nint)stride;
        for (int p = 0; p < butterflies; p++)
        {
            ref float from = ref Unsafe.Add(ref source, output * p), to = ref Unsafe.Add(ref target, 2 * output * p);
            TVector c1 = TSimd.Broadcast(ref twiddle, 0), s1 = TSimd.Broadcast(ref twiddle, 1);
            for (int q = 0; q < stride; q++)
            {
                TVector t0 = TSimd.Load(ref from, 0);
                TVector t1 = TSimd.Load(ref from, TSimd.Count);
                TVector t2 = TSimd.Load(ref from, input);
                TVector t3 = TSimd.Load(ref from, input + TSimd.Count);
                TVector t4 = TSimd.Add(t0, t2);
                TVector t5 = TSimd.Add(t1, t3);
                TVector t6 = TSimd.Subtract(t0, t2);
                TVector t7 = TSimd.Subtract(t1, t3);
                TVector t8 = TSimd.Multiply(c1, t6);
                TVector t9 = TSimd.MultiplyAdd(s1, t7, t8);
                TVector t10 = TSimd.Multiply(c1, t7);
                TVector t11 = TSimd.MultiplySubtractFrom(s1, t6, t10);
                TSimd.Store(t4, ref to, 0);
                TSimd.Store(t5, ref to, TSimd.Count);
                TSimd.Store(t9, ref to, output);
                TSimd.Store(t11, ref to, output + TSimd.Count);
                from = ref Unsafe.Add(ref from, 2 * TSimd.Count);
                to = ref Unsafe.Add(ref to, 2 * TSimd.Count);
            }

            twiddle = ref Unsafe.Add(ref twiddle, 2);
        }
    }

    /// <summary>A pass of radix 3.</summary>
    /// <param name="source">The inputs.</param>
    /// <param name="target">Receives the outputs.</param>
    /// <param name="butterflies">The number of butterflies p.</param>
    /// <param name="stride">The values q side by side.</param>
    /// <param name="twiddle">For each butterfly the cosines and sines of its twiddle's first 2 powers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Radix3(ref float source, ref float target, int butterflies, int stride, ref float twiddle)
    {
        nint input = 2 * TSimd.Count * (nint)stride * butterflies, output = 2 * TSimd.Count * (nint)stride;
        for (int p = 0; p < butterflies; p++)
        {
            ref float from = ref Unsafe.Add(ref source, output * p), to = ref Unsafe.Add(ref target, 3 * output * p);
            TVector c1 = TSimd.Broadcast(ref twiddle, 0), s1 = TSimd.Broadcast(ref twiddle, 1);
            TVector c2 = TSimd.Broadcast(ref twiddle, 2), s2 = TSimd.Broadcast(ref twiddle, 3);
            for (int q = 0; q < stride; q++)
            {
                TVector t0 = TSimd.Load(ref from, 0);
                TVector t1 = TSimd.Load(ref from, TSimd.Count);
                TVector t2 = TSimd.Load(ref from, input);
                TVector t3 = TSimd.Load(ref from, input + TSimd.Count);
                TVector t4 = TSimd.Load(ref from, 2 * input);
                TVector t5 = TSimd.Load(ref from, 2 * input + TSimd.Count);
                TVector t6 = TSimd.Add(t2, t4);
                TVector t7 = TSimd.Add(t3, t5);
                TVector t8 = TSimd.MultiplySubtractFrom(TSimd.Broadcast(0.5f), t6, t0);
                TVector t9 = TSimd.MultiplySubtractFrom(TSimd.Broadcast(0.5f), t7, t1);
                TVector t10 = TSimd.Subtract(t2, t4);
                TVector t11 = TSimd.Subtract(t3, t5);
                TVector t12 = TSimd.Multiply(TSimd.Broadcast(0.8660254f), t10);
                TVector t13 = TSimd.Multiply(TSimd.Broadcast(0.8660254f), t11);
                TVector t14 = TSimd.Add(t0, t6);
                TVector t15 = TSimd.Add(t1, t7);
                TVector t16 = TSimd.Add(t8, t13);
                TVector t17 = TSimd.Subtract(t9, t12);
                TVector t18 = TSimd.Subtract(t8, t13);
                TVector t19 = TSimd.Add(t9, t12);
                TVector t20 = TSimd.Multiply(c1, t16);
                TVector t21 = TSimd.MultiplyAdd(s1, t17, t20);
                TVector t22 = TSimd.Multiply(c1, t17);
                TVector t23 = TSimd.MultiplySubtractFrom(s1, t16, t22);
                TVector t24 = TSimd.Multiply(c2, t18);
                TVector t25 = TSimd.MultiplyAdd(s2, t19, t24);
                TVector t26 = TSimd.Multiply(c2, t19);
                TVector t27 = TSimd.MultiplySubtractFrom(s2, t18, t26);
                TSimd.Store(t14, ref to, 0);
                TSimd.Store(t15, ref to, TSimd.Count);
                TSimd.Store(t21, ref to, output);
                TSimd.Store(t23, ref to, output + TSimd.Count);
                TSimd.Store(t25, ref to, 2 * output);
                TSimd.Store(t27, ref to, 2 * output + TSimd.Count);
                from = ref Unsafe.Add(ref from, 2 * TSimd.Count);
                to = ref Unsafe.Add(ref to, 2 * TSimd.Count);
            }

            twiddle = ref Unsafe.Add(ref twiddle, 4);
        }
    }

    /// <summary>A pass of radix 4.</summary>
    /// <param name="source">The inputs.</param>
    /// <param name="target">Receives the outputs.</param>
    /// <param name="butterflies">The number of butterflies p.</param>
    /// <param name="stride">The values q side by side.</param>
    /// <param name="twiddle">For each butterfly the cosines and sines of its twiddle's first 3 powers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Radix4(ref float source, ref float target, int butterflies, int stride, ref float twiddle)
    {
        nint input = 2 * TSimd.Count * (nint)stride * butterflies, output = 2 * TSimd.Count * (nint)stride;
        for (int p = 0; p < butterflies; p++)
        {
            ref float from = ref Unsafe.Add(ref source, output * p), to = ref Unsafe.Add(ref target, 4 * output * p);
            TVector c1 = TSimd.Broadcast(ref twiddle, 0), s1 = TSimd.Broadcast(ref twiddle, 1);
            TVector c2 = TSimd.Broadcast(ref twiddle, 2), s2 = TSimd.Broadcast(ref twiddle, 3);
            TVector c3 = TSimd.Broadcast(ref twiddle, 4), s3 = TSimd.Broadcast(ref twiddle, 5);
            for (int q = 0; q < stride; q++)
            {
                TVector t0 = TSimd.Load(ref from, 0);
                TVector t1 = TSimd.Load(ref from, TSimd.Count);
                TVector t2 = TSimd.Load(ref from, input);
                TVector t3 = TSimd.Load(ref from, input + TSimd.Count);
                TVector t4 = TSimd.Load(ref from, 2 * input);
                TVector t5 = TSimd.Load(ref from, 2 * input + TSimd.Count);
                TVector t6 = TSimd.Load(ref from, 3 * input);
                TVector t7 = TSimd.Load(ref from, 3 * input + TSimd.Count);
                TVector t8 = TSimd.Add(t0, t4);
                TVector t9 = TSimd.Add(t1, t5);
                TVector t10 = TSimd.Add(t2, t6);
                TVector t11 = TSimd.Add(t3, t7);
                TVector t12 = TSimd.Subtract(t0, t4);
                TVector t13 = TSimd.Subtract(t1, t5);
                TVector t14 = TSimd.Subtract(t2, t6);
                TVector t15 = TSimd.Subtract(t3, t7);
                TVector t16 = TSimd.Add(t8, t10);
                TVector t17 = TSimd.Add(t9, t11);
                TVector t18 = TSimd.Add(t12, t15);
                TVector t19 = TSimd.Subtract(t13, t14);
                TVector t20 = TSimd.Subtract(t8, t10);
                TVector t21 = TSimd.Subtract(t9, t11);
                TVector t22 = TSimd.Subtract(t12, t15);
                TVector t23 = TSimd.Add(t13, t14);
                TVector t24 = TSimd.Multiply(c1, t18);
                TVector t25 = TSimd.MultiplyAdd(s1, t19, t24);
                TVector t26 = TSimd.Multiply(c1, t19);
                TVector t27 = TSimd.MultiplySubtractFrom(s1, t18, t26);
                TVector t28 = TSimd.Multiply(c2, t20);
                TVector t29 = TSimd.MultiplyAdd(s2, t21, t28);
                TVector t30 = TSimd.Multiply(c2, t21);
                TVector t31 = TSimd.MultiplySubtractFrom(s2, t20, t30);
                TVector t32 = TSimd.Multiply(c3, t22);
                TVector t33 = TSimd.MultiplyAdd(s3, t23, t32);
                TVector t34 = TSimd.Multiply(c3, t23);
                TVector t35 = TSimd.MultiplySubtractFrom(s3, t22, t34);
                TSimd.Store(t16, ref to, 0);
                TSimd.Store(t17, ref to, TSimd.Count);
                TSimd.Store(t25, ref to, output);
                TSimd.Store(t27, ref to, output + TSimd.Count);
                TSimd.Store(t29, ref to, 2 * output);
                TSimd.Store(t31, ref to, 2 * output + TSimd.Count);
                TSimd.Store(t33, ref to, 3 * output);
                TSimd.Store(t35, ref to, 3 * output + TSimd.Count);
                from = ref Unsafe.Add(ref from, 2 * TSimd.Count);
                to = ref Unsafe.Add(ref to, 2 * TSimd.Count);
            }

            twiddle = ref Unsafe.Add(ref twiddle, 6);
        }
    }

    /// <summary>A pass of radix 5.</summary>
    /// <param name="source">The inputs.</param>
    /// <param name="target">Receives the outputs.</param>
    /// <param name="butterflies">The number of butterflies p.</param>
    /// <param name="stride">The values q side by side.</param>
    /// <param name="twiddle">For each butterfly the cosines and sines of its twiddle's first 4 powers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Radix5(ref float source, ref float target, int butterflies, int stride, ref float twiddle)
    {
        nint input = 2 * TSimd.Count * (nint)stride * butterflies, output = 2 * TSimd.Count * (nint)stride;
        for (int p = 0; p < butterflies; p++)
        {
            ref float from = ref Unsafe.Add(ref source, output * p), to = ref Unsafe.Add(ref target, 5 * output * p);
            TVector c1 = TSimd.Broadcast(ref twiddle, 0), s1 = TSimd.Broadcast(ref twiddle, 1);
            TVector c2 = TSimd.Broadcast(ref twiddle, 2), s2 = TSimd.Broadcast(ref twiddle, 3);
            TVector c3 = TSimd.Broadcast(ref twiddle, 4), s3 = TSimd.Broadcast(ref twiddle, 5);
            TVector c4 = TSimd.Broadcast(ref twiddle, 6), s4 = TSimd.Broadcast(ref twiddle, 7);
            for (int q = 0; q < stride; q++)
            {
                TVector t0 = TSimd.Load(ref from, 0);
                TVector t1 = TSimd.Load(ref from, TSimd.Count);
                TVector t2 = TSimd.Load(ref from, input);
                TVector t3 = TSimd.Load(ref from, input + TSimd.Count);
                TVector t4 = TSimd.Load(ref from, 2 * input);
                TVector t5 = TSimd.Load(ref from, 2 * input + TSimd.Count);
                TVector t6 = TSimd.Load(ref from, 3 * input);
                TVector t7 = TSimd.Load(ref from, 3 * input + TSimd.Count);
                TVector t8 = TSimd.Load(ref from, 4 * input);
                TVector t9 = TSimd.Load(ref from, 4 * input + TSimd.Count);
                TVector t10 = TSimd.Add(t2, t8);
                TVector t11 = TSimd.Add(t3, t9);
                TVector t12 = TSimd.Add(t4, t6);
                TVector t13 = TSimd.Add(t5, t7);
                TVector t14 = TSimd.Subtract(t2, t8);
                TVector t15 = TSimd.Subtract(t3, t9);
                TVector t16 = TSimd.Subtract(t4, t6);
                TVector t17 = TSimd.Subtract(t5, t7);
                TVector t18 = TSimd.MultiplyAdd(TSimd.Broadcast(0.309017f), t10, t0);
                TVector t19 = TSimd.MultiplyAdd(TSimd.Broadcast(0.309017f), t11, t1);
                TVector t20 = TSimd.MultiplyAdd(TSimd.Broadcast(-0.809017f), t12, t18);
                TVector t21 = TSimd.MultiplyAdd(TSimd.Broadcast(-0.809017f), t13, t19);
                TVector t22 = TSimd.MultiplyAdd(TSimd.Broadcast(-0.809017f), t10, t0);
                TVector t23 = TSimd.MultiplyAdd(TSimd.Broadcast(-0.809017f), t11, t1);
                TVector t24 = TSimd.MultiplyAdd(TSimd.Broadcast(0.309017f), t12, t22);
                TVector t25 = TSimd.MultiplyAdd(TSimd.Broadcast(0.309017f), t13, t23);
                TVector t26 = TSimd.Multiply(TSimd.Broadcast(0.95105654f), t14);
                TVector t27 = TSimd.Multiply(TSimd.Broadcast(0.95105654f), t15);
                TVector t28 = TSimd.MultiplyAdd(TSimd.Broadcast(0.58778524f), t16, t26);
                TVector t29 = TSimd.MultiplyAdd(TSimd.Broadcast(0.58778524f), t17, t27);
                TVector t30 = TSimd.Multiply(TSimd.Broadcast(0.58778524f), t14);
                TVector t31 = TSimd.Multiply(TSimd.Broadcast(0.58778524f), t15);
                TVector t32 = TSimd.MultiplySubtractFrom(TSimd.Broadcast(0.95105654f), t16, t30);
                TVector t33 = TSimd.MultiplySubtractFrom(TSimd.Broadcast(0.95105654f), t17, t31);
                TVector t34 = TSimd.Add(t10, t12);
                TVector t35 = TSimd.Add(t11, t13);
                TVector t36 = TSimd.Add(t0, t34);
                TVector t37 = TSimd.Add(t1, t35);
                TVector t38 = TSimd.Add(t20, t29);
                TVector t39 = TSimd.Subtract(t21, t28);
                TVector t40 = TSimd.Add(t24, t33);
                TVector t41 = TSimd.Subtract(t25, t32);
                TVector t42 = TSimd.Subtract(t24, t33);
                TVector t43 = TSimd.Add(t25, t32);
                TVector t44 = TSimd.Subtract(t20, t29);
                TVector t45 = TSimd.Add(t21, t28);
                TVector t46 = TSimd.Multiply(c1, t38);
                TVector t47 = TSimd.MultiplyAdd(s1, t39, t46);
                TVector t48 = TSimd.Multiply(c1, t39);
                TVector t49 = TSimd.MultiplySubtractFrom(s1, t38, t48);
                TVector t50 = TSimd.Multiply(c2, t40);
                TVector t51 = TSimd.MultiplyAdd(s2, t41, t50);
                TVector t52 = TSimd.Multiply(c2, t41);
                TVector t53 = TSimd.MultiplySubtractFrom(s2, t40, t52);
                TVector t54 = TSimd.Multiply(c3, t42);
                TVector t55 = TSimd.MultiplyAdd(s3, t43, t54);
                TVector t56 = TSimd.Multiply(c3, t43);
                TVector t57 = TSimd.MultiplySubtractFrom(s3, t42, t56);
                TVector t58 = TSimd.Multiply(c4, t44);
                TVector t59 = TSimd.MultiplyAdd(s4, t45, t58);
                TVector t60 = TSimd.Multiply(c4, t45);
                TVector t61 = TSimd.MultiplySubtractFrom(s4, t44, t60);
                TSimd.Store(t36, ref to, 0);
                TSimd.Store(t37, ref to, TSimd.Count);
                TSimd.Store(t47, ref to, output);
                TSimd.Store(t49, ref to, output + TSimd.Count);
                TSimd.Store(t51, ref to, 2 * output);
                TSimd.Store(t53, ref to, 2 * output + TSimd.Count);
                TSimd.Store(t55, ref to, 3 * output);
                TSimd.Store(t57, ref to, 3 * output + TSimd.Count);
                TSimd.Store(t59, ref to, 4 * output);
                TSimd.Store(t61, ref to, 4 * output + TSimd.Count);
                from = ref Unsafe.Add(ref from, 2 * TSimd.Count);
                to = ref Unsafe.Add(ref to, 2 * TSimd.Count);
            }

            twiddle = ref Unsafe.Add(ref twiddle, 8);
        }
    }
}
