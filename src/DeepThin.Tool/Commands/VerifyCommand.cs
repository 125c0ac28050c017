using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DeepThin.Onnx.Graphs;
using DeepThin.Onnx.Importing;
using DeepThin.Tool.Originals;
using DeepThin.Tool.Projects;
using Spectre.Console;

namespace DeepThin.Tool.Commands;

/// <summary>Compares an imported network with its original.</summary>
internal static class VerifyCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "A folder that 'deepthin import' wrote." };
        var original = OriginalOption();
        var data = new Option<string?>("--data") { Description = "Samples as the original has its inputs: an array of NumPy (.npy, .npz), an idx file, or numbers of single precision; random ones unless given.", HelpName = "FILE" };
        var reference = new Option<string?>("--reference") { Description = "What the framework itself gave for these samples, in a file like that of --data; compared with instead of ONNX Runtime.", HelpName = "FILE" };
        var count = new Option<int>("--samples") { Description = "How many samples.", HelpName = "N", DefaultValueFactory = _ => 20 };
        var seed = new Option<int>("--seed") { Description = "The seed of the samples.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var tolerance = new Option<double>("--tolerance") { Description = "The largest error, as a share of the largest output, or of 1 where all are smaller.", HelpName = "ERROR", DefaultValueFactory = _ => 1e-4 };
        var json = Output.JsonOption();
        var command = new Command("verify", "Compares the predictions of an imported network with those of the original in ONNX Runtime, on random samples or on given ones.\n\nExample: deepthin verify Model --samples 100") { folder, original, data, reference, count, seed, tolerance, json };
        command.SetAction((result, cancellation) => Running.Run(
            () => Verify(result.GetRequiredValue(folder), result.GetValue(original), result.GetValue(data), result.GetValue(reference), result.GetRequiredValue(count), result.GetRequiredValue(seed), result.GetRequiredValue(tolerance), result.GetValue(json), cancellation),
            cancellation));
        return command;
    }

    /// <summary>The file of the original, where it is no longer where it was.</summary>
    public static Option<string?> OriginalOption() => new("--original") { Description = "The file of the original, where it is no longer where it was imported from.", HelpName = "FILE" };

    private static int Verify(string folder, string? file, string? data, string? reference, int count, int seed, double tolerance, bool json, CancellationToken cancellation)
    {
        if (count < 1) throw new ToolException($"--samples {count}: 1 or more are needed.");
        if (!(tolerance > 0)) throw new ToolException($"--tolerance {tolerance}: a number above 0 is needed, such as 1e-4.");
        var manifest = Manifest.Read(folder);
        file ??= manifest.Original;
        var network = Importer.Import(GraphOptions.Read(file), manifest.Options);
        int width = Original.LengthOf(network.Inputs);
        var samples = Wanted(file, network, manifest.Options, data, reference, count, seed);
        count = samples.Inputs.Length / width;
        var project = BuiltProject.Build(folder, manifest, cancellation);
        bool sequences = network.TakesSequences;
        float[] found = sequences ? [.. Enumerable.Range(0, count).SelectMany(i => project.Predict(samples.Inputs.AsSpan(i * width, width), cancellation))] : project.Predict(samples.Inputs, cancellation);
        if (found.Length != samples.Outputs.Length) throw new ToolException($"The program gives {found.Length} numbers for {count} samples, and the original {samples.Outputs.Length}.");
        OutputError[] errors = [.. Errors(network, samples.Outputs, found, count)];
        bool agrees = errors.All(error => error.Worst <= tolerance);
        if (json) Output.Json(errors, OutputErrorContext.Default.OutputErrorArray);
        else Print(errors, count, tolerance, agrees);
        return agrees ? ExitCodes.Done : ExitCodes.Differs;
    }

    // What is given, and what the original or another program makes of it.
    private static Samples Wanted(string file, ImportedNetwork network, ImportOptions options, string? data, string? reference, int count, int seed)
    {
        if (reference is not null)
        {
            if (data is null) throw new ToolException($"--reference {reference}: these are outputs; give their inputs with --data.");
            float[] inputs = Samples.Read(data, Original.LengthOf(network.Inputs), count), outputs = Samples.Read(reference, Original.LengthOf(network.Outputs), count);
            int given = inputs.Length / Original.LengthOf(network.Inputs), answered = outputs.Length / Original.LengthOf(network.Outputs);
            return given == answered ? new(inputs, outputs) : throw new ToolException($"{data} has {given} samples, and {reference} {answered}.");
        }

        using var original = new Original(file, network, options);
        return data is null ? new(network, original, count, seed) : new(Samples.Read(data, original.InputLength, count), original);
    }

    // Of each output over all samples: both errors are shares of its largest value, or of 1 where that is smaller.
    private static IEnumerable<OutputError> Errors(ImportedNetwork network, float[] wanted, float[] found, int count)
    {
        int start = 0, each = wanted.Length / count;
        foreach (var output in network.Outputs)
        {
            int length = Dims.Length(output.Dims);
            double largest = 1, worst = 0, squares = 0;
            int same = Enumerable.Range(0, count).Count(i => Largest(wanted, i * each + start, length) == Largest(found, i * each + start, length));
            for (int i = 0; i < count; i++)
            {
                for (int k = start; k < start + length; k++) largest = Math.Max(largest, Math.Abs(wanted[i * each + k]));
            }

            for (int i = 0; i < count; i++)
            {
                for (int k = start; k < start + length; k++)
                {
                    double error = wanted[i * each + k] == found[i * each + k] ? 0 : Math.Abs(wanted[i * each + k] - found[i * each + k]) / largest;
                    worst = double.IsNaN(error) ? double.PositiveInfinity : Math.Max(worst, error);
                    squares += error * error;
                }
            }

            yield return new(output.Name, Math.Sqrt(squares / (count * length)), worst, largest, (double)same / count);
            start += length;
        }
    }

    private static int Largest(float[] values, int start, int length) => values.AsSpan(start, length).IndexOf(values.AsSpan(start, length).ToArray().Max());

    private static void Print(OutputError[] errors, int count, double tolerance, bool agrees)
    {
        var table = Output.Table();
        table.AddColumns(new TableColumn("output"), new TableColumn("typical error").RightAligned(), new TableColumn("worst error").RightAligned(), new TableColumn("largest value").RightAligned(), new TableColumn("same largest").RightAligned());
        foreach (var error in errors) table.AddRow(Markup.Escape(error.Output), Number(error.Typical), Number(error.Worst), error.Largest.ToString("G4", CultureInfo.InvariantCulture), $"{(100 * error.SameLargest).ToString("0.0", CultureInfo.InvariantCulture)} %");
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} samples; errors are shares of the largest value. The worst {(agrees ? "is within" : "is beyond")} the tolerance of {tolerance:0.#e+0}."));

        static string Number(double value) => value.ToString("0.0e+0", CultureInfo.InvariantCulture);
    }
}

/// <summary>How far an output is from that of the original.</summary>
/// <param name="Output">Its name.</param>
/// <param name="Typical">The root of the mean square, as a share of the largest value.</param>
/// <param name="Worst">The largest error, as a share of the largest value.</param>
/// <param name="Largest">The largest value, or 1 where that is smaller.</param>
/// <param name="SameLargest">The share of the samples whose largest value is at the same place: whose class is the same, where values are classes.</param>
internal sealed record OutputError(string Output, double Typical, double Worst, double Largest, double SameLargest);

/// <summary>Errors as JSON.</summary>
[System.Text.Json.Serialization.JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.CamelCase, NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[System.Text.Json.Serialization.JsonSerializable(typeof(OutputError[]))]
internal sealed partial class OutputErrorContext : System.Text.Json.Serialization.JsonSerializerContext;
