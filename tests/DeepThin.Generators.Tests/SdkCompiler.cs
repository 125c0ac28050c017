using System.Diagnostics;
using System.Text.RegularExpressions;
using DeepThin.Generators.Tests.Weights;

namespace DeepThin.Generators.Tests;

/// <summary>The compiler of the newest SDK, with the generator and the analyzer, in a process of its own, where members that stay null are errors: what users have, while these tests have the oldest that loads them.</summary>
internal static class SdkCompiler
{
    // Also an error in a generated file, whose line is not a line of the source, but never one that is expected.
    private static readonly Regex Error = new(@"^.*\((\d+),\d+\): error (\w+):", RegexOptions.Multiline | RegexOptions.CultureInvariant);

    /// <summary>The ids of the errors by line, each id of a line once.</summary>
    public static ILookup<int, string> Errors(string source, string languageVersion, params WeightsText[] weights)
    {
        var folder = Directory.CreateTempSubdirectory("deepthin-");
        try
        {
            string[] files = [.. weights.Select((text, index) => Write($"{index}{Path.GetFileName(text.Path)}", text.GetText().ToString()))];
            string[] options =
            [
                "-nologo", "-target:library", $"-out:{Path.Combine(folder.FullName, "User.dll")}", "-nullable:enable", "-warnaserror+:CS9264,DT0118", $"-langversion:{languageVersion}",
                $"-analyzer:{typeof(ModelGenerator).Assembly.Location}",
                .. Compile.References.Select(reference => $"-reference:{reference.Display}"),
                .. files.Select(file => $"-additionalfile:{file}"),
                Write("Source.cs", source),
            ];
            string text = Run(Write("compile.rsp", string.Join('\n', options.Select(option => $"\"{option}\""))));
            return Error.Matches(text)
                .Select(match => (Line: int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture), Id: match.Groups[2].Value))
                .Distinct()
                .ToLookup(error => error.Line, error => error.Id);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        string Write(string name, string text)
        {
            string path = Path.Combine(folder.FullName, name);
            File.WriteAllText(path, text);
            return path;
        }
    }

    private static string Run(string responseFile)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", CompilerFile(), $"@{responseFile}"]) { RedirectStandardOutput = true, Environment = { ["DOTNET_CLI_UI_LANGUAGE"] = "en" } };
        using var compiler = Process.Start(start)!;
        string text = compiler.StandardOutput.ReadToEnd();
        compiler.WaitForExit();
        Assert.DoesNotContain("warning CS8785", text, StringComparison.Ordinal);
        Assert.DoesNotContain("AD0001", text, StringComparison.Ordinal);
        return text;
    }

    // The runtime is in shared/Microsoft.NETCore.App/{version} beside the folder of the SDKs.
    private static string CompilerFile()
    {
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        return Directory.GetDirectories(Path.Combine(root, "sdk"))
            .Select(sdk => Path.Combine(sdk, "Roslyn", "bincore", "csc.dll"))
            .Where(File.Exists)
            .MaxBy(file => FileVersionInfo.GetVersionInfo(file).FileVersion is { } version ? Version.Parse(version) : new Version())!;
    }
}
