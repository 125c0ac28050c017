using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DeepThin.Tests;

namespace DeepThin.Package.Tests;

/// <summary>What is in the packages.</summary>
[Collection(PackedTests.Name)]
public sealed partial class ContentTests(PackedFixture packed)
{
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    private static readonly string[] Ids = ["DeepThin", "DeepThin.Training"];

    private static readonly string[] PartsOfEveryPackage = ["[Content_Types].xml", "_rels/", "package/"];

    private static readonly string[] SourceFolders = ["src", "generator"];

    private static readonly string[] BuiltFolders = ["bin", "obj"];

    public static TheoryData<string> Packages => [.. Ids];

    [Fact]
    public void The_library_comes_with_what_the_compiler_and_MSBuild_load() => Assert.Equal(
        [
            "DeepThin.nuspec",
            "README.md",
            "analyzers/dotnet/cs/DeepThin.Generators.CodeFixes.dll",
            "analyzers/dotnet/cs/DeepThin.Generators.dll",
            "build/DeepThin.Compiler.targets",
            "build/DeepThin.InstructionSet.targets",
            "build/DeepThin.NativeExports.targets",
            "build/DeepThin.Weights.targets",
            "build/DeepThin.targets",
            "buildTransitive/DeepThin.targets",
            "icon.png",
            "lib/net10.0/DeepThin.dll",
            "lib/net10.0/DeepThin.xml",
            "tools/netstandard2.0/DeepThin.Build.dll",
        ],
        Files("DeepThin", "nupkg"));

    [Fact]
    public void The_training_has_a_library_only() => Assert.Equal(
        ["DeepThin.Training.nuspec", "README.md", "icon.png", "lib/net10.0/DeepThin.Training.dll", "lib/net10.0/DeepThin.Training.xml"],
        Files("DeepThin.Training", "nupkg"));

