using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeepThin;
using DeepThin.Samples;

namespace Comparison.Reporting;

/// <summary>The report: Markdown with tables, plots as PNG files beside it, and the rows as JSON.</summary>
internal static class Report
{
    /// <summary>Measures times and writes all files.</summary>
    /// <param name="folder">The folder for the files.</param>
    /// <param name="settings">What was compared.</param>
    /// <param name="dataSets">The data sets.</param>
    /// <param name="results">The results.</param>
    /// <param name="timing">Whether predictions and training steps are timed.</param>
    /// <param name="cancellationToken">Stops the measurements.</param>
    public static void Write(
        string folder, ExperimentSettings settings, IReadOnlyList<DataSet> dataSets, IReadOnlyList<Result> results, bool timing, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        WriteAtomically(Path.Combine(folder, "report.json"), Json(results));
        if (!Plots.HasFonts) Console.WriteLine("This machine has no fonts, so the plots have no text; the package fonts-dejavu-core would do.");
        var text = new StringBuilder(Introduction(settings));
        foreach (var data in dataSets)
        {
            Console.WriteLine($"Reporting {data.Name}");
            var tables = new Tables(data, [.. results.Where(result => result.DataSet == data.Name)]);
            var microseconds = timing ? Timing.Measure(CandidatesOf(data, tables), candidate => candidate.Predictions(SomeOf(data)), cancellationToken) : null;
            text.Append(Section(folder, data, settings, tables, microseconds));
        }

        if (timing) text.Append("## Training speed\n\n").Append(TrainingSpeed.Measure(dataSets, cancellationToken));
        WriteAtomically(Path.Combine(folder, "report.md"), text.ToString());
        Console.WriteLine($"The report is {Path.Combine(folder, "report.md")}");
    }

    private static string Introduction(ExperimentSettings settings) =>
        $"""
        # Networks made small, compared

        Every network below was trained by this program, in the same way: the optimiser that the trainer has by itself, minibatches of 128, a learning rate that rises in 100 steps and falls along a
        line to zero. Its highest value is the one of a grid with the smallest validation error with the first seed, for each network anew. Errors are
        counted on test samples that nothing was chosen by; {(settings.Seeds.Count == 1 ? "there is one seed" : $"they are means and standard deviations over {settings.Seeds.Count} seeds")}.

        A ratio is the share of the weights of the large layers that is kept; biases and the classifier are whole in every network. *Narrower* are
        networks with narrower layers, of at most as many weights. *Pruned* networks are trained uncompressed, pruned to their largest weights, and trained for as many
        epochs again. *int8* is the uncompressed network with its weights rounded to 8 bits after the training, a scale for each 64 of them. A dash is a ratio
        that a layer cannot reach.


        """;

    private static string Section(string folder, DataSet data, ExperimentSettings settings, Tables tables, IReadOnlyDictionary<Variant, double>? microseconds)
    {
        var recipe = data.Name == DataSet.Images ? settings.ImagesRecipe : settings.SpeechRecipe;
        string bytesPlot = $"{data.Name}-error-by-bytes.png", timePlot = $"{data.Name}-error-by-time.png";
        Plots.Save(Path.Combine(folder, bytesPlot), data.Name, "bytes of the weights file", tables, variant => tables.StoredBytes(variant));
        if (microseconds != null) Plots.Save(Path.Combine(folder, timePlot), data.Name, "µs for one prediction, one thread", tables, variant => microseconds[variant]);
        string what = data.Name == DataSet.Images
            ? $"Fashion-MNIST, {Figures.Count(data.Training.Count)} training and {Figures.Count(data.Test.Count)} test images; 784-1024-1024-10, ReLU, the first two layers made small."
            : $"Frames of **synthetic speech** (flite reads the King James Bible; nobody speaks), {Figures.Count(data.Training.Count)} training and {Figures.Count(data.Test.Count)} test frames of 41 phones; 440-1024-1024-1024-41, ReLU, the first three layers made small. "
                + "Such speech is far more regular than that of people: the errors compare networks, and say nothing about recorded speech.";
        return $"""
            ## {(data.Name == DataSet.Images ? "Images" : "Speech")}

            {what} {recipe.Epochs} epochs{(recipe.Samples is { } most ? $" of {Figures.Count(Math.Min(most, data.Training.Count))} samples" : "")}, learning rates {string.Join(", ", recipe.LearningRates.Select(rate => rate.ToString(CultureInfo.InvariantCulture)))}.

            ### Test error in %, by the share of the weights that is kept

            {tables.ByRatio()}
            ### Test error in %, by stored bytes

            What a weights file has of the whole network: values, the places of pruned weights, scales.

            {tables.ByBytes()}
            ![Error by stored bytes]({bytesPlot})

            ### What DeepThin (wide, rank 1) takes off the errors of the others

            1 − error / other's error, with its 95 % interval by the paired bootstrap over {(data.Name == DataSet.Images ? "test images" : "test utterances")}, the errors of all seeds together. Against *pruned
            at equal bytes* the error of pruning is interpolated along a line over the logarithm of the stored bytes.

            {tables.Reductions()}
            {(microseconds == null ? "" : $"### Time of one prediction\n\nOne sample, one thread, microseconds: medians of measurements that take turns.\n\n{tables.Times(microseconds)}\n![Error by time]({timePlot})\n")}

            """;
    }

    private static Candidate[] CandidatesOf(DataSet data, Tables tables) =>
        [.. Candidates.For(data.Name).Where(candidate => tables.Has(candidate.Variant))];

    private static ReadOnlyMemory<float> SomeOf(DataSet data) => data.Test.Samples[..(data.Test.Features * Math.Min(512, data.Test.Count))];

    private static string Json(IReadOnlyList<Result> results)
    {
        var rows = new JsonArray([.. results.Select(result => (JsonNode)new JsonObject
        {
            ["dataSet"] = result.DataSet,
            ["method"] = JsonNamingPolicy.CamelCase.ConvertName(result.Method.ToString()),
            ["form"] = result.Form,
            ["rank"] = result.Rank,
            ["ratio"] = result.Ratio,
            ["seed"] = result.Seed,
            ["error"] = result.Error,
            ["parameters"] = result.Parameters,
            ["storedBytes"] = result.StoredBytes,
            ["trainSeconds"] = result.TrainSeconds,
        })]);
        return new JsonObject { ["rows"] = rows }.ToJsonString(ResultFiles.Json) + "\n";
    }

    private static void WriteAtomically(string path, string text)
    {
        File.WriteAllText(path + ".tmp", text);
        File.Move(path + ".tmp", path, overwrite: true);
    }
}
