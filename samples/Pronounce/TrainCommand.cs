using DeepThin.Samples;
using Pronounce.Data;
using Spectre.Console;

namespace Pronounce;

/// <summary>Trains networks that tell the phones of words, compares them, and writes what the program takes with it.</summary>
internal sealed class TrainCommand(Settings settings, CancellationToken cancellationToken)
{
    private const int RedirectedWidth = 140, Examples = 8;

    private readonly OutputFiles _files = new(settings.Output);

    /// <summary>Does all of it.</summary>
    public void Run()
    {
        var lexicon = Lexicon.Read(settings.Dictionary);
        Console.WriteLine($"{settings.Dictionary}: {lexicon}");
        var words = new Words(new(lexicon.Words, settings.Words, settings.Seed));
        var division = words.Division;
        Console.WriteLine(
            $"{Figures.Count(division.Training.Length)} words to train with, {Figures.Count(division.Validation.Length)} to choose the best epoch, {Figures.Count(division.Test.Length)} to judge by");
        Directory.CreateDirectory(_files.Results.Path);
        File.WriteAllLines(_files.Test, division.Test.Select(word => word.Spelling));
        Console.WriteLine(Variants.Program.Info);

        var results = new List<Result>();
        foreach (var variant in settings.Variants)
        {
            var result = variant.Train(words, settings, _files, cancellationToken);
            results.Add(result);
            if (variant == Variants.Program) UseForProgram(result, division.Test);
        }

        Console.WriteLine("Measuring times");
        double[] times = WordSpeed.Measure(
            [.. settings.Variants.Zip(results, (variant, result) => variant.Reader(_files.Results.WeightsOf(result.Key, result.Recipe)))], division.Test.Select(word => word.Spelling), cancellationToken);
        results = [.. results.Zip(times, (result, time) => result with { MicrosecondsPerWord = time })];

        var table = Study.Table(results);
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = RedirectedWidth;
        AnsiConsole.Write(table.ToConsole());
        ResultFolder.WriteReport(_files.Report, results);
        File.WriteAllText(_files.MarkdownReport, $"# Phones of words\n\nErrors in {Figures.Count(division.Test.Length)} words that no network was trained with:\n\n{table.ToMarkdown()}");
    }

    private void UseForProgram(Result result, Word[] test)
    {
        File.Copy(_files.Results.WeightsOf(result.Key, result.Recipe), _files.Weights, overwrite: true);
        var reader = new PhoneReader<Pronouncer>(Pronouncer.Load(_files.Weights));
        foreach (var word in test.Take(Examples)) Console.WriteLine($"  {word.Spelling}: {Phones.Write(reader.Read(word.Spelling))}, and in the dictionary {Phones.Write(word.Pronunciations[0])}");
    }
}
