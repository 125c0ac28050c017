using DeepThin.Onnx.Importing;
using DeepThin.Onnx.Layers;
using DeepThin.Onnx.Projects;

namespace DeepThin.Tool.Projects;

/// <summary>The texts of the program that tunes a compressed network: the original, as an uncompressed class, is its teacher.</summary>
/// <param name="original">The uncompressed network.</param>
/// <param name="name">The name of the project of the compressed network.</param>
/// <param name="source">The name of the file that it came from.</param>
/// <param name="version">The version of the packages.</param>
internal sealed class TuningProject(ImportedNetwork original, string name, string source, string version)
{
    private bool IsOfSequences => original.TakesSequences || original.States.Count > 0;

    // One output that went through a softmax.
    private bool TellsClasses => !IsOfSequences && original.Outputs is [var only] && only.Value.Writer is { } last && last.Options.Exists(option => option is ("Activation", "Activation.Softmax" or "Activation.LogSoftmax"));

    // One output of several values, a vector, to which a softmax may be added in the loss.
    private bool MayTellClasses => TellsClasses || (!IsOfSequences && original.Outputs is [{ Value: { Length: > 1, Shape: { IsVector: true }, Writer: { } writer } }] && !writer.Options.Exists(option => option.Name == "Activation") && writer.Kind == "Dense");

    private bool HasOtherOrder => original.Inputs.Any(input => input.Order is not null);

    /// <summary>The name of the class of the original.</summary>
    public string OriginalName => $"{name}Original";

    /// <summary>The file of the project.</summary>
    public string Project() => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <InvariantGlobalization>true</InvariantGlobalization>
            <!-- The class of the compressed network is compiled here once more, with the kernels of training. -->
            <DefineConstants>$(DefineConstants);TUNING</DefineConstants>
          </PropertyGroup>
          <ItemGroup>
            <Compile Include="../{name}/{name}Network.cs" />{(HasOtherOrder ? $"\n    <Compile Include=\"../{name}/Layout.cs\" />" : "")}
            <PackageReference Include="DeepThin.Training" Version="{version}" />
            <None Include="original.safetensors" CopyToOutputDirectory="PreserveNewest" />
          </ItemGroup>
        </Project>

        """;

    /// <summary>The class of the original.</summary>
    public string Class() => ClassText.Of(TellsClasses ? original with { Layers = [.. original.Layers.Select(Teaching)] } : original, name, OriginalName, source);

    /// <summary>The program.</summary>
    public string Program() => $$""""
        using System.Globalization;
        using System.Runtime.InteropServices;
        using DeepThin;
        using DeepThin.Training;
        using {{name}};

        const string Help = """
            {{name}}.Tuning DATA [--epochs N] [--rate RATE] [--fresh]{{(IsOfSequences ? " [--length STEPS]" : MayTellClasses ? " [--labels FILE]" : "")}} [--weights FILE]

            Teaches the compressed network what the original says of DATA, as the original has its inputs: an array of NumPy (.npy, .npz), an idx file, a CSV file of
            numbers, or numbers of single precision, little-endian, one {{(IsOfSequences ? "step" : "sample")}} behind the other. A tenth is kept back to judge by. The best weights replace those of the network.

              --epochs N      how often it goes over the data; 30 unless given
              --rate RATE     the learning rate; 0.002 unless given
              --fresh         begins with new factors, which may learn better than fitted ones where these capture little
        {{(IsOfSequences ? "      --length STEPS  the steps of a sequence that is learnt at once; 100 unless given\n" : MayTellClasses ? "      --labels FILE   the right class of each sample, counted from 0, as a file of the same kinds; without it the original alone teaches\n" : "")}}      --weights FILE  the weights that it begins with and replaces; those of the project {{name}} beside this one unless given
            """;

