namespace DeepThin.Package.Tests;

/// <summary>The packed tool, installed as a user installs it: an ONNX file becomes a project that builds, predicts and compares.</summary>
[Collection(PackedTests.Name)]
public sealed class ToolTests(PackedFixture packed)
{
    /// <summary>A folder of a user with a network, on which every example of the help is run.</summary>
    [Fact]
    public void Every_example_of_the_help_does_what_it_says()
    {
        string folder = packed.NewFolder(), tool = packed.InstallTool();
        File.Copy(Path.Combine(AppContext.BaseDirectory, "App", "little.onnx"), Path.Combine(folder, "model.onnx"));
        Assert.Contains("Fourier", RunExample("plan"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Transpose 2", RunExample("inspect"), StringComparison.Ordinal);
        string imported = RunExample("import");
        Assert.Contains("Conv2D(2, 4, 3) Relu", imported, StringComparison.Ordinal);
        Assert.Contains("input image: 1×5×6×2, which the network has as 2×5×6", imported, StringComparison.Ordinal);
        Assert.Contains("100 samples; errors are shares of the largest value. The worst is within the tolerance", RunExample("verify"), StringComparison.Ordinal);
        Assert.Contains("of the time of ONNX Runtime", RunExample("bench"), StringComparison.Ordinal);
        Assert.Contains("Passed!", Dotnet.Run(Path.Combine(folder, "Model"), "test", "Model.Tests"), StringComparison.Ordinal);
        Assert.Contains("48×64", RunExample("compress"), StringComparison.Ordinal);
        Assert.Contains("16 random samples in ONNX Runtime and in the model", RunExample("export"), StringComparison.Ordinal);
        Assert.Equal(["Model", "Small", "model.onnx", "small.onnx"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        // A class and its weights are a network as well.
        string[] ofClass = ["Model/Model/weights.safetensors", "--project", "Model"];
        Assert.Contains("Conv2D", Dotnet.RunProgram(tool, folder, ["inspect", .. ofClass]), StringComparison.Ordinal);
        Assert.Contains("48×64", Dotnet.RunProgram(tool, folder, ["compress", .. ofClass, "--ratio", "0.05", "-o", "Again"]), StringComparison.Ordinal);
        Assert.Contains("errors are shares", Dotnet.RunProgram(tool, folder, "verify", "Again", "--tolerance", "9"), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "Again", "original.onnx")));

        // What the original says of data tunes the compressed network.
        var random = new Random(1);
        byte[] data = [.. Enumerable.Range(0, 400 * 60).SelectMany(_ => BitConverter.GetBytes(random.NextSingle() * 2 - 1))];
        File.WriteAllBytes(Path.Combine(folder, "data.raw"), data);
        string weights = Path.Combine(folder, "Small", "Model", "weights.safetensors");
        byte[] before = File.ReadAllBytes(weights);
        Assert.Contains("after:", Dotnet.Run(folder, "run", "-c", "Release", "--project", "Small/Model.Tuning", "--", Path.Combine(folder, "data.raw"), "--epochs", "3", "--fresh"), StringComparison.Ordinal);
        Assert.NotEqual(before, File.ReadAllBytes(weights));
        Assert.Contains("400 samples", Dotnet.TryRunProgram(tool, folder, "verify", "Small", "--data", "data.raw", "--samples", "400", "--tolerance", "0.5").Printed, StringComparison.Ordinal);

        // A folder that is there is left alone, unless the user says so.
        Assert.Equal((1, "Model is there and not empty. Name another folder, or replace it with --force."), Ends("import", "model.onnx", "-o", "Model"));
        Dotnet.RunProgram(tool, folder, "import", "model.onnx", "-o", "Model", "--force");

        string RunExample(string command)
        {
            string help = Dotnet.RunProgram(tool, folder, command, "--help"), example = help.Split('\n').Single(line => line.Contains("Example: deepthin ", StringComparison.Ordinal)).Trim();
            return Dotnet.RunProgram(tool, folder, example["Example: deepthin ".Length..].Split(' '));
        }

        (int, string) Ends(params string[] arguments)
        {
            var (code, printed) = Dotnet.TryRunProgram(tool, folder, arguments);
            return (code, printed.Trim());
        }
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
