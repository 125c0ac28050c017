using DeepThin.Generators.Tests.Kernels;

namespace DeepThin.Aot.Tests.App;

/// <summary>What is checked of a published model besides its values.</summary>
internal static class PublishedChecks
{
    private const int Samples = 70;

    /// <summary>How many values two threads predict otherwise than one.</summary>
    public static Finding Threads(CompiledModel model)
    {
        float[] inputs = Inputs(model, Samples), outputs = new float[Samples * model.OutputLength], shared = new float[outputs.Length];
        model.ForwardBatch(inputs, outputs);
        model.ForwardBatch(inputs, shared, maxDegreeOfParallelism: 2);
        return new("threads", outputs.Zip(shared).Count(pair => pair.First != pair.Second), 0);
    }

    /// <summary>The bytes that the second prediction of a thread allocates.</summary>
    public static Finding Allocated(CompiledModel model)
    {
        float[] input = Inputs(model, 1), output = new float[model.OutputLength];
        model.Forward(input, output);
        long before = GC.GetAllocatedBytesForCurrentThread();
        model.Forward(input, output);
        return new("allocated", GC.GetAllocatedBytesForCurrentThread() - before, 0);
    }

    private static float[] Inputs(CompiledModel model, int samples)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, samples * model.InputLength).Select(_ => model.Info.Input(random))];
    }
}
