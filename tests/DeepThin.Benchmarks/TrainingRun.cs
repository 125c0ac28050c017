using DeepThin.Benchmarks.Models;

namespace DeepThin.Benchmarks;

/// <summary>Dense against both forms of 1024×1024 at 3 %: a training step of a panel, and predictions in batches of several sizes.</summary>
internal static class TrainingRun
{
    private const int Rounds = 41, WarmUps = 3, Width = 1024;

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
        for (int i = 0; i < WarmUps; i++)
        {
            foreach (var contender in contenders) contender.WarmUp();
            Thread.Sleep(200);
        }

        for (int round = 0; round < Rounds; round++)
        {
            ProgressLine.Show($"{what} of {count}: round {round + 1} of {Rounds}");
            foreach (var contender in contenders) contender.Measure();
        }

        ProgressLine.Clear();
        Console.WriteLine();
        Console.WriteLine($"{what}, {count} {(count == 1 ? "sample" : "samples")}");
        foreach (var contender in contenders)
        {
            double ratio = contender.RatioTo(contenders[0]);
            Console.WriteLine($"  {contender.Name,-6} {contender.Median,9:0.00} µs, {contender.Median / count,7:0.00} µs a sample, {ratio,5:0.0} times dense");
        }
    }
}
