using DeepThin.Tests;

namespace DeepThin.Package.Tests;

/// <summary>The packed tool, installed as a user installs it: an ONNX file becomes a project that builds, predicts and compares.</summary>
[Collection(PackedTests.Name)]
public sealed class ToolTests(PackedFixture packed)
{
    [Fact]
    public void A_file_becomes_a_project_that_predicts_what_the_original_predicts()
    {
        string folder = packed.NewFolder(), tool = packed.InstallTool();
        string file = Path.Combine(AppContext.BaseDirectory, "App", "little.onnx"), output = Path.Combine(folder, "Little");
        string imported = Dotnet.RunProgram(tool, folder, "import", file, "-o", output, "--package-version", packed.Version);
        Assert.Contains("Conv2D(2, 4, 3) Relu", imported, StringComparison.Ordinal);
        Assert.Contains("input image: 1×5×6×2, which the network has as 2×5×6", imported, StringComparison.Ordinal);
        Assert.Contains("is within the tolerance", Dotnet.RunProgram(tool, folder, "verify", output), StringComparison.Ordinal);
        Assert.Contains("of the time of ONNX Runtime", Dotnet.RunProgram(tool, folder, "bench", output), StringComparison.Ordinal);
        Assert.Contains("Passed!", Dotnet.Run(output, "test", "Little.Tests"), StringComparison.Ordinal);

        // A folder that is there is left alone, unless the user says so.
        Assert.Contains("is there and not empty", Dotnet.TryRunProgram(tool, folder, "import", file, "-o", output).Printed, StringComparison.Ordinal);
        Dotnet.RunProgram(tool, folder, "import", file, "-o", output, "--package-version", packed.Version, "--force");
        Assert.Equal(["Little"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName));
    }

    [Fact]
    public void It_says_what_is_wrong_and_ends_with_a_code()
    {
        string folder = packed.NewFolder(), tool = packed.InstallTool();
        Assert.Equal((1, "There is no file none.onnx."), Ends("inspect", "none.onnx"));
        Assert.Equal((1, $"There is no folder {folder}/none."), Ends("verify", $"{folder}/none"));
        Assert.Equal((1, $"{folder} has no deepthin.json; a folder that 'deepthin import' wrote is needed."), Ends("verify", folder));
        Assert.Equal((1, "--ratio 2: a share above 0 and below 1 is needed, such as 0.03."), Ends("plan", "10", "10", "--ratio", "2"));
        Assert.Equal((1, "No n reaches 0.001 of 10×10 at rank 1; the smallest share is 0.21."), Ends("plan", "10", "10", "--ratio", "0.001"));
        Assert.Equal(2, Dotnet.TryRunProgram(tool, folder, "plan").Code);
        Assert.Equal(0, Dotnet.TryRunProgram(tool, folder, "plan", "1024", "1024", "--ratio", "0.03", "--json").Code);
        Assert.Equal(packed.Version, Dotnet.RunProgram(tool, folder, "--version").Trim().Split('+')[0]);

        (int, string) Ends(params string[] arguments)
        {
            var (code, printed) = Dotnet.TryRunProgram(tool, folder, arguments);
            return (code, printed.Trim());
        }
    }
}
