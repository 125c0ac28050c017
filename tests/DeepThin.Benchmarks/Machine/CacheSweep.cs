using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DeepThin.Benchmarks.Machine;

/// <summary>Reads more than the caches hold, so that whatever runs next finds nothing of its own there: what a device meets that predicts now and then.</summary>
internal sealed class CacheSweep
{
    private const int LineBytes = 64, MostBytes = 256 << 20;

    private readonly long[] _memory = GC.AllocateUninitializedArray<long>((int)(Math.Min(2 * CacheSizes.Read().L3, MostBytes) / sizeof(long)));

    private long _sink;

    /// <summary>A contender whose every repetition begins with empty caches; only the repetition is timed.</summary>
    /// <param name="contender">Its name.</param>
    /// <param name="action">One repetition.</param>
    public Contender Contender(string contender, Action action) => new(contender, repetitions =>
    {
        double microseconds = 0;
        for (int i = 0; i < repetitions; i++)
        {
            Run();
            long start = Stopwatch.GetTimestamp();
            action();
            microseconds += Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return microseconds;
    });

    // Written, so that the lines are this core's own, and read by the line.
    private void Run()
    {
        ref long first = ref MemoryMarshal.GetArrayDataReference(_memory);
        for (int i = 0; i < _memory.Length; i += LineBytes / sizeof(long)) _sink += System.Runtime.CompilerServices.Unsafe.Add(ref first, i)++;
    }
}
