using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Xunit.Abstractions;

namespace DeepThin.Aot.Tests;

/// <summary>Publishes the kernels ahead of time and runs the binary, for each instruction set; and the libraries whole.</summary>
public sealed class PublishedKernelTests(ITestOutputHelper output)
{
    [PublishFact(128)]
    public void Kernels_equal_the_reference_without_an_instruction_set() => CheckX64("", 128);

    [PublishFact(256)]
    public void Kernels_equal_the_reference_at_the_avx_floor_which_takes_wider_ones_at_run_time() => CheckX64("avx", 256);

    [PublishFact(256)]
    public void Kernels_equal_the_reference_with_avx2() => CheckX64("x86-64-v3", 256);

    [PublishFact(512)]
    public void Kernels_equal_the_reference_with_avx512() => CheckX64("x86-64-v4", 512);

    [PublishArm64Fact]
    public void Kernels_equal_the_reference_on_arm64()
    {
        string folder = Publish("linux-arm64", "arm64", ["-p:LinkerFlavor=lld", $"-p:ObjCopyName={PublishArm64FactAttribute.Copy}"]);
        CheckKernels(Run(PublishArm64FactAttribute.Runner, ["-L", PublishArm64FactAttribute.Root, Path.Combine(folder, "App")]), 128);
    }

    [PublishFact(128)]
    public void All_of_the_libraries_compiles_ahead_of_time_without_a_warning()
    {
        string folder = Publish("linux-x64", "libraries", ["-p:IlcInstructionSet=x86-64-v3"], "LibrariesProject");
        Run(Path.Combine(folder, "Libraries"), []);
    }

    private void CheckX64(string instructionSet, int width)
    {
        string folder = Publish("linux-x64", "set-" + instructionSet, instructionSet.Length == 0 ? [] : [$"-p:IlcInstructionSet={instructionSet}"]);
        CheckKernels(Run(Path.Combine(folder, "App"), []), width);
    }

    private void CheckKernels(string printed, int width)
    {
        output.WriteLine(printed);
        string[] lines = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal($"width {width}", lines[0]);
        Assert.Equal(["dense", "windows", "correlation", "correlation", "correlation", "correlation", "correlation", "fourier", "fourier", "lowrank", "hashed", "dense"], lines.Skip(1).Select(line => line.Split(' ')[0]));
        Assert.All(lines.Skip(1), line =>
        {
            string[] words = line.Split(' ');
            Assert.InRange(Number(words[2]), 0, 2e-6);
            Assert.InRange(Number(words[4]), 0, 2e-6);
            Assert.InRange(Number(words[6]), 0, 1e-4);
            Assert.Equal("0", words[8]);
        });
    }

    private static string Publish(string runtime, string name, string[] properties, string project = "AppProject")
    {
        string folder = Path.Combine(Path.GetTempPath(), $"deepthin-aot-{Environment.ProcessId}", name);
        string printed = Run("dotnet", ["publish", PathOf(project), "-c", "Release", "-r", runtime, "-o", folder, "-p:TreatWarningsAsErrors=true", "-nodeReuse:false", .. properties]);
        Assert.DoesNotContain("warning", printed, StringComparison.OrdinalIgnoreCase);
        return folder;
    }

    private static string PathOf(string project) =>
        typeof(PublishedKernelTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == project).Value!;

    private static string Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{printed}\n{errors.Result}");
        return printed;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
