using System.Text.RegularExpressions;

namespace DeepThin.Package.Tests;

/// <summary>A project of a user, <c>App.csproj</c> in a folder of its own.</summary>
internal sealed partial class UserProject
{
    public UserProject(string folder, string project)
    {
        Folder = folder;
        File.WriteAllText(Path.Combine(folder, "App.csproj"), project);
    }

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    /// <summary>Builds and returns what was printed; it must succeed.</summary>
    public string Build(params string[] arguments) => Dotnet.Run(Folder, ["build", "-c", "Release", .. arguments]);

    /// <summary>Builds with these targets and returns the DeepThin messages, such as <c>warning DT0601</c>, each once.</summary>
    public string[] Messages(params string[] arguments) =>
        [.. MessagePattern().Matches(Dotnet.TryRun(Folder, ["build", "-c", "Release", .. arguments]).Printed).Select(match => match.Value).Distinct()];

    /// <summary>A property after some targets have run.</summary>
    public string Property(string name, params string[] arguments) => Dotnet.Run(Folder, ["msbuild", $"-getProperty:{name}", .. arguments]).Trim();

    [GeneratedRegex("(error|warning) (DT|CS|NU|MSB|NETSDK|IL)[0-9]+")]
    private static partial Regex MessagePattern();
}
