using DeepThin;
using DeepThin.Samples;
using DeepThin.Training;
using Sensor.Data;
using Spectre.Console;

namespace Sensor;

/// <summary>Trains a compressed network on a record, compares it with others, and writes what the program takes with it.</summary>
internal sealed class TrainCommand(Settings settings, CancellationToken cancellationToken)
{
    /// <summary>How far one window of the training is from the next; the forecasts of the program follow each other without a gap.</summary>
    private const int TrainingHop = 9;

    private const int RedirectedWidth = 120;

    private readonly OutputFiles _files = new(settings.Output);

    /// <summary>Does all of it.</summary>
    public void Run()
    {
        var division = new Division(EcgRecord.Read(settings.Record));
        Directory.CreateDirectory(settings.Output);
        EcgRecord.Write(division.Test, _files.Test);
        var windows = new Windows(EcgForecaster.InputLength, EcgForecaster.OutputLength);
        int hop = EcgForecaster.OutputLength;
        var data = (Training: windows.Of(division.Training, TrainingHop), Validation: windows.Of(division.Validation, hop), Test: windows.Of(division.Test, hop));
        Console.WriteLine($"{settings.Record}: {data.Training.Count} windows to train with, {data.Validation.Count} to choose the best epoch, {data.Test.Count} to judge by");
        Console.WriteLine(EcgForecaster.Info);

        var compressed = new Candidate<EcgForecaster> { Name = "10 % kept", LearningRate = settings.LearningRate };
        var (model, report) = Train(compressed, data);
        string table = Compare(
            data,
            compressed,
            new Candidate<SmallForecaster> { Name = "3 % kept", LearningRate = settings.LearningRate },
            new Candidate<UncompressedForecaster> { Name = "uncompressed", LearningRate = settings.DenseLearningRate },
            new Candidate<LinearForecaster> { Name = "linear", LearningRate = settings.LinearLearningRate });
        Write(model, division.Test, report, table);
    }

    // One model for the program.
    private (EcgForecaster Model, RegressionReport Report) Train(Candidate<EcgForecaster> candidate, (Dataset Training, Dataset Validation, Dataset Test) data)
    {
        var model = Candidate<EcgForecaster>.Create(data.Training, settings.Seed);
        var options = candidate.Options(settings, settings.Seed) with { Warned = TrainingView.Warn };
        var result = TrainingView.Show(
            candidate.Name, progress => new Trainer<EcgForecaster>(options with { Progress = progress }).Fit(model, data.Training, data.Validation, cancellationToken));
        if (result.Warnings.Count == 0) Console.WriteLine("The trainer warns of nothing.");
        model.Save(_files.Weights);
        string[] names = [.. Enumerable.Range(1, EcgForecaster.OutputLength).Select(value => $"{Figures.Number(1000.0 * value / EcgRecord.Rate, "0.0")} ms")];
        var report = RegressionReport.Of(model, data.Test, names, settings.Threads, cancellationToken);
        Console.WriteLine($"\n{report}");
        return (model, report);
    }

    private string Compare((Dataset Training, Dataset Validation, Dataset Test) data, params Candidate[] candidates)
    {
        Console.WriteLine($"Comparing {candidates.Length} models: {settings.Seeds} seeds");
        var results = new Study(settings, cancellationToken).Run(data, candidates);
        var table = Study.Table(results, (data.Validation, data.Test), Times(data.Test), candidates);
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = RedirectedWidth;
        AnsiConsole.Write(table.ToConsole());
        return table.ToMarkdown();
    }

    // What a forecast takes does not depend on the weights.
    private static double[] Times(Dataset windows)
    {
        var (compressed, uncompressed) = Speed.Measure(EcgForecaster.Create(seed: 1), UncompressedForecaster.Create(seed: 1), windows.Samples.Span);
        var (small, linear) = Speed.Measure(SmallForecaster.Create(seed: 1), LinearForecaster.Create(seed: 1), windows.Samples.Span);
        return [compressed, small, uncompressed, linear];
    }

    private void Write(EcgForecaster model, ReadOnlySpan<float> test, RegressionReport report, string table)
    {
        if (!ForecastPlot.HasFonts) Console.WriteLine("This machine has no fonts, so the picture has no text; the package fonts-dejavu-core would do.");
        ForecastPlot.Save(_files.Plot, model, test);
        File.WriteAllText(_files.Report, report.ToJson() + "\n");
        File.WriteAllText(
            _files.MarkdownReport,
            $"# Forecasts of an electrocardiogram\n\nRoot mean square errors, mean ± standard deviation of {settings.Seeds} seeds:\n\n{table}\n"
                + $"The network of the program, by the time ahead:\n\n```text\n{report}```\n\n![Forecasts](forecasts.png)\n");
    }
}
