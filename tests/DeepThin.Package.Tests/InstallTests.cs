using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using DeepThin.Tests;

namespace DeepThin.Package.Tests;

/// <summary>What a user does: refers to a package, builds, runs, publishes.</summary>
[Collection(PackedTests.Name)]
public sealed class InstallTests(PackedFixture packed)
{
    private static string Program => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "App", "Program.cs"));

    [Fact]
    public void The_program_at_the_beginning_of_the_README_runs_as_one_file()
    {
        var (file, shown) = OneFile();
        Assert.Equal(shown, Dotnet.Run(Path.GetDirectoryName(file)!, "run", "app.cs").ReplaceLineEndings("\n"));
    }

    [PublishFact]
    public void The_program_at_the_beginning_of_the_README_is_published_as_one_native_file()
    {
        var (file, shown) = OneFile();
        string folder = Path.GetDirectoryName(file)!, published = Path.Combine(folder, "published");
        Assert.DoesNotContain("warning", Dotnet.Run(folder, "publish", "app.cs", "-o", published), StringComparison.Ordinal);
        Assert.Equal(["app", "app.dbg"], Directory.EnumerateFileSystemEntries(published).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(shown, Dotnet.RunProgram(Path.Combine(published, "app")));
    }

    [PublishTheory]
    [InlineData("", 128)]
    [InlineData("Avx", 256)]
    [InlineData("Avx2", 256)]
    public void A_program_compiled_ahead_of_time_has_the_vectors_of_its_instruction_set(string instructionSet, int width)
    {
        var project = packed.NewProject("DeepThin.Training", "<PropertyGroup><PublishAot>true</PublishAot></PropertyGroup>", ("Program.cs", Program));
        string printed = Dotnet.Run(project.Folder, "publish", "-r", "linux-x64", "-o", "published", $"-p:DeepThinInstructionSet={instructionSet}");
        Assert.Equal(instructionSet.Length == 0, printed.Contains("warning DT0601", StringComparison.Ordinal));
        Assert.DoesNotContain("warning IL", printed, StringComparison.Ordinal);
        if (width > 128 && !(Avx2.IsSupported && Fma.IsSupported)) return;
        CheckOutput(Dotnet.RunProgram(Path.Combine(project.Folder, "published", "App")), width);
    }

    [Fact]
    public void Without_vectors_a_program_takes_plain_loops_and_predicts_the_same()
    {
        const string Source = """
            using DeepThin;
            using DeepThin.Runtime;

            Console.WriteLine(Simd128.IsSupported);
            Print<Wide>();
            Print<Tall>();
            Print<Narrow>();
            Print<Seeing>();
            Print<Following>();

            static void Print<T>() where T : class, IModel<T>
            {
                var random = new Random(1);
                float[] x = new float[64 * T.InputLength], y = new float[64 * T.OutputLength];
                for (int i = 0; i < x.Length; i++) x[i] = random.NextSingle() - 0.5f;
                var model = T.Create(seed: 1);
                model.ForwardBatch(x, y);
                foreach (float value in y) Console.WriteLine(value);
                model.Forward(x.AsSpan(0, T.InputLength), y.AsSpan(0, T.OutputLength));
                foreach (float value in y.AsSpan(0, T.OutputLength)) Console.WriteLine(value);
            }

            [DeepThinModel]
            [Dense(200, 300, Ratio = 0.1, Form = Form.Wide, Activation = Activation.Tanh)]
            [Dense(300, 4)]
            internal sealed partial class Wide;

            [DeepThinModel]
            [Dense(200, 300, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
            [Dense(300, 4)]
            internal sealed partial class Tall;

            [DeepThinModel(Weights = WeightType.Int8)]
            [Dense(200, 300, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
            [Dense(300, 4)]
            internal sealed partial class Narrow;

            [DeepThinModel]
            [Input(1, 12, 12)]
            [Conv2D(1, 8, 3, Activation = Activation.Relu)]
            [Conv2D(8, 8, 3, Ratio = 0.2)]
            [Flatten]
            [Dense(512, 4)]
            internal sealed partial class Seeing;

            [DeepThinModel]
            [Gru(12, 64, Ratio = 0.2, RecurrentRatio = 0.2)]
            [Dense(64, 4)]
            internal sealed partial class Following;
            """;
        var project = packed.NewProject("DeepThin", "<PropertyGroup><InvariantGlobalization>true</InvariantGlobalization></PropertyGroup>", ("Program.cs", Source));
        project.Build();
        string[] usual = Lines(Dotnet.Run(project.Folder, "bin/Release/net10.0/App.dll")), plain = Lines(Dotnet.RunWithoutVectors(project.Folder, "bin/Release/net10.0/App.dll"));
        Assert.Equal(("True", "False", usual.Length), (usual[0], plain[0], plain.Length));
        Assert.Equal(1 + 5 * 65 * 4, usual.Length);
        for (int i = 1; i < usual.Length; i++) Assert.Equal(Number(usual[i]), Number(plain[i]), 1e-3f);

        static string[] Lines(string printed) => printed.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        static float Number(string line) => float.Parse(line, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Weights_are_embedded_and_compared_with_the_model()
    {
        const string Source = """
            using DeepThin;

            float[] y = new float[1];
            Net.LoadEmbedded().Forward([3, 4], y);
            Console.WriteLine(y[0]);

            [DeepThinModel]
            [Dense(2, 1)]
            internal sealed partial class Net;
            """;
        var project = packed.NewProject("DeepThin", "<ItemGroup><DeepThinWeights Include=\"net.safetensors\" Model=\"Net\" /></ItemGroup>", ("Program.cs", Source));
        string weights = Path.Combine(project.Folder, "net.safetensors");
        File.WriteAllBytes(weights, Safetensors("[1,2]"));
        project.Build();
        Assert.Equal("12", Dotnet.Run(project.Folder, "bin/Release/net10.0/App.dll").Trim());
        File.WriteAllBytes(weights, Safetensors("[2,1]"));
        Assert.Equal(["error DT0707"], project.Messages());
    }

    [Fact]
    public void The_header_of_native_functions_lies_beside_the_library_and_beside_what_uses_it()
    {
        const string Source = """
            using DeepThin;

            [DeepThinModel(NativeExports = "net")]
            [Dense(2, 1)]
            internal sealed partial class Net;
            """;
        var project = packed.NewProject("DeepThin", "<PropertyGroup><OutputType>Library</OutputType></PropertyGroup>", ("Net.cs", Source));
        project.Build("-p:TreatWarningsAsErrors=true");
        string header = File.ReadAllText(Path.Combine(project.Folder, "bin/Release/net10.0/net.h"));
        Assert.Contains("\nint net_forward(void *handle, const float *input, size_t input_length, float *output, size_t output_length);\n", header, StringComparison.Ordinal);
        Dotnet.Run(project.Folder, "publish", "-c", "Release", "-o", "published");
        Assert.Equal(header, File.ReadAllText(Path.Combine(project.Folder, "published/net.h")));
    }

    // y = 1·x[0] + 2·x[1] + 1
    private static byte[] Safetensors(string shape)
    {
        byte[] header = Encoding.UTF8.GetBytes(
            $$$"""{"layers.0.weight":{"dtype":"F32","shape":{{{shape}}},"data_offsets":[0,8]},"layers.0.bias":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""");
        float[] values = [1, 2, 1];
        return [.. BitConverter.GetBytes((long)header.Length), .. header, .. MemoryMarshal.AsBytes<float>(values)];
    }

    // The program in a folder of its own, with the version that was packed here, and what the README says that it prints.
    private (string File, string Shown) OneFile()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");
        string program = FirstBlock(readme, "csharp"), file = Path.Combine(packed.NewFolderOffline(), "app.cs");
        Assert.StartsWith("#:package DeepThin.Training@0.1.*\n", program, StringComparison.Ordinal);
        File.WriteAllText(file, program.Replace("@0.1.*", $"@{packed.Version}", StringComparison.Ordinal));
        return (file, FirstBlock(readme, "text"));
    }

    private static string FirstBlock(string page, string language)
    {
        string rest = page.Split($"```{language}\n")[1];
        return rest[..rest.IndexOf("```", StringComparison.Ordinal)];
    }

    private static void CheckOutput(string printed, int width)
    {
        string[] lines = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Equal($"width {width}", lines[0]);
        Assert.Equal("correct 64 of 64", lines[1]);
    }
}