        string? file = null{{(MayTellClasses ? ", labels = null" : "")}};
        string weights = WeightsBeside();
        int epochs = 30{{(IsOfSequences ? ", length = 100" : "")}};
        double rate = 0.002;
        bool fresh = false;
        for (int i = 0; i < args.Length; i++)
        {
            string value = i + 1 < args.Length ? args[i + 1] : "";
            bool taken = args[i] switch
            {
                "--epochs" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out epochs) && epochs > 0,
                "--rate" => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out rate) && rate > 0,
                {{(IsOfSequences ? "\"--length\" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out length) && length > 0,\n            " : MayTellClasses ? "\"--labels\" => (labels = value).Length > 0,\n            " : "")}}"--weights" => (weights = value).Length > 0,
                "--fresh" => fresh = true,
                _ => !args[i].StartsWith('-') && file is null,
            };
            if (args[i] == "--help" || !taken)
            {
                (taken ? Console.Out : Console.Error).WriteLine(args[i] == "--help" ? Help : $"{args[i]} {value} is not taken.\n\n{Help}");
                return args[i] == "--help" ? 0 : 2;
            }

            if (args[i].StartsWith('-') && args[i] != "--fresh") i++;
            else if (args[i] != "--fresh") file = args[i];
        }

        if (file is null)
        {
            Console.Error.WriteLine(Help);
            return 2;
        }

        using var cancellation = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            cancellation.Cancel();
        };
        try
        {
            int width = {{name}}Network.InputLength, outputs = {{name}}Network.OutputLength;
            float[] inputs = Read(file);
            int count = inputs.Length / width;
            if (count < 20 || inputs.Length % width != 0) throw new IOException($"{file} has {inputs.Length} numbers; 20 {{(IsOfSequences ? "steps" : "samples")}} or more, of {width} numbers each, are needed.");
        {{(HasOtherOrder ? "    float[] given = inputs;\n    inputs = new float[given.Length];\n    for (int i = 0; i < count; i++) Layout.ToNetwork(given.AsSpan(i * width, width), inputs.AsSpan(i * width, width));\n" : "")}}    var teacher = {{OriginalName}}.Load(Path.Combine(AppContext.BaseDirectory, "original.safetensors"));
            var student = {{name}}Network.Load(weights);
            if (fresh)
            {
                var begun = {{name}}Network.Create(seed: 1);
                foreach (var tensor in {{name}}Network.Info.Tensors.Where(tensor => tensor.Role is TensorRole.LeftFactor or TensorRole.RightFactor or TensorRole.InputGain))
                    begun.Parameters.Slice(tensor.Offset, tensor.Length).CopyTo(student.Parameters[tensor.Offset..]);
                student.Prepare();
            }

            var options = new TrainingOptions
            {
                Epochs = epochs,
                BatchSize = {{(IsOfSequences ? "16" : "64")}},
                Loss = {{(TellsClasses ? Taught : MayTellClasses ? $"labels is null ? Loss.MeanSquare : {Taught}" : "Loss.MeanSquare")}},
                ClipNorm = 1,
                Schedule = LearningRate.Cosine(rate).WithWarmUp(0.05),
                KeepBest = true,
                BestBy = {{(TellsClasses ? "Criterion.ValidationAccuracy" : MayTellClasses ? "labels is null ? Criterion.ValidationLoss : Criterion.ValidationAccuracy" : "Criterion.ValidationLoss")}},
                Progress = new Reports(),
            };
        {{(IsOfSequences ? Sequences() : Samples())}}
            Console.WriteLine($"before: {trainer.Evaluate(student, validation, cancellation.Token)}");
            Console.WriteLine(trainer.Fit(student, training, validation, cancellation.Token));
            Console.WriteLine($"after: {trainer.Evaluate(student, validation, cancellation.Token)}");
            student.Save(weights);
            Console.WriteLine($"{weights} has the weights of the best epoch.");
            return 0;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine($"Cancelled; {weights} is as it was.");
            return 130;
        }
        catch (Exception error) when (error is WeightsException or IOException or ArgumentException or TrainingDivergedException or InvalidDataException)
        {
            Console.Error.WriteLine(error.Message);
            return 1;
        }

        {{(MayTellClasses ? "static int[] Classes(string file) => Array.ConvertAll(Read(file), label => label == (int)label ? (int)label : throw new IOException($\"{file} has {label}, and classes are whole numbers from 0 on.\"));\n\n" : "")}}static float[] Read(string file) => Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".npy" or ".npz" => NumpyFile.Read(file).ToFloats().ToArray(),
            ".gz" or ".idx" => IdxFile.Read(file).ToFloats().ToArray(),
            ".csv" => CsvFile.Read(file).ToFloats().ToArray(),
            _ => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(file)).ToArray(),
        };

        // In a folder around this program.
        static string WeightsBeside()
        {
            string place = Path.Combine("{{name}}", "weights.safetensors");
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                string found = Path.Combine(folder.FullName, place);
                if (File.Exists(found)) return Path.GetRelativePath(Environment.CurrentDirectory, found);
            }

            return place;
        }

        internal sealed class Reports : IProgress<TrainingProgress>
        {
            private int _epoch;

            public void Report(TrainingProgress value)
            {
                if (value.Epoch == _epoch) return;
                _epoch = value.Epoch;
                Console.WriteLine($"epoch {value.Epoch}: {value.Loss.ToString("G4", CultureInfo.InvariantCulture)}");
            }
        }

        """";

    // A teacher says the logarithms of its probabilities: small ones teach as well.
    private static ImportedLayer Teaching(ImportedLayer layer)
    {
        int softmax = layer.Options.IndexOf(("Activation", "Activation.Softmax"));
        if (softmax < 0) return layer;
        var teaching = layer.Copy();
        teaching.Options[softmax] = ("Activation", "Activation.LogSoftmax");
        return teaching;
    }

    private const string Taught = "Loss.Distillation(teacher, temperature: 2, weight: 0.9)";

    private string Samples() => $$"""
        {{(TellsClasses ? Classes() : MayTellClasses ? Either() : Targets())}}
            var trainer = new Trainer<{{name}}Network>(options);
        """;

    private static string Targets() => """
            float[] targets = new float[count * outputs];
            teacher.ForwardBatch(inputs, targets);
            var (training, validation) = Dataset.WithTargets(inputs, width, targets, outputs).Split(0.9, seed: 1);
        """;

    // The accuracy is the share of the samples of which both say the same, or of which the label is said.
    private static string Classes() => """
            int[] classes = new int[count];
            if (labels is null) teacher.PredictBatch(inputs, classes);
            else classes = Classes(labels);
            var (training, validation) = Dataset.WithLabels(inputs, width, classes, outputs).Split(0.9, seed: 1, stratified: false);
        """;

    private static string Either() => """
            float[] targets = new float[labels is null ? count * outputs : 0];
            if (labels is null) teacher.ForwardBatch(inputs, targets);
            var all = labels is null ? Dataset.WithTargets(inputs, width, targets, outputs) : Dataset.WithLabels(inputs, width, Classes(labels), outputs);
            var (training, validation) = all.Split(0.9, seed: 1, stratified: false);
        """;

    private string Sequences() => $$"""
            // Sequences of one length, each from its beginning.
            int steps = Math.Max(1, Math.Min(length, count / 10)), sequences = count / steps;
            bool ends = {{name}}Network.Info.EndsSequences;
            int inputLength = steps * width, targetLength = (ends ? 1 : steps) * outputs;
            float[] targets = new float[sequences * targetLength];
            for (int i = 0; i < sequences; i++) teacher.Forward(inputs.AsSpan(i * inputLength, inputLength), targets.AsSpan(i * targetLength, targetLength));
            int[] lengths = [.. Enumerable.Repeat(steps, sequences)];
            var (training, validation) = SequenceDataset.FromTargets(inputs.AsMemory(0, sequences * steps * width), lengths, targets, width, outputs).Split(0.9, seed: 1);
            var trainer = new SequenceTrainer<{{name}}Network>(options);
        """;
}
