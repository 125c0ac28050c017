using System.Diagnostics;
using System.Reflection;

namespace DeepThin.Build.Tests;

/// <summary>Projects that are really built, with the files that a user has.</summary>
public sealed class RealBuildTests : IDisposable
{
    private const string Tensors = "layers.0.weight: F32 [1, 2]\nlayers.0.bias: F32 [1]\n";

    private const string Program = """
        using System;
        using DeepThin;

        float[] y = new float[1];
        Edge.Outer.Model.LoadEmbedded().Forward([3, 4], y);
        Console.WriteLine($"predicts {y[0]}");

        namespace Edge
        {
            internal static partial class Outer
            {
                [DeepThinModel, Dense(2, 1)]
                internal sealed partial class Model;
            }
        }
        """;

    // A culture in the name would put the resource into another assembly, were the name not taken as it is.
    private const string Weights = "größe 'a', b;#%20$(x).de.safetensors";

    private readonly WeightsFolder _folder = new();

    public RealBuildTests()
    {
        File.WriteAllText(_folder.PathOf("Program.cs"), Program);
        File.WriteAllText(_folder.PathOf("App.csproj"), Project("größe 'a', b%3B#%2520%24(x).de.safetensors", "Edge.Outer+Model"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Weights_that_fit_are_embedded_and_a_build_again_writes_nothing()
    {
        _folder.Write(Weights, Tensors, value: 0.5f);
        Assert.DoesNotContain("warning", Build(succeeds: true), StringComparison.Ordinal);
        Assert.Equal("predicts 4\n", RunProgram());

        string program = _folder.PathOf($"obj/{Configuration}/net10.0/App.dll");
        var (compiled, text) = (File.GetLastWriteTimeUtc(program), TextTime());
        Build(succeeds: true, "--no-restore");
        Assert.Equal((compiled, text), (File.GetLastWriteTimeUtc(program), TextTime()));
    }

    [Fact]
    public void The_program_has_the_values_of_the_file_that_lies_there_whatever_its_time()
    {
        var old = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        string path = _folder.Write(Weights, Tensors, value: 0.5f);
        Build(succeeds: true);
        Assert.Equal("predicts 4\n", RunProgram());

        // Older than the file before, then newer than that one but older than the build, then just written.
        foreach (var (value, time) in ((int, DateTime)[])[(1, old), (2, old.AddYears(1)), (3, DateTime.UtcNow)])
        {
            _folder.Write(Weights, Tensors, value);
            File.SetLastWriteTimeUtc(path, time);
            Build(succeeds: true, "--no-restore");
            Assert.Equal($"predicts {8 * value}\n", RunProgram());
        }

        // Another file by a property, and the first again; the project is as it was.
        File.SetLastWriteTimeUtc(_folder.Write("other.safetensors", Tensors, value: 4), old);
        File.WriteAllText(_folder.PathOf("App.csproj"), Project("$(Chosen)", "Edge.Outer+Model"));
        File.WriteAllBytes(_folder.PathOf("first.safetensors"), File.ReadAllBytes(path));
        File.SetLastWriteTimeUtc(_folder.PathOf("first.safetensors"), old);
        foreach (var (file, value) in ((string, int)[])[("first", 3), ("other", 4), ("first", 3)])
        {
            Build(succeeds: true, "--no-restore", $"-p:Chosen={file}.safetensors");
            Assert.Equal($"predicts {8 * value}\n", RunProgram());
        }
    }

    [Fact]
    public void A_file_that_is_written_while_the_build_runs_is_noticed_when_it_is_loaded()
    {
        _folder.Write(Weights, Tensors, value: 1);
        string project = Project("größe 'a', b%3B#%2520%24(x).de.safetensors", "Edge.Outer+Model"), late = _folder.Write("late.safetensors", Tensors, value: 2);
        File.WriteAllText(_folder.PathOf("App.csproj"), project.Replace("</Project>", $"""
              <Target Name="Late" AfterTargets="DeepThinReadWeights">
                <Copy SourceFiles="{late}" DestinationFiles="@(DeepThinWeights)" />
              </Target>
            </Project>
            """, StringComparison.Ordinal));
        Build(succeeds: true);
        Assert.Matches(
            "WeightsException: Resource 'Edge\\.Outer\\+Model\\.safetensors' of App is not the file that the build saw: it has [0-9]+ bytes and the CRC-32C [0-9a-f]{8}, "
            + "and the build saw [0-9]+ and [0-9a-f]{8}\\.",
            Run(succeeds: false, [ProgramPath]));
    }

    [Fact]
    public void A_header_that_was_changed_is_written_again_whatever_its_time()
    {
        _folder.Write(Weights, Tensors);
        Headers("[DeepThinModel(NativeExports = \"net\"), ");
        Publish();
        string bin = _folder.PathOf($"bin/{Configuration}/net10.0/net.h"), obj = _folder.PathOf($"obj/{Configuration}/net10.0/net.h"), published = _folder.PathOf("published/net.h");
        string text = File.ReadAllText(bin);
        foreach (var (days, changed) in ((int, string[])[])[(1, [bin, published]), (-1, [bin, obj, published])])
        {
            foreach (string header in changed)
            {
                File.WriteAllText(header, "/* by hand */\n");
                File.SetLastWriteTimeUtc(header, DateTime.UtcNow.AddDays(days));
            }

            Build(succeeds: true, "--no-restore");
            Publish();
            Assert.All([bin, obj, published], header => Assert.Equal(text, File.ReadAllText(header)));
        }
    }

    private void Publish() => Run(succeeds: true, ["publish", _folder.PathOf("App.csproj"), "-c", Configuration, "--no-build", "-o", _folder.PathOf("published"), "-nodeReuse:false"]);

    [Fact]
    public void Weights_that_do_not_fit_or_are_no_weights_fail_the_build()
    {
        _folder.Write(Weights, Tensors.Replace("[1, 2]", "[2, 1]", StringComparison.Ordinal));
        Assert.Contains(
            $"Program.cs(13,39): error DT0707: Tensor 'layers.0.weight' in the weights file '{Weights}' has the shape [2, 1]; 'Model' needs [1, 2]; is it transposed? Weights are outputs × inputs, as in PyTorch's Linear", Build(succeeds: false), StringComparison.Ordinal);

        string path = _folder.Write(Weights, Tensors);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);
        Assert.Contains(
            $"{path} : error DT0703: The weights file '{Weights}' is no valid safetensors file: The tensors have 12 bytes of data, but the file has 11",
            Build(succeeds: false, "--no-restore"),
            StringComparison.Ordinal);

        File.Delete(path);
        Assert.Contains(
            $"App.csproj : error DT0701: The weights file '{Weights}' cannot be read: there is no such file", Build(succeeds: false, "--no-restore"), StringComparison.Ordinal);

        _folder.Write("a.safetensors", Tensors);
        File.WriteAllText(_folder.PathOf("App.csproj"), Project("a.safetensors", "Edge.Model"));
        Assert.Contains(
            "App.csproj(1,1): error DT0704: The weights file 'a.safetensors' is for the model 'Edge.Model', but this project has no such model; did you mean 'Edge.Outer.Model'?",
            Build(succeeds: false, "--no-restore"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_header_of_native_functions_lies_beside_the_program_and_follows_the_model()
    {
        _folder.Write(Weights, Tensors);
        Assert.Empty(Headers("[DeepThinModel, "));
        Assert.Equal(["bin net.h", "obj net.h"], Headers("[DeepThinModel(NativeExports = \"net\"), "));
        string header = _folder.PathOf($"bin/{Configuration}/net10.0/net.h"), text = File.ReadAllText(header);
        Assert.Contains("#define NET_INPUT_LENGTH 2\n", text, StringComparison.Ordinal);
        Assert.Contains("int net_load_embedded(void **handle);\n", text, StringComparison.Ordinal);

        var written = File.GetLastWriteTimeUtc(header);
        Build(succeeds: true, "--no-restore");
        Assert.Equal(written, File.GetLastWriteTimeUtc(header));
        Publish();
        Assert.Equal(text, File.ReadAllText(_folder.PathOf("published/net.h")));

        Assert.Equal(["bin other.h", "obj other.h"], Headers("[DeepThinModel(NativeExports = \"other\"), "));
        Assert.Empty(Headers("[DeepThinModel, "));
    }

    // The headers in both folders after a build with the attribute so begun.
    private string[] Headers(string attribute)
    {
        File.WriteAllText(_folder.PathOf("Program.cs"), Program.Replace("[DeepThinModel, ", attribute, StringComparison.Ordinal));
        Assert.DoesNotContain("warning", Build(succeeds: true), StringComparison.Ordinal);
        return [.. ((string[])["bin", "obj"]).SelectMany(part => Directory.GetFiles(_folder.PathOf($"{part}/{Configuration}/net10.0"), "*.h").Select(file => $"{part} {Path.GetFileName(file)}"))];
    }

    [Fact]
    public void An_editor_sees_the_member_before_the_file_is_there()
    {
        string printed = Build(succeeds: true, "-t:Restore;Compile", "-p:DesignTimeBuild=true");
        Assert.Contains("warning DT0701: ", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("error", printed, StringComparison.Ordinal);
    }

    private static string Project(string include, string model) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <InvariantGlobalization>true</InvariantGlobalization>
            <DeepThinBuildAssembly>{Metadata("Root")}src/DeepThin.Build/bin/{Configuration}/netstandard2.0/DeepThin.Build.dll</DeepThinBuildAssembly>
          </PropertyGroup>
          <ItemGroup>
            <DeepThinWeights Include="{include}" Model="{model}" />
            <ProjectReference Include="{Metadata("Root")}src/DeepThin/DeepThin.csproj" />
            <ProjectReference Include="{Metadata("Root")}generator/DeepThin.Generators/DeepThin.Generators.csproj" OutputItemType="Analyzer" ReferenceOutputAssembly="false" />
          </ItemGroup>
          <Import Project="{Metadata("Root")}src/DeepThin/build/DeepThin.targets" />
        </Project>
        """;

    private static string Configuration => Metadata("Configuration");

    private static string Metadata(string key) => typeof(RealBuildTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == key).Value!;

    private DateTime TextTime() => File.GetLastWriteTimeUtc(Assert.Single(Directory.GetFiles(_folder.PathOf($"obj/{Configuration}/net10.0"), "*.deepthin-weights")));

    // The projects that it refers to are built already.
    private string Build(bool succeeds, params string[] options) => Run(
        succeeds, ["build", _folder.PathOf("App.csproj"), "-c", Configuration, "-p:BuildProjectReferences=false", "-nodeReuse:false", "-tl:off", "-nologo", .. options]);

    private string ProgramPath => _folder.PathOf($"bin/{Configuration}/net10.0/App.dll");

    private string RunProgram() => Run(succeeds: true, [ProgramPath]);

    private static string Run(bool succeeds, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 == succeeds, $"dotnet {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}:\n{printed}\n{errors.Result}");
        return succeeds ? printed : printed + errors.Result;
    }
}
