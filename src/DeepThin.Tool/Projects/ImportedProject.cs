using System.Reflection;
using DeepThin.Onnx.Importing;
using DeepThin.Onnx.Projects;
using DeepThin.Planning;

namespace DeepThin.Tool.Projects;

/// <summary>The texts of a project of an imported network: its class, a program that predicts, and a test that compares with the original.</summary>
/// <param name="network">The network.</param>
/// <param name="name">The name of the project and of its namespace.</param>
/// <param name="source">The name of the file that the network came from.</param>
/// <param name="version">The version of the package DeepThin that the project refers to.</param>
/// <param name="compressed">Whether layers are compressed, so that the network is tuned before it predicts what the original does.</param>
internal sealed class ImportedProject(ImportedNetwork network, string name, string source, string version, bool compressed = false)
{
    /// <summary>The version of this tool, which is that of the packages.</summary>
    public static string ToolVersion { get; } = typeof(ImportedProject).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The name of the class.</summary>
    public string ClassName => $"{name}Network";

    /// <summary>The second project: the test that compares, or the program that tunes.</summary>
    public string Second => compressed ? $"{name}.Tuning" : $"{name}.Tests";

    /// <summary>Whether a caller gives whole sequences.</summary>
    public bool TakesSequences => network.TakesSequences;

    private bool IsStreamed => network.States.Count > 0;

    private bool HasOtherInputOrder => network.Inputs.Any(input => input.Order is not null);

    private bool HasOtherOutputOrder => network.Outputs.Any(output => output.Order is not null);

    private string InputText => string.Join(" and ", network.Inputs.Select(input => $"{input.Name} {Sizes(input)}"));

    private string OutputText => string.Join(" and ", network.Outputs.Select(output => $"{output.Name} {Sizes(output)}"));

    /// <summary>Writes the project, its solution and what it holds; the second project is written by others.</summary>
    /// <param name="folder">The folder.</param>
    public void WriteTo(string folder)
    {
        string main = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        File.WriteAllText(Path.Combine(main, $"{name}.csproj"), Project());
        File.WriteAllText(Path.Combine(main, $"{ClassName}.cs"), Class());
        File.WriteAllText(Path.Combine(main, "Program.cs"), Program());
        if (Layout() is { } layout) File.WriteAllText(Path.Combine(main, "Layout.cs"), layout);
        ClassText.Weights(network).Save(Path.Combine(main, "weights.safetensors"));
        File.WriteAllText(Path.Combine(folder, $"{name}.slnx"), Solution());
        File.WriteAllText(Path.Combine(folder, "README.md"), Readme());
    }

    /// <summary>The file of the project.</summary>
    public string Project() => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <!-- Numbers have a decimal point, wherever the program runs. -->
            <InvariantGlobalization>true</InvariantGlobalization>
            <PublishAot>true</PublishAot>
            <!-- Compiled ahead of time, it runs on any processor of its kind; Avx2 or Avx512 make it faster on those that have them. -->
            <DeepThinInstructionSet>Portable</DeepThinInstructionSet>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="DeepThin" Version="{version}" />
            <!-- The program carries its weights with it. -->
            <DeepThinWeights Include="weights.safetensors" Model="{name}.{ClassName}" />
          </ItemGroup>
        </Project>

        """;

    /// <summary>The class.</summary>
    public string Class() => ClassText.Of(network, name, ClassName, source, tuned: compressed);

    /// <summary>The solution.</summary>
    public string Solution() => $"""
        <Solution>
          <Project Path="{name}/{name}.csproj" />
          <Project Path="{Second}/{Second}.csproj" />
        </Solution>

        """;

    /// <summary>Between the order of the original and that of the network; null where they are the same.</summary>
    public string? Layout()
    {
        if (!HasOtherInputOrder && !HasOtherOutputOrder) return null;
        var writer = new LayoutText(name, source);
        if (HasOtherInputOrder) writer.AddToNetwork(network.Inputs);
        if (HasOtherOutputOrder) writer.AddToOriginal(network.Outputs);
        return writer.Text;
    }

    /// <summary>The program.</summary>
    public string Program() => $$""""
        using System.Diagnostics;
        using System.Globalization;
        using System.Runtime.InteropServices;
        using DeepThin;
        using {{name}};

