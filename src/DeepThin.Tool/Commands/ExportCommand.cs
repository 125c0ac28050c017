using System.CommandLine;
using System.Globalization;
using DeepThin.Exporting;
using DeepThin.Exporting.Declarations;
using DeepThin.Tool.Models;
using DeepThin.Tool.Originals;
using Google.Protobuf;
using Spectre.Console;

namespace DeepThin.Tool.Commands;

/// <summary>Writes a model as an ONNX file.</summary>
internal static class ExportCommand
{
    private const string Onnx = "onnx";
    private const int Samples = 16, Seed = 1;

    // The sums of a large layer in another order.
    private const double Tolerance = 1e-4;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("WEIGHTS") { Description = "The weights of a model: the safetensors file that Save wrote, of any type." };
        var model = new ModelOptions(required: true);
        var format = new Option<string>("--to") { Description = "The format; onnx is the one that there is.", HelpName = Onnx, DefaultValueFactory = _ => Onnx };
        format.AcceptOnlyFromAmong(Onnx);
        var output = new Option<string?>("--output", "-o") { Description = "The file that is written; that of the weights with the ending .onnx unless given.", HelpName = "FILE" };
        var dense = new Option<bool>("--dense") { Description = "Write compressed matrices as they are multiplied: every runtime is fast with that, and the file is as large as that of an uncompressed network. The default." };
        var factors = new Option<bool>("--factors") { Description = "Write the factors of compressed matrices, of which the graph makes the matrices: the file stays small, and a runtime that folds constants, as ONNX Runtime does, is as fast once it is loaded." };
        var states = new Option<bool>("--states") { Description = "Make the states of a network that takes sequences inputs and outputs of the graph, so that a caller goes step by step." };
        var json = Output.JsonOption();
        var command = new Command("export", "Writes a model as an ONNX file, and compares what ONNX Runtime makes of it with what the model predicts.\n\nExample: deepthin export Small/Model/weights.safetensors --project Small --to onnx -o small.onnx") { file, format, output, dense, factors, states, json };
        model.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(dense) && result.GetValue(factors)) result.AddError("--dense and --factors are given; one of them decides.");
        });
        command.SetAction((result, cancellation) => Running.Run(
            () => Export(result.GetRequiredValue(file), model.Read(result, result.GetRequiredValue(file), cancellation)!, result.GetValue(output), new(result.GetValue(factors), result.GetValue(states)), result.GetValue(json), cancellation), cancellation));
        return command;
    }

    private static int Export(string file, DeclaredModel model, string? output, ExportOptions options, bool json, CancellationToken cancellation)
    {
        var graph = Exporter.Export(model.Network, model.Weights, options);
        cancellation.ThrowIfCancellationRequested();
        float[] samples = model.Network.Samples(Samples, Seed), wanted = ModelRun.Predict(model.Assembly, model.Network, file, samples);
        double error = Worst(wanted, ExportedGraph.Run(graph, samples, Samples));
        string text = $"{Samples} random samples in ONNX Runtime and in the model: the worst error is {error.ToString("0.0e+0", CultureInfo.InvariantCulture)} of the largest value.";
        if (!(error <= Tolerance))
        {
            Console.Error.WriteLine($"{text} That is more than {Tolerance.ToString("0e+0", CultureInfo.InvariantCulture)}, so nothing was written.");
            return ExitCodes.Differs;
        }

        string target = output ?? Path.ChangeExtension(file, Onnx);
        cancellation.ThrowIfCancellationRequested();
        AtomicFile.Write(target, stream => graph.WriteTo(stream));
        if (json) Output.Json(new(target, new FileInfo(target).Length, Samples, error), ResultContext.Default.ExportResult);
        else AnsiConsole.WriteLine($"{target} has {NetworkTable.Count(new FileInfo(target).Length)} bytes. {text}");
        return ExitCodes.Done;
    }

    // NaN where a number stands against none.
    private static double Worst(float[] wanted, float[] found)
    {
        double largest = Math.Max(1, wanted.Where(float.IsFinite).Select(value => Math.Abs((double)value)).DefaultIfEmpty().Max());
        return wanted.Length != found.Length ? double.NaN : wanted.Zip(found, (a, b) => a.Equals(b) ? 0 : Math.Abs((double)a - b) / largest).Aggregate(0.0, Math.Max);
    }
}
