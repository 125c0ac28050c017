using System.Runtime.InteropServices;

namespace DeepThin.Native.Tests;

/// <summary>What the tests ask the library's runtime.</summary>
internal static class Allocations
{
    [UnmanagedCallersOnly(EntryPoint = "allocated_bytes")]
    private static long OfThisThread() => GC.GetAllocatedBytesForCurrentThread();
}