        const string Help = """
            {{name}} [--raw] [--bench] [FILE]

            {{Wrapped($"Reads {Unit()} of {InputLength} numbers, {InputText}, from FILE or from standard input, single precision, little-endian, one behind the other. {Answers()}", "    ")}}

              --raw    write the outputs in single precision instead of text
              --bench  measure how long a prediction takes, and print it in µs
              --help   this text
            """;

        bool raw = args.Contains("--raw"), bench = args.Contains("--bench");
        string[] files = [.. args.Where(argument => argument is not ("--raw" or "--bench"))];
        if (files.Length > 1 || files.Any(file => file.StartsWith('-')))
        {
            bool helps = files is ["--help"];
            (helps ? Console.Out : Console.Error).WriteLine(helps ? Help : $"{files[^1]} is not taken.\n\n{Help}");
            return helps ? 0 : 2;
        }

        try
        {
            using var network = {{ClassName}}.LoadEmbedded();
            if (bench) return Measure(network);
            using var input = files.Length == 1 ? File.OpenRead(files[0]) : Console.OpenStandardInput();
            using var output = Console.OpenStandardOutput();
            using var text = new StreamWriter(output);
        {{Indented(IsStreamed ? Stepping() : TakesSequences ? Sequencing() : Predicting(), 1)}}
            return 0;
        }
        catch (Exception error) when (error is WeightsException or IOException or ArgumentException)
        {
            Console.Error.WriteLine(error.Message);
            return 1;
        }

        void Write(Stream output, StreamWriter text, ReadOnlySpan<float> prediction)
        {
        {{(HasOtherOutputOrder ? $"    float[] original = new float[prediction.Length];\n    Layout.ToOriginal(prediction, original);" : "    var original = prediction;")}}
            if (raw)
            {
                output.Write(MemoryMarshal.AsBytes<float>(original));
                return;
            }

            for (int i = 0; i < original.Length; i++)
            {
                if (i > 0) text.Write(' ');
                text.Write(original[i].ToString("R", CultureInfo.InvariantCulture));
            }

            text.WriteLine();
            text.Flush();
        }

        // The median of the times of a prediction, once the code is compiled for good.
        static int Measure({{ClassName}} network)
        {
            float[] sample = new float[{{(TakesSequences ? $"{network.Steps} * " : "")}}{{ClassName}}.InputLength], prediction = new float[{{(TakesSequences ? $"{network.Steps} * " : "")}}{{ClassName}}.OutputLength];
            var random = new Random(1);
        {{Indented(IsInteger() ? $"for (int i = 0; i < sample.Length; i++) sample[i] = random.Next({IndexCount()});" : "for (int i = 0; i < sample.Length; i++) sample[i] = random.NextSingle() * 2 - 1;", 1)}}
        {{(IsStreamed ? "    using var session = network.CreateSession();\n" : "")}}    double[] times = new double[15];
            for (int round = 0; round < times.Length; round++)
            {
                int count = 0;
                long start = Stopwatch.GetTimestamp();
                do
                {
                    {{(IsStreamed ? "session.Step(sample, prediction);" : TakesSequences ? "network.Forward(sample, prediction.AsSpan(0, OutputsOf(network, sample)));" : "network.Forward(sample, prediction);")}}
                    count++;
                }
                while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < 100);
                times[round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / count;
            }

            // The first rounds warm up.
            double[] warm = times[5..];
            Array.Sort(warm);
            Console.WriteLine(warm[warm.Length / 2].ToString("0.00", CultureInfo.InvariantCulture));
            return 0;
        }
        {{(TakesSequences ? OutputsOf() : Reading())}}
        """";

    /// <summary>The project of the test.</summary>
    public string TestProject() => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
          <ItemGroup>
            <ProjectReference Include="../{name}/{name}.csproj" />
            <PackageReference Include="Microsoft.NET.Test.Sdk" Version="17.14.1" />
            <PackageReference Include="xunit" Version="2.9.3" />
            <PackageReference Include="xunit.runner.visualstudio" Version="3.1.5" />
            <Using Include="Xunit" />
            <None Include="expected.safetensors" CopyToOutputDirectory="PreserveNewest" />
          </ItemGroup>
        </Project>

        """;

