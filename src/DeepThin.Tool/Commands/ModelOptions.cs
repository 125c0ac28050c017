using System.CommandLine;
using DeepThin.Exporting.Declarations;
using DeepThin.Tool.Models;

namespace DeepThin.Tool.Commands;

/// <summary>A class that declares a network, and the assembly that it is in.</summary>
/// <param name="Assembly">The assembly.</param>
/// <param name="Network">The network.</param>
/// <param name="Weights">Its weights.</param>
internal sealed record DeclaredModel(string Assembly, DeclaredNetwork Network, StoredWeights Weights);

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

    /// <summary>Reads the class and its weights; null where no project is given.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="weights">The file of the weights.</param>
    /// <param name="cancellation">Cancels the build of the project.</param>
    /// <exception cref="ToolException">There is no such file or project, or the project does not build.</exception>
    public DeclaredModel? Read(ParseResult result, string weights, CancellationToken cancellation)
    {
        if (result.GetValue(_project) is not { } project) return null;
        // A build takes its time, and for nothing without weights.
        if (!File.Exists(weights)) throw new ToolException($"There is no file {weights}.");
        string assembly = ModelAssembly.Of(project, cancellation);
        var network = DeclaredNetwork.Read(assembly, result.GetValue(_class), cancellation);
        return new(assembly, network, StoredWeights.Read(weights, network));
    }
}