    [Theory]
    [MemberData(nameof(Packages))]
    public void Symbols_carry_their_sources_under_paths_of_no_machine(string id)
    {
        Assert.Equal([$"{id}.nuspec", $"lib/net10.0/{id}.pdb"], Files(id, "snupkg"));
        using var symbols = packed.Open(id, "snupkg");
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(Bytes(symbols, $"lib/net10.0/{id}.pdb")));
        var reader = provider.GetMetadataReader();
        CheckDocuments(reader);
        Assert.All(reader.Documents, handle => Assert.Contains(
            reader.GetCustomDebugInformation(handle), info => reader.GetGuid(reader.GetCustomDebugInformation(info).Kind) == EmbeddedSource));
    }

    [Fact]
    public void Components_of_the_compiler_have_their_symbols_inside()
    {
        foreach (string file in Files("DeepThin", "nupkg").Where(file => Path.GetDirectoryName(file) is "analyzers/dotnet/cs" or "tools/netstandard2.0"))
        {
            using var component = new PEReader(File.OpenRead(packed.Unpack(file)));
            var entry = component.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
            using var provider = component.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
            CheckDocuments(provider.GetMetadataReader());
        }
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void No_file_knows_a_path_of_this_machine(string id)
    {
        string[] paths = [Repository.Root, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), packed.Feed];
        foreach (string extension in (string[])["nupkg", "snupkg"])
        {
            using var package = packed.Open(id, extension);
            foreach (var entry in package.Entries)
            {
                byte[] bytes = Bytes(package, entry.FullName);
                foreach (string path in paths.Where(path => path.Length > 1))
                {
                    Assert.False(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(path)) >= 0, $"{entry.FullName} contains {path}");
                    Assert.False(bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(path)) >= 0, $"{entry.FullName} contains {path}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_nuspec_names_licence_icon_readme_and_no_place(string id)
    {
        var metadata = Metadata(id);
        string? Value(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("icon.png", Value("icon"));
        Assert.Equal("README.md", Value("readme"));
        Assert.NotEqual("", Value("description"));
        Assert.Contains("neural-network", Value("tags"), StringComparison.Ordinal);
        Assert.Null(Value("projectUrl"));
        Assert.DoesNotContain(metadata.Descendants().SelectMany(element => element.Attributes()), attribute => attribute.Name == "url");
    }

    [Fact]
    public void The_training_depends_on_all_of_the_library_in_this_very_version()
    {
        var dependency = Metadata("DeepThin.Training").Descendants().Single(element => (string?)element.Attribute("id") == "DeepThin");
        Assert.Equal($"[{packed.Version}]", (string?)dependency.Attribute("version"));
        Assert.Equal("All", (string?)dependency.Attribute("include"));
        Assert.Null(dependency.Attribute("exclude"));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_readme_has_links_that_lead_somewhere_from_anywhere(string id)
    {
        using var package = packed.Open(id);
        string readme = Encoding.UTF8.GetString(Bytes(package, "README.md"));
        Assert.StartsWith($"# {id}\n", readme, StringComparison.Ordinal);
        Assert.All(LinkPattern().Matches(readme), link => Assert.StartsWith("https://", link.Groups[1].Value, StringComparison.Ordinal));
    }

    [Fact]
    public void A_copy_elsewhere_without_git_gives_the_same_bytes()
    {
        string copy = packed.NewFolder(), feed = packed.NewFolder();
        foreach (string file in Sources()) CopyTo(file, copy);
        string? commit = (string?)Metadata("DeepThin").Elements().SingleOrDefault(element => element.Name.LocalName == "repository")?.Attribute("commit");
        packed.Pack(copy, feed, commit == null ? [] : [$"-p:SourceRevisionId={commit}"]);
        foreach (string id in Ids)
        {
            foreach (string extension in (string[])["nupkg", "snupkg"])
            {
                using ZipArchive one = packed.Open(id, extension), other = packed.Open(feed, id, extension);
                foreach (string file in Files(one).Where(file => !file.EndsWith(".nuspec", StringComparison.Ordinal)))
                {
                    Assert.True(Bytes(one, file).AsSpan().SequenceEqual(Bytes(other, file)), $"{file} of {id} differs");
                }
            }
        }
    }

    [GitFact]
    public void The_version_rises_with_the_commits_and_is_that_of_all_packages()
    {
        string copy = packed.NewFolder(), shallow = Path.Combine(packed.NewFolder(), "clone");
        foreach (string file in Sources()) CopyTo(file, copy);
        Assert.Equal("0.1.0", VersionOf(copy));
        Dotnet.Git(copy, "init", "--quiet");
        Dotnet.Git(copy, "add", "--all");
        Dotnet.Git(copy, "commit", "--quiet", "--message", "one");
        Assert.Equal("0.1.1", VersionOf(copy));
        File.AppendAllText(Path.Combine(copy, "src", "DeepThin", "README.md"), "More.\n");
        Dotnet.Git(copy, "commit", "--quiet", "--all", "--message", "two");
        Assert.Equal("0.1.2", VersionOf(copy));
        Assert.Equal("0.1.2", Property(copy, "src/DeepThin.Training", "PackageVersion"));
        string[] projects = ["src/DeepThin", "src/DeepThin.Training", "src/DeepThin.Build", "generator/DeepThin.Generators", "generator/DeepThin.Generators.CodeFixes"];
        Assert.All(projects, project => Assert.Equal("0.1.2", Property(copy, project, "InformationalVersion")));
        Assert.Equal("1.2.3-mine", VersionOf(copy, "-p:Version=1.2.3-mine"));

        // A clone that does not have all commits counts none.
        Dotnet.Git(copy, "clone", "--quiet", "--depth", "1", new Uri(copy).AbsoluteUri, shallow);
        Assert.Equal("0.1.0", VersionOf(shallow));
    }

    // A property as packing sees it.
    private static string Property(string root, string project, string property, params string[] properties) => Dotnet.Run(
        root, ["msbuild", $"{project}/{Path.GetFileName(project)}.csproj", "-t:_GetProjectVersion;GetAssemblyVersion", "-p:_IsPacking=true", $"-getProperty:{property}", .. properties]).Trim();

    private static string VersionOf(string root, params string[] properties) => Property(root, "src/DeepThin", "PackageVersion", properties);

    private static IEnumerable<string> Sources() => Directory.GetFiles(Repository.Root)
        .Concat(SourceFolders.SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories)))
        .Select(file => Path.GetRelativePath(Repository.Root, file))
        .Where(file => file != ".git" && !file.Split(Path.DirectorySeparatorChar).Intersect(BuiltFolders).Any());

    private static void CopyTo(string file, string folder)
    {
        string target = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(Path.Combine(Repository.Root, file), target);
    }

    private static void CheckDocuments(MetadataReader symbols)
    {
        Assert.NotEmpty(symbols.Documents);
        Assert.All(symbols.Documents, handle => Assert.StartsWith("/_", symbols.GetString(symbols.GetDocument(handle).Name), StringComparison.Ordinal));
    }

    private XElement Metadata(string id)
    {
        using var package = packed.Open(id);
        return XDocument.Parse(Encoding.UTF8.GetString(Bytes(package, id + ".nuspec")).TrimStart('\uFEFF')).Root!.Elements().Single();
    }

    private string[] Files(string id, string extension)
    {
        using var package = packed.Open(id, extension);
        return Files(package);
    }

    // Without what every package has.
    private static string[] Files(ZipArchive package) => [.. package.Entries
        .Select(entry => entry.FullName)
        .Where(name => !PartsOfEveryPackage.Any(part => name.StartsWith(part, StringComparison.Ordinal)))
        .Order(StringComparer.Ordinal)];

    private static byte[] Bytes(ZipArchive package, string name)
    {
        using var bytes = new MemoryStream();
        using var entry = package.GetEntry(name)!.Open();
        entry.CopyTo(bytes);
        return bytes.ToArray();
    }

    [GeneratedRegex(@"\]\(([^)]*)\)")]
    private static partial Regex LinkPattern();
}
