using System.IO.Compression;
using DeepThin.Tests;

namespace DeepThin.Package.Tests;

/// <summary>Both packages, packed once into a feed of their own in a temporary folder, where the users' projects are too.</summary>
public sealed class PackedFixture : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deepthin-packages-").FullName;
    private readonly Lazy<string> _tool, _templates;
    private int _projects;

    /// <summary>Packs.</summary>
    public PackedFixture()
    {
        Version = $"0.0.0-test{Environment.ProcessId}";
        Feed = Path.Combine(_folder, "feed");
        Pack(Repository.Root, Feed);
        _tool = new(MakeTool);
        _templates = new(InstallTemplates);
        WriteSources(_folder, alone: false);
    }

    /// <summary>The version of both, which no other feed has.</summary>
    public string Version { get; }

    /// <summary>The folder with the packages.</summary>
    public string Feed { get; }

    /// <summary>A new folder.</summary>
    public string NewFolder() => Directory.CreateDirectory(Path.Combine(_folder, $"{++_projects}")).FullName;

    /// <summary>
    /// A new folder in which NuGet knows no feed but this one. Packages of others, such as the compiler ahead of time, come from those that this machine has
    /// since the solution was restored.
    /// </summary>
    public string NewFolderOffline()
    {
        string folder = NewFolder();
        WriteSources(folder, alone: true);
        return folder;
    }

    /// <summary>A package, or its symbols with the extension <c>snupkg</c>.</summary>
    public ZipArchive Open(string id, string extension = "nupkg") => Open(Feed, id, extension);

    /// <summary>A package of a feed.</summary>
    public ZipArchive Open(string feed, string id, string extension) => ZipFile.OpenRead(Path.Combine(feed, $"{id}.{Version}.{extension}"));

    /// <summary>A file of the package DeepThin, unpacked beside others.</summary>
    public string Unpack(string entry)
    {
        string path = Path.Combine(_folder, "unpacked", Path.GetFileName(entry));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var package = Open("DeepThin");
        package.GetEntry(entry)!.ExtractToFile(path, overwrite: true);
        return path;
    }

    /// <summary>The command <c>deepthin</c>, packed and installed once.</summary>
    public string InstallTool() => _tool.Value;

    /// <summary>A new folder offline with the project of a template, whose name is that of the folder. The templates are packed and installed once.</summary>
    /// <param name="template">The template, and options for it.</param>
    public string NewFromTemplate(params string[] template)
    {
        string folder = Path.Combine(NewFolderOffline(), "Try.It");
        Dotnet.Run(_folder, ["new", .. template, "-o", folder, "--debug:custom-hive", _templates.Value]);
        return folder;
    }

    /// <summary>Packs both from a folder of sources, beside what is built in it otherwise.</summary>
    public void Pack(string root, string feed, params string[] properties)
    {
        string artifacts = Path.Combine(root, "artifacts", "package-tests");
        if (Directory.Exists(artifacts)) Directory.Delete(artifacts, recursive: true);
        foreach (string id in (string[])["DeepThin", "DeepThin.Training"]) Pack(root, id, feed, artifacts, properties);
    }

    // What NuGet unpacks goes to a folder of these tests. What is unpacked already on this machine is taken from there.
    private void WriteSources(string folder, bool alone)
    {
        string unpacked = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string fallback = Directory.Exists(unpacked) ? $"""<fallbackPackageFolders><add key="machine" value="{unpacked}" /></fallbackPackageFolders>""" : "";
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <packageSources>{(alone ? "<clear />" : "")}<add key="packed" value="{Feed}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_folder, "cache")}" /></config>
              {fallback}
            </configuration>
            """);
    }

    private void Pack(string root, string id, string feed, string artifacts, string[] properties)
    {
        string printed = Dotnet.Run(
            root,
            [
                "pack", $"src/{id}", "-c", "Release", "-o", feed, $"-p:Version={Version}", "-p:ContinuousIntegrationBuild=true",
                "-p:UseArtifactsOutput=true", $"-p:ArtifactsPath={artifacts}", "-p:EnableSourceLink=false", .. properties,
            ]);
        Assert.DoesNotContain("warning", printed, StringComparison.OrdinalIgnoreCase);
    }

    private string MakeTool()
    {
        string folder = NewFolder();
        Pack(Repository.Root, "DeepThin.Tool", Feed, Path.Combine(Repository.Root, "artifacts", "package-tests"), []);
        Dotnet.Run(folder, "tool", "install", "DeepThin.Tool", "--tool-path", folder, "--version", Version, "--add-source", Feed);
        return Path.Combine(folder, "deepthin");
    }

    private string InstallTemplates()
    {
        string hive = NewFolder();
        Pack(Repository.Root, "DeepThin.Templates", Feed, Path.Combine(Repository.Root, "artifacts", "package-tests"), []);
        Dotnet.Run(_folder, "new", "install", Path.Combine(Feed, $"DeepThin.Templates.{Version}.nupkg"), "--debug:custom-hive", hive);
        return hive;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A user's project outside the repository, with nothing but the packages and the feeds of this machine.</summary>
    /// <param name="package">The package that it refers to.</param>
    /// <param name="fragment">What else stands in the project file.</param>
    /// <param name="sources">The C# files by name.</param>
    internal UserProject NewProject(string package, string fragment, params (string Name, string Text)[] sources)
    {
        string folder = NewFolder();
        foreach (var (name, text) in sources) File.WriteAllText(Path.Combine(folder, name), text);
        return new UserProject(folder, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <RestorePackagesPath>{Path.Combine(_folder, "cache")}</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{package}" Version="{Version}" />
              </ItemGroup>
            {fragment}
            </Project>
            """);
    }
}
