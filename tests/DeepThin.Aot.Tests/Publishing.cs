using System.Diagnostics;
using System.Reflection;

namespace DeepThin.Aot.Tests;

/// <summary>Publishes a project of these tests ahead of time, and runs programs.</summary>
internal static class Publishing
{
    private const string App = "AppProject", WithModels = "-p:WithModels=all";

    private static readonly string Root = Directory.CreateTempSubdirectory("deepthin-aot-").FullName;

    // Compiled once for all instruction sets.
    private static readonly Lazy<string> BuiltForX64 = new(() => Dotnet("build", App, "-r", "linux-x64", WithModels));

    // What was published is as large as a hundred megabytes.
    static Publishing() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Root, recursive: true);

    /// <summary>Publishes a project without a warning.</summary>
    /// <param name="project">The metadata of this assembly that has the project's path.</param>
    /// <param name="runtime">The runtime identifier.</param>
    /// <param name="properties">Properties of the build.</param>
    /// <returns>The folder.</returns>
    public static string Publish(string project, string runtime, params string[] properties)
    {
        string folder = Folder(project + "-" + runtime);
        Dotnet("publish", project, ["-r", runtime, "-o", folder, .. properties]);
        return folder;
    }

    /// <summary>Publishes the program that checks models for Linux on Arm64.</summary>
    /// <returns>The path of the program.</returns>
    public static string PublishAppForArm64() => Program(
        Publish(App, "linux-arm64", WithModels, "-p:LinkerFlavor=lld", $"-p:ObjCopyName={PublishArm64FactAttribute.Copy}"));

    /// <summary>Publishes the program that checks models for Linux on x64.</summary>
    /// <param name="instructionSet">What the compiler ahead of time is told of the processor.</param>
    /// <returns>The path of the program.</returns>
    public static string PublishAppForX64(string instructionSet)
    {
        _ = BuiltForX64.Value;
        string folder = Folder("set-" + instructionSet), native = Folder("native-" + instructionSet) + "/";
        Dotnet(
            "publish", App, "-r", "linux-x64", "-o", folder, "--no-build", WithModels, $"-p:IlcInstructionSet={instructionSet}",
            $"-p:NativeIntermediateOutputPath={native}", $"-p:NativeOutputPath={native}");
        return Program(folder);
    }

    /// <summary>What a program printed; the test fails where it fails.</summary>
    public static string Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{printed}\n{errors.Result}");
        return printed;
    }

    // The projects that it refers to are built already, and other tests may be reading them.
    private static string Dotnet(string command, string project, params string[] arguments)
    {
        string path = typeof(Publishing).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == project).Value!;
        string printed = Run("dotnet", [command, path, "-c", "Release", "-p:TreatWarningsAsErrors=true", "-p:BuildProjectReferences=false", "-nodeReuse:false", .. arguments]);
        Assert.DoesNotContain("warning", printed.Replace(" 0 Warning(s)", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        return printed;
    }

    private static string Folder(string name) => Path.Combine(Root, name);

    private static string Program(string folder) => Path.Combine(folder, "DeepThin.Aot.Tests.App");
}
