using DeepThin.Tests;

namespace DeepThin.Package.Tests;

/// <summary>What the build files of the package say and do, on the examples of the help pages.</summary>
[Collection(PackedTests.Name)]
public sealed class MessageTests(PackedFixture packed)
{
    private const string Targets = "-t:Build;DeepThinCheckInstructionSet";

    private const string AheadOfTime = "<PropertyGroup><PublishAot>true</PublishAot><RuntimeIdentifier>linux-x64</RuntimeIdentifier></PropertyGroup>";

    private const string Model = """
        using DeepThin;

        Console.WriteLine(Net.Info);

        [DeepThinModel]
        [Dense(8, 4)]
        internal sealed partial class Net
        {
        }
        """;

    /// <summary>DT0605 is apart: its example needs a compiler that is older than any SDK for net10.0.</summary>
    [Theory]
    [InlineData("DT0601", "warning")]
    [InlineData("DT0602", "error")]
    [InlineData("DT0603", "error")]
    [InlineData("DT0604", "warning")]
    [InlineData("DT0606", "error")]
    [InlineData("DT0607", "warning")]
    [InlineData("DT0608", "error")]
    public void The_first_example_of_a_page_gives_its_message_and_the_second_works(string id, string severity)
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "diagnostics", id + ".md"));
        string[] examples = [.. page.Split("```xml\n").Skip(1).Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)])];
        Assert.Equal(2, examples.Length);
        Assert.Equal([$"{severity} {id}"], Messages(examples[0], id));
        Assert.Empty(Messages(examples[1], id));
    }

    [Fact]
    public void A_compiler_before_4_8_is_named_with_the_SDK_that_has_it()
    {
        var project = packed.NewProject("DeepThin", "", ("Program.cs", Model));
        project.Build("-p:CompilerApiVersion=roslyn4.8");
        string printed = Dotnet.TryRun(project.Folder, "build", "-c", "Release", "--no-incremental", "-p:CompilerApiVersion=roslyn4.7").Printed;
        Assert.Contains("error DT0605: The compiler is Roslyn 4.7, and the generator of DeepThin needs 4.8 or newer,", printed, StringComparison.Ordinal);
        Assert.Contains("since 8.0.100", printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linux-x64", "", "")]
    [InlineData("linux-x64", "Portable", "")]
    [InlineData("linux-x64", "Avx", "avx")]
    [InlineData("win-x64", "avx2", "x86-64-v3")]
    [InlineData("linux-musl-x64", "Avx512", "x86-64-v4")]
    [InlineData("linux-arm64", "Avx2", "")]
    public void The_property_is_what_the_compiler_ahead_of_time_is_told_on_x64(string runtime, string instructionSet, string told)
    {
        var project = packed.NewProject("DeepThin", "");
        string[] properties = [$"-p:RuntimeIdentifier={runtime}", $"-p:DeepThinInstructionSet={instructionSet}", "-p:IlcInstructionSet="];
        Dotnet.Run(project.Folder, "restore");
        Assert.Equal(told, project.Property("IlcInstructionSet", ["-t:DeepThinSetInstructionSet", .. properties]));
    }

    [Fact]
    public void Nothing_is_said_on_Arm64_where_there_is_nothing_to_choose() =>
        Assert.Empty(Messages("<PropertyGroup><RuntimeIdentifier>linux-arm64</RuntimeIdentifier><UseAppHost>false</UseAppHost></PropertyGroup>"));

    [Fact]
    public void A_program_that_has_the_package_through_a_library_has_models_of_its_own_and_is_told_too()
    {
        string shared = Model.Replace("Console.WriteLine(Net.Info);", "", StringComparison.Ordinal).Replace("internal", "public", StringComparison.Ordinal);
        const string Kind = "<PropertyGroup><OutputType>Library</OutputType><AssemblyName>Models</AssemblyName></PropertyGroup>";
        string library = Path.Combine(packed.NewProject("DeepThin", Kind, ("Net.cs", shared)).Folder, "App.csproj");
        string reference = $"""<ItemGroup><PackageReference Remove="DeepThin" /><ProjectReference Include="{library}" /></ItemGroup>""";
        var program = packed.NewProject(
            "DeepThin",
            reference + AheadOfTime,
            ("Program.cs", Model.Replace("Net", "Own", StringComparison.Ordinal)),
            ("Shared.cs", "internal static class Shared { public static int Length => Net.InputLength; }"));
        Assert.Equal(["warning DT0601"], program.Messages(Targets));
    }

    private string[] Messages(string fragment, string id = "")
    {
        var project = packed.NewProject("DeepThin", fragment, ("Program.cs", Model));
        // Files that a build leaves in the project are there in the next.
        if (id == "DT0608") project.Build();
        return project.Messages("--no-incremental", Targets);
    }
}
