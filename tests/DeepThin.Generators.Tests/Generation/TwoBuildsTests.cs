extern alias Library;

using System.Diagnostics;

namespace DeepThin.Generators.Tests.Generation;

/// <summary>Two builds of one project, in processes, folders and cultures of their own, write the same bytes.</summary>
public sealed class TwoBuildsTests : IDisposable
{
    private const string Models = """
        using DeepThin;

        [DeepThinModel(Training = true)]
        [Dense(300, 200, Ratio = 0.05, Activation = Activation.LeakyRelu, Slope = 0.125)]
        [Dense(200, 100, Ratio = 0.1, Form = Form.Tall, Activation = Activation.ClippedRelu, Ceiling = 1.5)]
        [Dense(100, 10, Activation = Activation.Softmax)]
        public sealed partial class First;

        namespace Edge.Öl
        {
            [DeepThinModel]
            [Dense(1024, 1024, N = 269)]
            public sealed partial class Iğdır;
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("deepthin-").FullName;

    [Fact]
    public void Two_builds_in_other_places_and_cultures_write_the_same_bytes()
    {
        var one = Build("one", "sv_SE.UTF-8");
        var other = Build(Path.Combine("a longer way", "to the other"), "tr_TR.UTF-8");
        Assert.Equal(8, one.Count);
        Assert.Equal(one.Keys, other.Keys);
        Assert.All(one, file => Assert.Equal(file.Value, other[file.Key]));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SortedDictionary<string, byte[]> Build(string name, string culture)
    {
        string project = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.WriteAllText(Path.Combine(project, "Models.cs"), Models);
        File.WriteAllText(Path.Combine(project, "User.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>
                <CompilerGeneratedFilesOutputPath>obj/generated</CompilerGeneratedFilesOutputPath>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{typeof(Library::DeepThin.DenseAttribute).Assembly.Location}" />
                <Analyzer Include="{typeof(ModelGenerator).Assembly.Location}" />
              </ItemGroup>
            </Project>
            """);
        var start = new ProcessStartInfo("dotnet", ["build", "-nodeReuse:false", "-p:UseSharedCompilation=false"])
        {
            WorkingDirectory = project,
            RedirectStandardOutput = true,
            Environment = { ["LC_ALL"] = culture, ["MSBUILDDISABLENODEREUSE"] = "1" },
        };
        using var build = Process.Start(start)!;
        string text = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        Assert.True(build.ExitCode == 0, text);
        string generated = Path.Combine(project, "obj", "generated", "DeepThin.Generators");
        var files = Directory.GetFiles(generated, "*.cs", SearchOption.AllDirectories);
        return new(files.ToDictionary(file => Path.GetRelativePath(generated, file), File.ReadAllBytes), StringComparer.Ordinal);
    }
}
