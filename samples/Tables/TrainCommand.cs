using DeepThin.Samples;
using DeepThin.Training;
using Spectre.Console;
using Tables.Data;

namespace Tables;

/// <summary>Trains a compressed network, the same one uncompressed and a linear model on a table, compares them, and writes what the program takes with it.</summary>
internal sealed class TrainCommand(Settings settings, CancellationToken cancellationToken)
{
    private const double TrainingShare = 0.8;

    private readonly OutputFiles _files = new(settings.Output);

    /// <summary>Does all of it.</summary>
    public void Run()
    {
        Directory.CreateDirectory(settings.Output);
        TumourTable.Write(settings.Table, _files.Table);
        var data = TumourTable.Read(_files.Table);
        Console.WriteLine($"{_files.Table}: {data}");
        Console.WriteLine(TumourClassifier.Info);
        var compressed = new Candidate<TumourClassifier> { LearningRate = settings.LearningRate };
        var report = Train(compressed, data);
        string table = Compare(
            data,
            compressed,
            new Candidate<UncompressedClassifier> { LearningRate = settings.DenseLearningRate },
            new Candidate<LinearClassifier> { LearningRate = settings.LinearLearningRate });
        Write(report, table);
    }

    // One model for the program: validated while it is trained, and judged by samples that it has not seen.
    private ClassificationReport Train(Candidate<TumourClassifier> candidate, Dataset data)
    {
        var (rest, test) = data.Split(TrainingShare, settings.Seed);
        var (training, validation) = rest.Split(TrainingShare, settings.Seed);
        var model = Candidate<TumourClassifier>.Create(training, settings.Seed);
        var options = candidate.Options(settings, settings.Seed) with { KeepBest = true, Warned = TrainingView.Warn };
        var result = TrainingView.Show(
            $"compressed, {training.Count} rows, and {validation.Count} to choose the best epoch",
            progress => new Trainer<TumourClassifier>(options with { Progress = progress }).Fit(model, training, validation, cancellationToken));
        if (result.Warnings.Count == 0) Console.WriteLine("The trainer warns of nothing.");
        model.Save(_files.Weights);
        TumourTable.Write(test, _files.Test);

        var report = new Trainer<TumourClassifier>(options).Judge(model, test, cancellationToken: cancellationToken).Classification!;
        Console.WriteLine($"\n{report}");
        return report;
    }

    private string Compare(Dataset data, params Candidate[] candidates)
    {
        Console.WriteLine($"Comparing three models: {settings.Folds} folds, {settings.Seeds} seeds");
        var table = Study.Table(new Study(settings, cancellationToken).Run(data, candidates), candidates);
        AddTimes(table, data);
        AnsiConsole.Write(table.ToConsole());
        return table.ToMarkdown();
    }

    // What a prediction takes does not depend on the weights.
    private static void AddTimes(FigureTable table, Dataset data)
    {
        var model = TumourClassifier.Create(seed: 1);
        var (microseconds, uncompressed) = Speed.Measure(model, UncompressedClassifier.Create(seed: 1), data.Samples.Span);
        var (_, linear) = Speed.Measure(model, LinearClassifier.Create(seed: 1), data.Samples.Span);
        table.Add("µs per row", Figures.Number(microseconds, "0.00"), Figures.Number(uncompressed, "0.00"), Figures.Number(linear, "0.00"));
    }

    private void Write(ClassificationReport report, string table)
    {
        if (!ConfusionPlot.HasFonts) Console.WriteLine("This machine has no fonts, so the picture has no text; the package fonts-dejavu-core would do.");
        ConfusionPlot.Save(_files.ConfusionPlot, report.Confusion);
        File.WriteAllText(_files.Report, report.ToJson() + "\n");
        File.WriteAllText(
            _files.MarkdownReport,
            $"# Breast cancer, 30-512-512-2\n\nMean ± standard deviation of {settings.Folds} folds and {settings.Seeds} seeds:\n\n{table}\n"
                + $"The compressed network on {report.Count} rows that it was not trained with:\n\n```text\n{report}```\n\n![Confusion matrix](confusion.png)\n");
    }
}
