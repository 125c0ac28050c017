using System.CommandLine;
using DeepThin.Onnx.Graphs;
using DeepThin.Onnx.Importing;
using DeepThin.Onnx.Projects;
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
        var output = new Option<string>("--output", "-o") { Description = "The folder of the project, which is not there yet.", HelpName = "DIR", Required = true };
        var name = new Option<string?>("--name") { Description = "The name of the project; that of the file unless given.", HelpName = "NAME" };
        var version = new Option<string>("--package-version") { Description = "The version of the package DeepThin that the project refers to; that of this tool unless given.", HelpName = "VERSION", DefaultValueFactory = _ => ImportedProject.ToolVersion };
        var force = new Option<bool>("--force") { Description = "Replace the folder where it is there." };
        var command = new Command("import", "Writes a project of an ONNX file: a class with the layers, the weights, a program that predicts, and a test that compares. Nothing is compressed.\n\nExample: deepthin import model.onnx -o Model") { output, name, version, force };
        graph.AddTo(command);
        command.SetAction((result, cancellation) => Running.Run(() => Import(graph.FileOf(result), graph.OptionsOf(result), result.GetRequiredValue(output), result.GetValue(name), result.GetRequiredValue(version), result.GetValue(force), cancellation), cancellation));
        return command;
    }

    private static int Import(string file, ImportOptions options, string output, string? name, string version, bool force, CancellationToken cancellation)
    {
        var graph = GraphOptions.Read(file);
        var network = Importer.Import(graph, options);
        cancellation.ThrowIfCancellationRequested();
        if (name is not null && Identifiers.Pascal(name) != name) throw new ToolException($"--name {name}: that is no name of a namespace; {Identifiers.Pascal(name)} would be one.");
        string project = name ?? Identifiers.Pascal(Path.GetFileNameWithoutExtension(file));
        var texts = new ImportedProject(network, project, Path.GetFileName(file), version);
        using (var folder = new NewFolder(output, force))
        {
            Write(folder.Filled, file, options, network, project, texts);
            cancellation.ThrowIfCancellationRequested();
            folder.Keep();
        }

        NetworkTable.Print(network);
        AnsiConsole.WriteLine();
        AnsiConsole.WriteLine($"{output} has the project {project}. Next: deepthin verify {output}");
        return ExitCodes.Done;
    }

    private static void Write(string folder, string file, ImportOptions options, ImportedNetwork network, string name, ImportedProject texts)
    {
        string main = Directory.CreateDirectory(Path.Combine(folder, name)).FullName, tests = Directory.CreateDirectory(Path.Combine(folder, $"{name}.Tests")).FullName;
        File.WriteAllText(Path.Combine(main, $"{name}.csproj"), texts.Project());
        File.WriteAllText(Path.Combine(main, $"{texts.ClassName}.cs"), texts.Class());
        File.WriteAllText(Path.Combine(main, "Program.cs"), texts.Program());
        if (texts.Layout() is { } layout) File.WriteAllText(Path.Combine(main, "Layout.cs"), layout);
        ClassText.Weights(network).Save(Path.Combine(main, "weights.safetensors"));
        File.WriteAllText(Path.Combine(folder, $"{name}.slnx"), texts.Solution());
        File.WriteAllText(Path.Combine(folder, "README.md"), texts.Readme());
        File.WriteAllText(Path.Combine(tests, $"{name}.Tests.csproj"), texts.TestProject());
        File.WriteAllText(Path.Combine(tests, "ComparisonTests.cs"), texts.Test());
        using (var original = new Original(file, network, options)) Expected(original, network).Save(Path.Combine(tests, "expected.safetensors"));
        new Manifest
        {
            Name = name,
            Original = Path.GetFullPath(file),
            InputShapes = new(options.Shapes),
            Values = new(options.Values),
            StepsOf = options.Steps?.Input,
            StepsAxis = options.Steps?.Axis ?? 0,
        }.Write(folder);
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
