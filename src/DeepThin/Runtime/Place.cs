using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepThin.Runtime;

/// <summary>Places in memory that begin at a reference. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Place
{
    /// <summary>The value at an index. The index is not checked.</summary>
    /// <typeparam name="T">The type of values.</typeparam>
    /// <param name="start">The value at index 0.</param>
    /// <param name="index">The index; negative ones lie before <paramref name="start"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T At<T>(ref T start, nint index) => ref Unsafe.Add(ref start, index);

    /// <summary>Writes zeros.</summary>
    /// <param name="start">The first value.</param>
    /// <param name="length">The number of values.</param>
    public static void Clear(ref float start, int length) => Panel.Zero(ref start, length);
}
