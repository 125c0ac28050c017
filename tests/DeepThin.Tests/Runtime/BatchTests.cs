using DeepThin.Runtime;

namespace DeepThin.Tests.Runtime;

/// <summary>How a batch is cut and shared, seen by a network that keeps account.</summary>
public sealed class BatchTests
{
    private const int Inputs = 3;
    private const int Outputs = 2;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(-1)]
    public void Every_sample_is_predicted_once_and_in_its_place(int threads)
    {
        foreach (int count in (int[])[0, 1, 63, 64, 65, 200, 1000])
        {
            var account = new Account();
            float[] outputs = Run(account, count, threads);
            Assert.Equal(Enumerable.Range(0, count).SelectMany(i => (float[])[2 * i, 2 * i + 1]), outputs);
            Assert.Equal([.. Enumerable.Repeat(64, count / 64), .. count % 64 > 0 ? [count % 64] : Array.Empty<int>()], account.Panels.OrderDescending());
        }
    }

    [Theory]
    [InlineData(64, 8)]
    [InlineData(1, -1)]
    [InlineData(1000, 1)]
    public void What_one_thread_does_is_done_on_the_callers_and_allocates_nothing(int count, int threads)
    {
        var account = new Account();
        Run(account, count, threads);
        Assert.Equal([Environment.CurrentManagedThreadId], account.Threads.Distinct());

        float[] inputs = new float[count * Inputs], outputs = new float[count * Outputs];
        Batch.Run(new Silent(), inputs, outputs, count, Inputs, Outputs, threads);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Batch.Run(new Silent(), inputs, outputs, count, Inputs, Outputs, threads);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Threads_work_at_the_same_time()
    {
        // Two panels wait for each other; alone, the first would wait in vain.
        using var both = new Barrier(2);
        Run(new Account { OnPanel = () => Assert.True(both.SignalAndWait(TimeSpan.FromMinutes(1))) }, 128, 2);
    }

    [Theory]
    [InlineData(40, 1, 8, 1)]
    [InlineData(40, 2, 8, 2)]
    [InlineData(40, 3, 2, 3)]
    [InlineData(40, 7, 1, 7)]
    [InlineData(40, -1, 8, 8)]
    [InlineData(40, -1, 1, 1)]
    [InlineData(5, 7, 2, 5)]
    [InlineData(5, -1, 64, 5)]
    [InlineData(1, 7, 8, 1)]
    [InlineData(40, int.MaxValue, 2, 40)]
    public void No_more_threads_than_asked_work_at_once(int panels, int asked, int processors, int workers)
    {
        // One worker after the other, each from the call to its end: so many have been at work as were started, whatever this machine has.
        int started = 0;
        var account = new Account();
        float[] inputs = new float[64 * panels * Inputs], outputs = new float[64 * panels * Outputs];
        Batch.Run(new Counting(account), inputs, outputs, 64 * panels, Inputs, Outputs, asked, processors, (count, work) =>
        {
            started += count;
            for (int i = 0; i < count; i++) work(i);
        });
        Assert.Equal(workers, Math.Max(1, started));
        Assert.Equal(panels, account.Panels.Count);
        Assert.Equal([Environment.CurrentManagedThreadId], account.Threads.Distinct());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void An_exception_surfaces_as_itself(int threads)
    {
        var thrown = new InvalidOperationException("a panel");
        var caught = Assert.Throws<InvalidOperationException>(() => Run(new Account { OnPanel = () => throw thrown }, 1000, threads));
        Assert.Equal("a panel", caught.Message);
        Assert.Contains(nameof(Counting.RunSome), caught.StackTrace, StringComparison.Ordinal);
    }

    private static float[] Run(Account account, int count, int threads)
    {
        float[] inputs = [.. Enumerable.Range(0, count * Inputs).Select(i => (float)i)], outputs = new float[count * Outputs];
        Batch.Run(new Counting(account), inputs, outputs, count, Inputs, Outputs, threads);
        return outputs;
    }

    private sealed class Account
    {
        public List<int> Panels { get; } = [];

        public List<int> Threads { get; } = [];

        public Action? OnPanel { get; init; }
    }

    /// <summary>Sample i, which begins with 3·i, gives 2·i and 2·i + 1; what was there before is added, so that a second prediction shows.</summary>
    private readonly struct Counting(Account account) : IBatchNetwork
    {
        public void RunSome(ReadOnlySpan<float> inputs, Span<float> outputs, int samples)
        {
            lock (account.Panels)
            {
                account.Panels.Add(samples);
                account.Threads.Add(Environment.CurrentManagedThreadId);
            }

            account.OnPanel?.Invoke();
            Assert.Equal((samples * Inputs, samples * Outputs), (inputs.Length, outputs.Length));
            for (int i = 0; i < outputs.Length; i++) outputs[i] += 2 * inputs[i / 2 * Inputs] / 3 + i % 2;
        }
    }

    private readonly struct Silent : IBatchNetwork
    {
        public void RunSome(ReadOnlySpan<float> inputs, Span<float> outputs, int samples) => outputs.Clear();
    }
}
