using System.Globalization;

namespace DeepThin.Tests.Weights;

/// <summary>The memory that a process takes for a mapped file. Alone, since it is the whole process's.</summary>
[CollectionDefinition(nameof(MappedMemoryTests), DisableParallelization = true)]
[Collection(nameof(MappedMemoryTests))]
public sealed class MappedMemoryTests : IDisposable
{
    private readonly string _packed = Path.GetTempFileName();

    public void Dispose() => File.Delete(_packed);

    [Fact]
    public void A_mapped_file_takes_no_memory_of_the_process()
    {
        LargeModel.Create(1).Save(_packed, packed: true);
        float[] input = new float[LargeModel.InputLength], output = new float[LargeModel.OutputLength];
        LargeModel.Load(_packed).Forward(input, output);
        long before = GC.GetAllocatedBytesForCurrentThread(), dirty = PrivateDirtyBytes();
        var model = LargeModel.Load(_packed);
        model.Forward(input, output);
        long most = new FileInfo(_packed).Length / 10;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, most);
        Assert.InRange(PrivateDirtyBytes() - dirty, long.MinValue, most);
        GC.KeepAlive(model);
    }

    // Pages of a mapped file that nobody has written to are not among them.
    private static long PrivateDirtyBytes()
    {
        const string file = "/proc/self/smaps_rollup";
        if (!File.Exists(file)) return 0;
        string line = File.ReadLines(file).Single(line => line.StartsWith("Private_Dirty:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