    /// <summary>The test: what the original gave for some inputs, and what the network gives.</summary>
    public string Test() => $$"""
        using DeepThin;

        namespace {{name}}.Tests;

        /// <summary>Compares the network with what ONNX Runtime gave for {{source}}.</summary>
        public sealed class ComparisonTests
        {
            private const float Tolerance = 1e-4f;

            [Fact]
            public void It_predicts_what_the_original_predicts()
            {
                var expected = SafetensorsFile.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "expected.safetensors")));
                float[] inputs = Values(expected, "inputs"), outputs = Values(expected, "outputs");
                using var network = {{ClassName}}.LoadEmbedded();
        {{Indented(Comparing(), 2)}}
            }

            private static float[] Values(SafetensorsFile file, string name)
            {
                Assert.True(file.TryGetTensor(name, out var tensor));
                float[] values = new float[tensor.Length];
                tensor.CopyTo(values);
                return values;
            }

            private static void Same(ReadOnlySpan<float> wanted, ReadOnlySpan<float> found)
            {
                float largest = 1;
                foreach (float value in wanted) largest = Math.Max(largest, Math.Abs(value));
                for (int i = 0; i < wanted.Length; i++) Assert.True(Math.Abs(wanted[i] - found[i]) <= Tolerance * largest, $"Output {i} is {found[i]}, and that of the original {wanted[i]}.");
            }
        }

        """;

    /// <summary>What the folder holds, and how it is used.</summary>
    public string Readme() => $"""
        # {name}

        The network of {source}, made a class of DeepThin. {(compressed ? "Layers with a Ratio are compressed: their factors are those that come nearest to the weights. Tune the network before you use it." : "It predicts what the original does, and nothing is compressed yet.")}

        - `{name}/{ClassName}.cs` declares its {network.Layers.Count} layers, and `{name}/weights.safetensors` has its weights.
        - `{name}/Program.cs` predicts: `dotnet run --project {name} -- FILE`. `--help` says what it reads and writes.
        - {(compressed
            ? $"`{Second}` teaches it what the original says of your data: `dotnet run -c Release --project {Second} -- FILE`. It replaces `{name}/weights.safetensors`."
            : $"`{Second}` compares with what ONNX Runtime gave for the original: `dotnet test {Second}`.")}
        - `deepthin verify .` compares on new samples, and `deepthin bench .` measures both.
        - `dotnet publish {name}` makes a program of native code.

        | | shape in the original | values | |
        |---|---|---:|---|
        {string.Join('\n', network.Inputs.Select(input => Row("input", input)).Concat(network.Outputs.Select(output => Row("output", output))))}

        """ + (network.States.Count == 0 ? "" : $"""
        The original is given its state, and gives it back: {string.Join(", ", network.States.Select(state => $"`{state.Input}` and `{state.Output}`"))}. Here a session keeps it:
        `network.CreateSession()`, then `session.Step(sample, prediction)` for each step.

        """);

    private static string Sizes(NetworkEnd end) => end.Dims.Length == 0 ? "1" : string.Join('×', end.Dims);

    private static string Row(string kind, NetworkEnd end) => $"| {kind} `{end.Name.Replace("|", "\\|", StringComparison.Ordinal).Replace("`", "'", StringComparison.Ordinal)}` | {Sizes(end)} | {end.Value.Length} | {(end.Order is null ? "" : $"The network has it as {end.Value.Shape}; `Layout` goes between the two orders.")} |";

    private static string Indented(string text, int levels) => string.Join('\n', text.Split('\n').Select(line => line.Length == 0 ? line : new string(' ', 4 * levels) + line));

    // A help text of lines that a terminal shows whole.
    private static string Wrapped(string text, string indent)
    {
        var lines = new List<string> { "" };
        foreach (string word in text.Split(' '))
        {
            if (lines[^1].Length + word.Length > 96 && lines[^1].Length > 0) lines.Add("");
            lines[^1] += lines[^1].Length == 0 ? word : $" {word}";
        }

        return string.Join('\n' + indent, lines);
    }

    private int InputLength => network.Inputs.Sum(input => input.Value.Length);

    private string Unit() => TakesSequences ? "steps" : IsStreamed ? "steps" : "samples";

    private string Answers() => TakesSequences ? $"All steps are one sequence. It prints the outputs, {OutputText}."
        : $"It prints a line for each: {OutputText}{(network.Outputs.Count > 1 ? ", one behind the other" : "")}.{(IsStreamed ? " A step goes on from the one before." : "")}";

