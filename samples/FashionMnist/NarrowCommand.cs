using System.Globalization;
using DeepThin;
using DeepThin.Samples;
using Spectre.Console;

namespace FashionMnist;

/// <summary>Holds the weights of both forms in 16 and 8 bits, and says what that takes and what it costs.</summary>
/// <param name="trainer">Trains the tall form.</param>
/// <param name="settings">How it is trained; the folder for output has the weights of the wide form.</param>
internal sealed class NarrowCommand(FashionTrainer trainer, TrainSettings settings)
{
    /// <summary>The points of accuracy that rounding may cost.</summary>
    private const double MostPointsOf16Bits = 0.1, MostPointsOf8Bits = 0.3;

    private const int WidthOfTable = 100;

    private readonly OutputFiles _files = new(settings.Output, Network.Dense);
    private readonly Table _table = new();

    /// <summary>Does all of it.</summary>
    /// <exception cref="SampleException">Rounding costs more accuracy than it may.</exception>
    public void Run()
    {
        if (!File.Exists(_files.Weights)) throw new SampleException($"There are no weights in {_files.Weights}. Train first: samples/FashionMnist/run.sh, or this program without narrow.");
        string[] headings = ["form", "weights", "accuracy", "points", "rounding", "held", "file", "packed file", "µs"];
        foreach (string heading in headings) _table.AddColumn(new TableColumn(heading) { NoWrap = true, Alignment = heading is "form" or "weights" ? Justify.Left : Justify.Right });
        var (tall, _) = trainer.Fit<TallClassifier>("3 % of the weights, the tall form", settings.LearningRate, _files.TallCheckpoint);
        tall.Save(_files.TallWeights);
        var wide = FashionClassifier.Load(_files.Weights);
        List<string> faults =
        [
            .. Compare("wide", wide, WideBFloat16Classifier.Load(_files.Weights), WideFloat16Classifier.Load(_files.Weights), WideInt8Classifier.Load(_files.Weights)),
            .. Compare("tall", tall, TallBFloat16Classifier.Load(_files.TallWeights), TallFloat16Classifier.Load(_files.TallWeights), TallInt8Classifier.Load(_files.TallWeights)),
        ];
        Console.WriteLine("Accuracy on the test images, one after the other; the largest relative rounding of a layer; bytes that the model holds, that its file and its packed file have.");
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, WidthOfTable);
        AnsiConsole.Write(_table);
        if (faults.Count > 0) throw new SampleException(string.Join("\n", faults));
    }

    private IEnumerable<string> Compare<T0, T1, T2, T3>(string form, T0 single, T1 brain, T2 half, T3 int8)
        where T0 : class, IModel<T0>
        where T1 : class, IModel<T1>
        where T2 : class, IModel<T2>
        where T3 : class, IModel<T3>
    {
        double wanted = Add(form, single, null), most = MostPointsOf16Bits;
        foreach (var (type, accuracy) in new[] { (T1.Info.Held, Add(form, brain, wanted)), (T2.Info.Held, Add(form, half, wanted)), (T3.Info.Held, Add(form, int8, wanted)) })
        {
            if (type == WeightType.Int8) most = MostPointsOf8Bits;
            if (100 * (wanted - accuracy) > most)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"The {form} network has {100 * accuracy:0.00} % with weights as {type}, more than {most} points below {100 * wanted:0.00} %.");
            }
        }
    }

    private double Add<TModel>(string form, TModel model, double? wanted)
        where TModel : class, IModel<TModel>
    {
        double accuracy = Accuracy(model);
        double rounding = model.Rounding.Layers.Select(layer => layer.RelativeError).DefaultIfEmpty().Max();
        string file = Path.Combine(settings.Output, "narrow.safetensors");
        model.Save(file);
        long bytes = new FileInfo(file).Length;
        model.SavePacked(file);
        long packed = new FileInfo(file).Length;
        File.Delete(file);
        _table.AddRow(
            form, TModel.Info.Held.ToString(), Text("0.00 %", accuracy), wanted == null ? "" : Text("+0.00;−0.00;0.00", 100 * (accuracy - wanted.Value)), Text("0.00 %", rounding),
            Text("#,0", TModel.Info.Bytes + TModel.Info.PreparedBytes), Text("#,0", bytes), Text("#,0", packed), Text("0.00", Speed.Measure(model, model, trainer.Test.Images).Microseconds));
        return accuracy;
    }

    // One image after the other, as a device meets them.
    private double Accuracy<TModel>(TModel model)
        where TModel : class, IModel<TModel>
    {
        Span<float> scores = stackalloc float[TModel.OutputLength];
        int correct = 0;
        for (int i = 0; i < trainer.Test.Count; i++)
        {
            model.Forward(trainer.Test.Image(i), scores);
            if (System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(scores) == trainer.Test.Labels[i]) correct++;
        }

        return (double)correct / trainer.Test.Count;
    }

    private static string Text(string format, double value) => value.ToString(format, CultureInfo.InvariantCulture).Replace(',', ' ');
}
