using DeepThin.Benchmarks.Models;
using DeepThin.Benchmarks.Peers;
using DeepThin.Training;

namespace DeepThin.Benchmarks;

/// <summary>
/// Dense against both forms: a panel forward and backward, and predictions in batches of several sizes, of 1024×1024 at 3 %; then whole
/// training steps of a network and of one with convolutions, against PyTorch's uncompressed ones.
/// </summary>
internal static class TrainingRun
{
    private const int Rounds = 41, StepRounds = 21, Width = 1024, StepPanels = 2;

    private static readonly int[] BatchSizes = [1, 4, 16, 64, 256];

    /// <summary>Measures and prints.</summary>
    public static void Run()
    {
        Console.WriteLine($"1024×1024 at 3 %, one thread: medians of {Rounds} interleaved measurements; ratios to dense are medians of ratios in the same round.");
        Compare("forward and backward of a panel", Dense1024.PanelSize, Training<Dense1024>("dense"), Training<Wide1024At3>("wide"), Training<Tall1024At3>("tall"));
        foreach (int count in BatchSizes)
        {
            var samples = new Samples(Width, Width, count);
            Compare("forward", count, Forward<Dense1024>("dense", samples), Forward<Wide1024At3>("wide", samples), Forward<Tall1024At3>("tall", samples));
        }

        CompareSteps(
            "784-1024-1024-10, ReLU, the large layers compressed at 3 %",
            "dense",
            torch => [new("Adam", StepsOf(new Adam()), torch), new("SGD", StepsOf(new Sgd()), torch)]);
        CompareSteps(
            "1-32-pool-64-pool-256-10 on 28×28, ReLU, compressed: the second convolution at 10 %, the layer behind it at 3 %",
            "convolutions",
            torch => [new("Adam", StepsWithConvolutions(new Adam()), torch)]);

        static Contender[] StepsOf(Optimizer optimizer) =>
        [
            new("dense", new NetworkStep<DenseNetwork>(StepPanels, optimizer).Run),
            new("wide", new NetworkStep<WideNetwork>(StepPanels, optimizer).Run),
            new("tall", new NetworkStep<TallNetwork>(StepPanels, optimizer).Run),
        ];

        static Contender[] StepsWithConvolutions(Optimizer optimizer) =>
        [
            new("uncompressed", new NetworkStep<SmallNetwork>(StepPanels, optimizer).Run),
            new("compressed", new NetworkStep<SmallNetworkCompressed>(StepPanels, optimizer).Run),
        ];
    }

    private static Contender Training<TModel>(string name)
        where TModel : class, ITrainableModel<TModel>
    {
        var model = TModel.Create(1);
        int count = TModel.PanelSize;
        var samples = new Samples(Width, Width, count);
        float[] trace = new float[TModel.TraceLength], gradients = new float[model.Parameters.Length], inputGradients = new float[Width * count];
        return new(name, () =>
        {
            model.ForwardTrace(samples.Inputs.Span, samples.Outputs.Span, count, trace);
            model.Backward(samples.Outputs.Span, count, trace, gradients, inputGradients);
        });
    }

    private static Contender Forward<TModel>(string name, Samples samples)
        where TModel : class, ITrainableModel<TModel>
    {
        var model = BenchModel.Of<TModel>();
        return new(name, () => model.Forward(samples));
    }

    private static void Compare(string what, int count, params Contender[] contenders)
    {
        Interleaved.Measure($"{what} of {count}", Rounds, contenders);
        Console.WriteLine();
        Console.WriteLine($"{what}, {count} {(count == 1 ? "sample" : "samples")}");
        foreach (var contender in contenders)
        {
            double ratio = contender.RatioTo(contenders[0]);
            Console.WriteLine($"  {contender.Name,-6} {contender.Median,9:0.00} µs, {contender.Median / count,7:0.00} µs a sample, {ratio,5:0.0} times dense");
        }
    }

    // All optimisers interleaved; each optimiser against the fastest of PyTorch's ways to it.
    private static void CompareSteps(string what, string network, Func<PyTorch?, Steps[]> start)
    {
        int batch = StepPanels * DenseNetwork.PanelSize;
        using var torch = PyTorch.Start(network, batch, out string missing);
        var optimizers = start(torch);
        Interleaved.Measure($"training steps of {batch}", StepRounds, [.. optimizers.SelectMany(steps => steps.Contenders)]);
        Console.WriteLine();
        Console.WriteLine($"""
            Whole training steps of {what}:
            forward, cross-entropy, backward, update, {batch} samples a step, one thread: medians of {StepRounds} interleaved measurements.
            Times PyTorch: against the fastest of PyTorch's for the same optimiser, the median of the ratios in the same round.
            {(torch == null ? missing : torch.Version + ", uncompressed.")}

            """);
        Console.Write(MarkdownTable.Of(
            ["network", "optimiser", "ms a step", "samples/s", $"times {optimizers[0].Uncompressed.Name}", "times PyTorch"],
            [.. optimizers.SelectMany(steps => steps.Rows(batch))]));
    }

    /// <summary>The steps by one optimiser: ours, the uncompressed ones first, and PyTorch's.</summary>
    private sealed class Steps(string name, Contender[] ours, PyTorch? torch)
    {
        private readonly (string Optimizer, Contender Contender)[] _torch =
        [
            .. (torch?.Optimizers ?? [])
                .Where(its => its.StartsWith(name, StringComparison.Ordinal))
                .Select(its => (its, torch!.Steps(its))),
        ];

        public Contender Uncompressed => ours[0];

        public IEnumerable<Contender> Contenders => [.. ours, .. _torch.Select(peer => peer.Contender)];

        public IEnumerable<string[]> Rows(int batch)
        {
            var fastest = _torch.Select(peer => peer.Contender).MinBy(peer => peer.Median);
            return ours.Select(its => (Optimizer: name, Contender: its)).Concat(_torch).Select(row => new[]
            {
                row.Contender.Name,
                row.Optimizer,
                $"{row.Contender.Median / 1000:0.00}",
                $"{batch / row.Contender.Median * 1e6:0}",
                $"{row.Contender.RatioTo(Uncompressed):0.0}",
                fastest == null ? "" : $"{row.Contender.RatioTo(fastest):0.00}",
            });
        }
    }
}