    // Values that are looked up are whole numbers.
    private bool IsInteger() => network.Inputs.All(input => network.Layers.Any(layer => layer.Kind == "Embedding" && Reaches(layer.Inputs[0], input.Value)));

    private string IndexCount() => network.Layers.First(layer => layer.Kind == "Embedding").Arguments[0];

    private static bool Reaches(Onnx.Layers.NetworkValue value, Onnx.Layers.NetworkValue input) => value == input || value.Writer is { Inputs: [var only] } && Reaches(only, input);

    private string Arranged() => HasOtherInputOrder ? "Layout.ToNetwork(sample, arranged);\n" : "";

    private string Sample() => HasOtherInputOrder ? "arranged" : "sample";

    private string ArrangedBuffer() => HasOtherInputOrder ? ", arranged = new float[sample.Length]" : "";

    private string Predicting() => $$"""
        float[] sample = new float[{{ClassName}}.InputLength], prediction = new float[{{ClassName}}.OutputLength]{{ArrangedBuffer()}};
        while (Read(input, sample))
        {
        {{Indented($"{Arranged()}network.Forward({Sample()}, prediction);\nWrite(output, text, prediction);", 1)}}
        }
        """;

    private string Stepping() => $$"""
        float[] sample = new float[{{ClassName}}.InputLength], prediction = new float[{{ClassName}}.OutputLength]{{ArrangedBuffer()}};
        using var session = network.CreateSession();
        while (Read(input, sample))
        {
        {{Indented($"{Arranged()}session.Step({Sample()}, prediction);\nWrite(output, text, prediction);", 1)}}
        }
        """;

    private string Sequencing() => $$"""
        using var all = new MemoryStream();
        input.CopyTo(all);
        float[] sequence = MemoryMarshal.Cast<byte, float>(all.ToArray()).ToArray();
        if (sequence.Length == 0 || sequence.Length % {{ClassName}}.InputLength != 0) throw new IOException($"{sequence.Length} numbers are no steps of {{{ClassName}}.InputLength}.");
        float[] outputs = new float[OutputsOf(network, sequence)];
        network.Forward(sequence, outputs);
        for (int i = 0; i < outputs.Length; i += {{ClassName}}.OutputLength) Write(output, text, outputs.AsSpan(i, {{ClassName}}.OutputLength));
        """;

    private string OutputsOf() => $$"""

        // An output for each step, or one where the sequence ends within the network.
        static int OutputsOf({{ClassName}} network, float[] sequence) => ({{ClassName}}.Info.EndsSequences ? 1 : sequence.Length / {{ClassName}}.InputLength) * {{ClassName}}.OutputLength;

        """;

    private static string Reading() => """

        // Reads a sample; nothing is left where it is false.
        static bool Read(Stream input, float[] sample)
        {
            var bytes = MemoryMarshal.AsBytes(sample.AsSpan());
            int read = input.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read > 0 && read < bytes.Length) throw new IOException($"The input ends {bytes.Length - read} bytes before the end of a sample; a sample has {bytes.Length}.");
            return read > 0;
        }

        """;

    private string Comparing() => TakesSequences
        ? $$"""
        float[] found = new float[outputs.Length];
        network.Forward(inputs, found);
        Same(outputs, found);
        """
        : $$"""
        {{(IsStreamed ? "using var session = network.CreateSession();\n" : "")}}float[] sample = new float[{{ClassName}}.InputLength], prediction = new float[{{ClassName}}.OutputLength], found = new float[prediction.Length];
        for (int i = 0; i < inputs.Length / sample.Length; i++)
        {
            {{(HasOtherInputOrder ? "Layout.ToNetwork(inputs.AsSpan(i * sample.Length, sample.Length), sample);" : "inputs.AsSpan(i * sample.Length, sample.Length).CopyTo(sample);")}}
            {{(IsStreamed ? "session.Step(sample, prediction);" : "network.Forward(sample, prediction);")}}
            {{(HasOtherOutputOrder ? "Layout.ToOriginal(prediction, found);" : "prediction.CopyTo(found, 0);")}}
            Same(outputs.AsSpan(i * found.Length, found.Length), found);
        }
        """;
}
