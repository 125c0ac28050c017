using DeepThin;
using DeepThin.Samples;
using Spectre.Console;
using static DeepThin.Samples.Figures;

namespace FashionMnist;

/// <summary>Trains the convolutional network uncompressed and compressed to different ratios, its second convolution wide and tall, each with several seeds.</summary>
/// <param name="trainer">Trains them.</param>
/// <param name="settings">How each is trained; the seed is the first one.</param>
/// <param name="seeds">The number of seeds.</param>
internal sealed class VariantsCommand(FashionTrainer trainer, TrainSettings settings, int seeds)
{
    private const int WidthOfTable = 100;

    private readonly OutputFiles _files = new(settings.Output, Network.Conv);
    private readonly Table _table = new();

    /// <summary>Does all of it.</summary>
    public void Run()
    {
        string[] headings = ["large layer", "convolution", "test error", "seeds", "parameters", "bytes", "µs"];
        foreach (string heading in headings) _table.AddColumn(new TableColumn(heading) { NoWrap = true, Alignment = Justify.Right });
        Add<WholeConvClassifier>("all", "all", settings.DenseLearningRate);
        Add<ConvOf10Classifier>("10 %", "10 %, tall", settings.LearningRate);
        Add<WideConvOf10Classifier>("10 %", "10 %, wide", settings.LearningRate);
        Add<ConvClassifier>("3 %", "10 %, tall", settings.LearningRate);
        Add<WideConvClassifier>("3 %", "10 %, wide", settings.LearningRate);
        Add<ConvOf1Classifier>("1 %", "10 %, tall", settings.LearningRate);
        Add<WideConvOf1Classifier>("1 %", "10 %, wide", settings.LearningRate);
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, WidthOfTable);
        AnsiConsole.Write(_table);
    }

    private void Add<TModel>(string layer, string convolution, double learningRate)
        where TModel : class, ITrainableModel<TModel>
    {
        double[] errors = new double[seeds];
        TModel? model = null;
        for (int i = 0; i < seeds; i++)
        {
            int seed = settings.Seed + i;
            (model, _) = trainer.Fit<TModel>($"large layer {layer}, convolution {convolution}, seed {seed}", learningRate, _files.VariantCheckpoint(typeof(TModel).Name, seed), seed);
            errors[i] = 1 - trainer.Accuracy(model);
            Console.WriteLine($"  test error {Percent(errors[i])}");
        }

        double mean = errors.Average(), deviation = Math.Sqrt(errors.Sum(error => (error - mean) * (error - mean)) / Math.Max(1, seeds - 1));
        _table.AddRow(
            layer, convolution, seeds == 1 ? Percent(mean) : $"{Number(100 * mean, "0.00")} ± {Percent(deviation)}", $"{seeds}", Count(TModel.Info.Parameters), Count(TModel.Info.Bytes),
            Number(Speed.Measure(model!, model!, trainer.Test.Images).Microseconds, "0.00"));
    }
}
