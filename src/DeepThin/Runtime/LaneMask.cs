using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepThin.Runtime;

/// <summary>All bits for the first lanes of a vector, none for the others: a vector loaded at Full − count has count lanes set.</summary>
internal static class LaneMask
{
    public const int Full = 16;

    private static ReadOnlySpan<int> Bits =>
    [
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    public static ref float First
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.As<int, float>(ref MemoryMarshal.GetReference(Bits));
    }
}
