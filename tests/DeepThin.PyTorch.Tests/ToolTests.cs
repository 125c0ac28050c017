using System.Reflection;

namespace DeepThin.PyTorch.Tests;

/// <summary>The command, on what PyTorch exports.</summary>
public sealed class ToolTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("deepthin-");

    public void Dispose() => _folder.Delete(recursive: true);

    [PyTorchFact]
    public void The_command_compresses_a_network_that_was_exported()
    {
        Python.Run("tests/DeepThin.PyTorch.Tests", "cross.py", "export", _folder.FullName);
        string tool = typeof(ToolTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "Tool").Value!;
        string project = Path.Combine(_folder.FullName, "Quadrants");
        var (code, printed) = Python.Start("dotnet", _folder.FullName, [], [tool, "compress", "quadrants.onnx", "--layer", "1=0.1", "-o", project]);
        Assert.True(code == 0, printed);
        Assert.Contains("[Dense(256, 256, Ratio = 0.1, Activation = Activation.Relu)]", File.ReadAllText(Path.Combine(project, "Quadrants", "QuadrantsNetwork.cs")), StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(project, "Quadrants.Tuning")));
    }
}
