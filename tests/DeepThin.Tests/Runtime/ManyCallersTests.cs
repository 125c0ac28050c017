using System.Runtime.InteropServices;

namespace DeepThin.Tests.Runtime;

/// <summary>One model, and more threads at once than any processor has for them.</summary>
[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ManyCallersTests
{
    private const string Name = "Many callers";

    private const int Callers = 64, Predictions = 1_000_000, Samples = 97;

    [Fact]
    public void A_million_predictions_on_64_threads_are_those_of_one_allocate_nothing_and_wait_for_no_lock()
    {
        var model = SmallModel.Create(1);
        float[] inputs = [.. Enumerable.Range(0, Samples * SmallModel.InputLength).Select(i => (float)Math.Sin(1 + 0.37 * i))];
        float[] expected = new float[Samples * SmallModel.OutputLength];
        for (int i = 0; i < Samples; i++) model.Forward(Part(inputs, i, SmallModel.InputLength), Part(expected, i, SmallModel.OutputLength));
        Assert.Equal(Samples, expected.Chunk(SmallModel.OutputLength).Select(output => string.Join(' ', output)).Distinct().Count());

        var gate = new Gate();
        Caller[] callers = [.. Enumerable.Range(0, Callers).Select(first => new Caller(model, inputs, expected, first, gate))];
        Thread[] threads = [.. callers.Select(caller => new Thread(caller.Run))];
        Array.ForEach(threads, thread => thread.Start());
        gate.WaitForReady();
        long contentions = Monitor.LockContentionCount;
        gate.Open();
        gate.WaitForDone();
        contentions = Monitor.LockContentionCount - contentions;
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal(Predictions, callers.Sum(caller => caller.Predicted));
        Assert.All(callers, caller => Assert.Equal((0, 0L), (caller.Wrong, caller.Allocated)));
        Assert.Equal(0, contentions);
    }

    private static Span<float> Part(float[] values, int index, int length) => values.AsSpan(index * length, length);

    /// <summary>Lets all callers go at once, and knows when all are done, without a lock of its own.</summary>
    private sealed class Gate
    {
        private int _ready, _open, _done;

        public void Ready()
        {
            Interlocked.Increment(ref _ready);
            while (Volatile.Read(ref _open) == 0) Thread.Sleep(1);
        }

        public void Done() => Interlocked.Increment(ref _done);

        public void Open() => Volatile.Write(ref _open, 1);

        public void WaitForReady() => WaitFor(ref _ready);

        public void WaitForDone() => WaitFor(ref _done);

        private static void WaitFor(ref int count)
        {
            while (Volatile.Read(ref count) < Callers) Thread.Sleep(1);
        }
    }

    /// <summary>A thread that predicts the samples by turns and compares the bits.</summary>
    private sealed class Caller(SmallModel model, float[] inputs, float[] expected, int first, Gate gate)
    {
        private readonly float[] _output = new float[SmallModel.OutputLength];

        public int Predicted { get; private set; }

        public int Wrong { get; private set; }

        public long Allocated { get; private set; }

        public void Run()
        {
            Predict(first);
            gate.Ready();
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            for (; Predicted < Predictions / Callers; Predicted++) Predict((first + Predicted) % Samples);
            Allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            gate.Done();
        }

        private void Predict(int sample)
        {
            model.Forward(Part(inputs, sample, SmallModel.InputLength), _output);
            if (!MemoryMarshal.AsBytes(_output.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(Part(expected, sample, SmallModel.OutputLength)))) Wrong++;
        }
    }
}
