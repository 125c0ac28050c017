using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using DeepThin.Runtime;

namespace DeepThin.Native.Tests;

/// <summary>
/// The library, published once for all tests, at the vectors that this process has: other widths add in another order. With it what programs
/// need: weights, samples, and what the managed models predict.
/// </summary>
public sealed class PublishedLibrary : IDisposable
{
    /// <summary>The samples.</summary>
    public const int Count = 70;

    private readonly Lazy<string> _published;

    public PublishedLibrary()
    {
        Folder = Directory.CreateTempSubdirectory("deepthin-native-").FullName;
        _published = new(Publish);
        var fashion = Fashion.Create(1);
        fashion.Save(Weights);
        File.WriteAllBytes(Damaged, File.ReadAllBytes(Weights)[..^1]);
        var random = new Random(1);
        float[] inputs = [.. Enumerable.Range(0, Count * Fashion.InputLength).Select(_ => (float)(2 * random.NextDouble() - 1))];
        File.WriteAllBytes(Inputs, MemoryMarshal.AsBytes<float>(inputs).ToArray());
        float[] outputs = new float[2 * Count * Fashion.OutputLength];
        for (int i = 0; i < Count; i++)
        {
            fashion.Forward(inputs.AsSpan(i * Fashion.InputLength, Fashion.InputLength), outputs.AsSpan(i * Fashion.OutputLength, Fashion.OutputLength));
        }

        fashion.ForwardBatch(inputs, outputs.AsSpan(outputs.Length / 2));
        Expected = MemoryMarshal.AsBytes<float>(outputs).ToArray();
    }

    /// <summary>A folder for files of the tests.</summary>
    public string Folder { get; }

    /// <summary>The published folder.</summary>
    public string Published => _published.Value;

    /// <summary>The native library.</summary>
    public string Library => Path.Combine(Published, "networks.so");

    /// <summary>Weights of <see cref="Fashion"/>.</summary>
    public string Weights => Path.Combine(Folder, "fashion.safetensors");

    /// <summary>The same without the last byte.</summary>
    public string Damaged => Path.Combine(Folder, "damaged.safetensors");

    /// <summary>The samples, as floats.</summary>
    public string Inputs => Path.Combine(Folder, "inputs.bin");

    /// <summary>The predictions of the managed model, one by one, then as a batch.</summary>
    public byte[] Expected { get; }

    /// <summary>What the embedded model predicts of ones.</summary>
    public static float[] ExpectedOfEmbedded()
    {
        float[] ones = [.. Enumerable.Repeat(1f, Embedded.InputLength)], sums = new float[Embedded.OutputLength];
        Embedded.Create(2).Forward(ones, sums);
        return sums;
    }

    /// <summary>A program of the tests.</summary>
    public static string Program(string name) => Path.Combine(AppContext.BaseDirectory, "Programs", name);

    /// <summary>What a program printed; the test fails where it fails.</summary>
    public static string Run(string program, params string[] arguments) => RunIn(Environment.CurrentDirectory, program, arguments);

    /// <summary>The same in the folder of the tests.</summary>
    public string RunInFolder(string program, params string[] arguments) => RunIn(Folder, program, arguments);

    /// <summary>The same in another folder.</summary>
    public static string RunIn(string folder, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{printed}\n{errors.Result}");
        return printed;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string Publish()
    {
        string folder = Path.Combine(Folder, "published"), weights = Path.Combine(Folder, "embedded.safetensors");
        string project = typeof(PublishedLibrary).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "LibraryProject").Value!;
        string set = Simd512.IsSupported ? "Avx512" : Simd256.IsSupported ? "Avx2" : "Portable";
        Embedded.Create(2).Save(weights);

        // The projects that it refers to are built already, and other tests may be reading them.
        string printed = Run(
            "dotnet", "publish", project, "-c", "Release", "-r", "linux-x64", "-o", folder, "-p:TreatWarningsAsErrors=true", "-nodeReuse:false", "-p:BuildProjectReferences=false",
            $"-p:DeepThinInstructionSet={set}", $"-p:EmbeddedWeights={weights}");
        Assert.DoesNotContain("warning", printed, StringComparison.OrdinalIgnoreCase);
        return folder;
    }
}
