using System.ComponentModel;
using System.Runtime.ExceptionServices;

namespace DeepThin.Runtime;

/// <summary>Cuts a batch into panels, and shares them among threads if more than one shall work. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Batch
{
    /// <summary>Predicts a batch. A panel holds the same samples whatever the threads, so the bits do not depend on them.</summary>
    /// <typeparam name="TNetwork">The network.</typeparam>
    /// <param name="network">The network; its copies must be the same network.</param>
    /// <param name="inputs">The samples one after the other, count × inputLength values.</param>
    /// <param name="outputs">Receives the predictions one after the other, count × outputLength values.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="inputLength">The length of a sample.</param>
    /// <param name="outputLength">The length of a prediction.</param>
    /// <param name="maxDegreeOfParallelism">The most threads at work, 1 or more; −1 for all processors.</param>
    public static void Run<TNetwork>(
        TNetwork network, ReadOnlySpan<float> inputs, Span<float> outputs, int count, int inputLength, int outputLength, int maxDegreeOfParallelism)
        where TNetwork : struct, IBatchNetwork =>
        Run(network, inputs, outputs, count, inputLength, outputLength, maxDegreeOfParallelism, Environment.ProcessorCount, static (workers, work) => Parallel.For(0, workers, work));

    /// <summary>As above, with what the machine has.</summary>
    /// <typeparam name="TNetwork">The network.</typeparam>
    /// <param name="network">The network; its copies must be the same network.</param>
    /// <param name="inputs">The samples one after the other, count × inputLength values.</param>
    /// <param name="outputs">Receives the predictions one after the other, count × outputLength values.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="inputLength">The length of a sample.</param>
    /// <param name="outputLength">The length of a prediction.</param>
    /// <param name="maxDegreeOfParallelism">The most threads at work, 1 or more; −1 for all processors.</param>
    /// <param name="processors">The number of processors.</param>
    /// <param name="start">Calls an action for each of a number of workers, at the same time as far as there are threads.</param>
    internal static void Run<TNetwork>(
        TNetwork network, ReadOnlySpan<float> inputs, Span<float> outputs, int count, int inputLength, int outputLength, int maxDegreeOfParallelism,
        int processors, Action<int, Action<int>> start)
        where TNetwork : struct, IBatchNetwork
    {
        int panels = (int)(((uint)count + Panel.Size - 1) / Panel.Size);
        int workers = Math.Min(panels, maxDegreeOfParallelism == -1 ? processors : maxDegreeOfParallelism);
        if (workers > 1)
        {
            Share(network, inputs, outputs, count, inputLength, outputLength, panels, workers, start);
            return;
        }

        for (int panel = 0; panel < panels; panel++) RunPanel(network, inputs, outputs, count, inputLength, outputLength, panel);
    }

    // A method of its own: what the workers share is allocated where it begins.
    private static unsafe void Share<TNetwork>(
        TNetwork network, ReadOnlySpan<float> inputs, Span<float> outputs, int count, int inputLength, int outputLength, int panels,
        int workers, Action<int, Action<int>> start)
        where TNetwork : struct, IBatchNetwork
    {
        int inputValues = inputs.Length, outputValues = outputs.Length, next = -1;
        fixed (float* pinnedInputs = inputs, pinnedOutputs = outputs)
        {
            float* x = pinnedInputs, y = pinnedOutputs;
            try
            {
                start(workers, _ =>
                {
                    for (int panel = Interlocked.Increment(ref next); panel < panels; panel = Interlocked.Increment(ref next))
                    {
                        RunPanel(network, new(x, inputValues), new(y, outputValues), count, inputLength, outputLength, panel);
                    }
                });
            }
            catch (AggregateException errors)
            {
                ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
            }
        }
    }

    private static void RunPanel<TNetwork>(
        TNetwork network, ReadOnlySpan<float> inputs, Span<float> outputs, int count, int inputLength, int outputLength, int panel)
        where TNetwork : struct, IBatchNetwork
    {
        int first = panel * Panel.Size, samples = Math.Min(count - first, Panel.Size);
        network.RunSome(inputs.Slice(first * inputLength, samples * inputLength), outputs.Slice(first * outputLength, samples * outputLength), samples);
    }
}
