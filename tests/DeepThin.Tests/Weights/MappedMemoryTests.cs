using System.Globalization;

namespace DeepThin.Tests.Weights;

/// <summary>The memory that a process takes for a mapped file. Alone, since it is the whole process's.</summary>
[CollectionDefinition(nameof(MappedMemoryTests), DisableParallelization = true)]
[Collection(nameof(MappedMemoryTests))]
public sealed class MappedMemoryTests : IDisposable
{
    private const string Maps = "/proc/self/maps";

    private readonly string _packed = Path.GetTempFileName();

    public void Dispose() => File.Delete(_packed);

    [Fact]
    public void A_mapped_file_takes_no_memory_of_the_process()
    {
        LargeModel.Create(1).SavePacked(_packed);
        float[] input = new float[LargeModel.InputLength], output = new float[LargeModel.OutputLength];
        LargeModel.LoadMapped(_packed).Forward(input, output);
        long before = GC.GetAllocatedBytesForCurrentThread(), dirty = PrivateDirtyBytes();
        var model = LargeModel.LoadMapped(_packed);
        model.Forward(input, output);
        long most = new FileInfo(_packed).Length / 10;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, most);
        Assert.InRange(PrivateDirtyBytes() - dirty, long.MinValue, most);
        GC.KeepAlive(model);
    }

    [Fact]
    public void A_file_is_mapped_only_where_that_is_asked_for()
    {
        if (!File.Exists(Maps)) return;
        LargeModel.Create(1).SavePacked(_packed);
        var model = LargeModel.Load(_packed);
        Assert.Equal(0, Mapped());
        GC.KeepAlive(model);
    }

    [Fact]
    public void A_model_that_is_collected_unmaps_its_file()
    {
        if (!File.Exists(Maps)) return;
        LargeModel.Create(1).SavePacked(_packed);
        Assert.InRange(LoadSome(), 1, int.MaxValue);
        for (int i = 0; i < 10 && Mapped() > 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(0, Mapped());
    }

    [Fact]
    public void A_model_that_is_disposed_of_unmaps_its_file_and_refuses_to_predict()
    {
        if (!File.Exists(Maps)) return;
        LargeModel.Create(1).SavePacked(_packed);
        float[] input = new float[LargeModel.InputLength], output = new float[LargeModel.OutputLength];
        var model = LargeModel.LoadMapped(_packed);
        using (model) model.Forward(input, output);
        Assert.Equal(0, Mapped());
        Assert.Throws<ObjectDisposedException>(() => model.Forward(input, output));
        Assert.Throws<ObjectDisposedException>(() => model.ForwardBatch(input, output));
        model.Dispose();
    }

    [Fact]
    public void A_file_stays_mapped_until_the_calls_that_read_it_have_ended()
    {
        if (!File.Exists(Maps)) return;
        LargeModel.Create(1).SavePacked(_packed);
        var weights = DeepThin.Runtime.ModelFile.LoadMapped(LargeModel.Info, _packed);
        using (weights.Read())
        {
            weights.Dispose();
            Assert.InRange(Mapped(), 1, int.MaxValue);
            Assert.Throws<ObjectDisposedException>(() => weights.Read());
        }

        Assert.Equal(0, Mapped());
    }

    [Fact]
    public void A_model_whose_parameters_lie_in_its_own_memory_does_not_mind_being_disposed_of()
    {
        var model = LargeModel.Create(1);
        float[] input = new float[LargeModel.InputLength], output = new float[LargeModel.OutputLength];
        model.Dispose();
        model.Forward(input, output);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private int LoadSome()
    {
        var models = Enumerable.Range(0, 5).Select(_ => LargeModel.LoadMapped(_packed)).ToList();
        int mapped = Mapped();
        GC.KeepAlive(models);
        return mapped;
    }

    private int Mapped() => File.ReadLines(Maps).Count(line => line.EndsWith(_packed, StringComparison.Ordinal));

    // Pages of a mapped file that nobody has written to are not among them.
    private static long PrivateDirtyBytes()
    {
        const string file = "/proc/self/smaps_rollup";
        if (!File.Exists(file)) return 0;
        string line = File.ReadLines(file).Single(line => line.StartsWith("Private_Dirty:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
