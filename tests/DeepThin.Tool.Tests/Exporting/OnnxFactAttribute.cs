using DeepThin.Tool.Projects;

namespace DeepThin.Tool.Tests.Exporting;

/// <summary>A test that needs the Debian package python3-onnx.</summary>
public sealed class OnnxFactAttribute : FactAttribute
{
    /// <summary>Python, as Debian installs it.</summary>
    public const string Python = "/usr/bin/python3";

    public OnnxFactAttribute()
    {
        if (!File.Exists(Python) || ToolProcess.Run(Python, ["-c", "import onnx"], [], default).Code != 0) Skip = "Needs the package python3-onnx.";
    }
}
