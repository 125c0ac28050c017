using System.CommandLine;
using DeepThin.Onnx.Importing;
using DeepThin.Tool.Originals;
using DeepThin.Tool.Projects;
using Spectre.Console;

namespace DeepThin.Tool.Commands;

/// <summary>Writes a project of an ONNX file.</summary>
internal static class ImportCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var graph = new GraphOptions();
        var target = new ProjectOptions();
        var json = Output.JsonOption();
        var command = new Command("import", "Writes a project of an ONNX file: a class with the layers, the weights, a program that predicts, and a test that compares. Nothing is compressed.\n\nExample: deepthin import model.onnx -o Model") { json };
        graph.AddTo(command);
        target.AddTo(command);
        command.SetAction((result, cancellation) => Running.Run(() => Import(graph.FileOf(result), graph.OptionsOf(result), target.Of(result, graph.FileOf(result)), result.GetValue(json), cancellation), cancellation));
        return command;
    }

    private static int Import(string file, ImportOptions options, ProjectTarget target, bool json, CancellationToken cancellation)
    {
        var network = Importer.Import(GraphOptions.Read(file), options);
        cancellation.ThrowIfCancellationRequested();
        using (var folder = new NewFolder(target.Folder, target.Replaces))
        {
            var texts = new ImportedProject(network, target.Name, Path.GetFileName(file), target.Version);
            texts.WriteTo(folder.Filled);
            string tests = Directory.CreateDirectory(Path.Combine(folder.Filled, texts.Second)).FullName;
            File.WriteAllText(Path.Combine(tests, $"{texts.Second}.csproj"), texts.TestProject());
            File.WriteAllText(Path.Combine(tests, "ComparisonTests.cs"), texts.Test());
            using (var original = new Original(file, network, options)) Expected(original, network).Save(Path.Combine(tests, "expected.safetensors"));
            Manifest.Of(target.Name, Path.GetFullPath(file), options).Write(folder.Filled);
            cancellation.ThrowIfCancellationRequested();
            folder.Keep();
        }

        if (json)
        {
            Output.Json(ImportResult.Of(target.Folder, target.Name, network), ResultContext.Default.ImportResult);
            return ExitCodes.Done;
        }

        NetworkTable.Print(network);
        AnsiConsole.WriteLine();
        AnsiConsole.WriteLine($"{target.Folder} has the project {target.Name}. Next: deepthin verify {target.Folder}");
        return ExitCodes.Done;
    }

    // What the original gives for a few samples; of a sequence of steps, for one.
    private static SafetensorsWriter Expected(Original original, ImportedNetwork network)
    {
        var samples = new Samples(network, original, count: network.TakesSequences ? 1 : 4, seed: 1);
        var writer = new SafetensorsWriter();
        writer.Add("inputs", samples.Inputs, samples.Inputs.Length);
        writer.Add("outputs", samples.Outputs, samples.Outputs.Length);
        return writer;
    }
}
