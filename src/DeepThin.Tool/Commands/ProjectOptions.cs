using System.CommandLine;
using DeepThin.Onnx.Projects;
using DeepThin.Tool.Projects;

namespace DeepThin.Tool.Commands;

/// <summary>Where a project is written, and what it is called.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Name">The name of the project.</param>
/// <param name="Version">The version of the packages.</param>
/// <param name="Replaces">Whether a folder that is there is replaced.</param>
internal sealed record ProjectTarget(string Folder, string Name, string Version, bool Replaces);

/// <summary>The options of commands that write a project.</summary>
internal sealed class ProjectOptions
{
    private readonly Option<string> _output = new("--output", "-o") { Description = "The folder of the project, which is not there yet.", HelpName = "DIR", Required = true };

    private readonly Option<string?> _name = new("--name") { Description = "The name of the project; that of the file unless given.", HelpName = "NAME" };

    private readonly Option<string> _version = new("--package-version")
    {
        Description = "The version of the packages of DeepThin that the project refers to; that of this tool unless given.",
        HelpName = "VERSION",
        DefaultValueFactory = _ => ImportedProject.ToolVersion,
    };

    private readonly Option<bool> _force = new("--force") { Description = "Replace the folder where it is there." };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_output);
        command.Add(_name);
        command.Add(_version);
        command.Add(_force);
    }

    /// <summary>What a user asks for.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="file">The file of the network.</param>
    /// <exception cref="ToolException">The name is none.</exception>
    public ProjectTarget Of(ParseResult result, string file)
    {
        string? name = result.GetValue(_name);
        if (name is not null && Identifiers.Pascal(name) != name) throw new ToolException($"--name {name}: that is no name of a namespace; {Identifiers.Pascal(name)} would be one.");
        return new(result.GetRequiredValue(_output), name ?? Identifiers.Pascal(Path.GetFileNameWithoutExtension(file)), result.GetRequiredValue(_version), result.GetValue(_force));
    }
}
