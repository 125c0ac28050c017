using System.Globalization;
using System.Runtime.InteropServices;

namespace DeepThin.Tool.Projects;

/// <summary>The program of an imported network, built, and run as its users run it.</summary>
internal sealed class BuiltProject
{
    private readonly string _program;

    private BuiltProject(string program) => _program = program;

    /// <summary>Builds the project of a folder.</summary>
    /// <param name="folder">The folder that <c>import</c> wrote.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="cancellation">Cancels the build.</param>
    /// <exception cref="ToolException">It does not build.</exception>
    public static BuiltProject Build(string folder, Manifest manifest, CancellationToken cancellation)
    {
        string project = Path.Combine(folder, manifest.Name, $"{manifest.Name}.csproj"), output = Path.Combine(folder, manifest.Name, "bin", "deepthin");
        if (!File.Exists(project)) throw new ToolException($"There is no project {project}.");
        ToolProcess.Build(project, ["-o", output], cancellation);
        return new(Path.Combine(output, $"{manifest.Name}.dll"));
    }

    /// <summary>Predicts.</summary>
    /// <param name="samples">The samples, one behind the other.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="ToolException">The program fails.</exception>
    public float[] Predict(ReadOnlySpan<float> samples, CancellationToken cancellation)
    {
        var (code, printed, errors) = ToolProcess.Run("dotnet", [_program, "--raw"], MemoryMarshal.AsBytes(samples), cancellation);
        return code == 0 ? MemoryMarshal.Cast<byte, float>(printed).ToArray() : throw new ToolException($"{_program} ends with {code}: {errors}");
    }

    /// <summary>The time of a prediction in µs.</summary>
    /// <exception cref="ToolException">The program fails.</exception>
    public double Measure(CancellationToken cancellation)
    {
        var (code, printed, errors) = ToolProcess.Run("dotnet", [_program, "--bench"], [], cancellation);
        string text = System.Text.Encoding.UTF8.GetString(printed).Trim();
        return code == 0 && double.TryParse(text, CultureInfo.InvariantCulture, out double time) ? time : throw new ToolException($"{_program} ends with {code}: {errors}{text}");
    }
}
