using System.CommandLine;
using DeepThin.Exporting.Declarations;
using DeepThin.Tool.Models;

namespace DeepThin.Tool.Commands;

/// <summary>A class that declares a network, and the assembly that it is in.</summary>
/// <param name="Assembly">The assembly.</param>
/// <param name="Network">The network.</param>
internal sealed record DeclaredModel(string Assembly, DeclaredNetwork Network)
{
    /// <summary>Reads its weights.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="ToolException">There is no such file.</exception>
    public StoredWeights Weights(string file) => File.Exists(file) ? StoredWeights.Read(file, Network) : throw new ToolException($"There is no file {file}.");
}

/// <summary>The options that say which class declares the network of a weights file.</summary>
/// <param name="required">Whether the command needs them.</param>
internal sealed class ModelOptions(bool required)
{
    private readonly Option<string?> _project = new("--project") { Description = "The project whose class declares the network: its file or folder, which is built, or its assembly.", HelpName = "PATH", Required = required };

    private readonly Option<string?> _class = new("--class") { Description = "The class, where the project has several models.", HelpName = "NAME" };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_project);
        command.Add(_class);
    }

    /// <summary>Whether a user says which class it is.</summary>
    public bool IsGiven(ParseResult result) => result.GetValue(_project) is not null;

    /// <summary>Reads the class; null where no project is given.</summary>
    /// <exception cref="ToolException">There is no such project, or it does not build.</exception>
    public DeclaredModel? Read(ParseResult result, CancellationToken cancellation)
    {
        if (result.GetValue(_project) is not { } project) return null;
        string assembly = ModelAssembly.Of(project, cancellation);
        return new(assembly, DeclaredNetwork.Read(assembly, result.GetValue(_class), cancellation));
    }
}
