using System.CommandLine;
using System.Globalization;
using System.IO.Enumeration;
using DeepThin.Onnx.Compressing;
using DeepThin.Onnx.Importing;
using DeepThin.Onnx.Layers;
using DeepThin.Onnx.Projects;
using DeepThin.Tool.Originals;
using DeepThin.Tool.Projects;
using Spectre.Console;

namespace DeepThin.Tool.Commands;

/// <summary>Writes a project of an ONNX file whose layers are compressed.</summary>
internal static class CompressCommand
{
    // What a class and its weights were exported to is the original that verify compares with.
    private const string ExportedFile = "original.onnx";

    // More tell no more.
    private const int MostSamples = 512;

    private const double LeastRatio = 0.001, MostRatio = 0.9;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var graph = new GraphOptions(takesWeights: true);
        var target = new ProjectOptions();
        var ratio = new Option<double?>("--ratio") { Description = "The share of its weights that each layer keeps, above 0 and below 1.", HelpName = "SHARE" };
        var budget = new Option<string?>("--budget") { Description = "The bytes of all weights in single precision, such as 200KB or 1.5MB: the ratio that fits is found.", HelpName = "BYTES" };
        var layers = new Option<string[]>("--layer")
        {
            Description = "The ratio of some layers, by the name of their node or by their place, such as '*lstm*=0.05' or '3=0.1'; 1 leaves them as they are. Without --ratio and --budget, all others stay as they are.",
            HelpName = "GLOB=SHARE",
            DefaultValueFactory = _ => [],
        };
        var data = new Option<string?>("--data") { Description = "Samples, as the original has its inputs, for which the error of the outputs of each compressed layer is printed: an array of NumPy, an idx or a CSV file, or numbers of single precision.", HelpName = "FILE" };
        var json = Output.JsonOption();
        var command = new Command("compress", "Writes a project of an ONNX file, or of a class and its weights, whose layers are compressed by DeepThin, with the factors that come nearest to its weights, and a program that tunes them.\n\nExample: deepthin compress model.onnx --ratio 0.05 -o Small") { ratio, budget, layers, data, json };
        graph.AddTo(command);
        target.AddTo(command);
        command.SetAction((result, cancellation) => Running.Run(
            () => Compress(
                graph.NetworkOf(result, cancellation), new Ratios(result.GetValue(ratio), result.GetValue(budget), result.GetRequiredValue(layers)), result.GetValue(data), target.Of(result, graph.FileOf(result)), result.GetValue(json), cancellation),
            cancellation));
        return command;
    }

    private static int Compress(GivenNetwork given, Ratios ratios, string? data, ProjectTarget target, bool json, CancellationToken cancellation)
    {
        var original = Importer.Import(given.Graph, given.Options);
        var ratioOf = ratios.For(original);
        float[]? samples = data is null ? null : Samples.Read(data, Original.LengthOf(original.Inputs), MostSamples);
        var (compressed, matrices) = Output.Working("Fitting", begins => new Compressor(original, ratioOf, begins).Compress(cancellation));
        if (matrices.All(matrix => matrix.Left.Length > 0))
            throw new ToolException($"No layer is compressed: {string.Join("; ", matrices.Select(matrix => $"{matrix.Kind} {matrix.Layer}, {matrix.Left}").DefaultIfEmpty("no layer has a matrix of weights"))}. Give a larger ratio.");
        int[] layers = [.. matrices.Where(matrix => matrix.Left.Length == 0).Select(matrix => matrix.Layer).Distinct()];
        var errors = samples is null ? null : Output.Working("Comparing", _ => LayerErrors.Of(original, compressed, layers, Samples.Arranged(original, samples)));
        cancellation.ThrowIfCancellationRequested();
        using (var folder = new NewFolder(target.Folder, target.Replaces))
        {
            Write(folder.Filled, given, original, compressed, target);
            cancellation.ThrowIfCancellationRequested();
            folder.Keep();
        }

        if (json)
        {
            Output.Json(new(target.Folder, target.Name, matrices, errors, Count(original), Count(compressed)), ResultContext.Default.CompressResult);
            return ExitCodes.Done;
        }

        Print(matrices, errors, Count(original), Count(compressed));
        AnsiConsole.WriteLine($"{target.Folder} has the project {target.Name}. Next: tune it with your data, dotnet run -c Release --project {target.Folder}/{target.Name}.Tuning -- DATA; then deepthin verify {target.Folder} --data DATA --tolerance 0.1");
        return ExitCodes.Done;
    }

    private static void Write(string folder, GivenNetwork given, ImportedNetwork original, ImportedNetwork compressed, ProjectTarget target)
    {
        string file = given.File;
        var texts = new ImportedProject(compressed, target.Name, Path.GetFileName(file), target.Version, compressed: true);
        var tuning = new TuningProject(original, target.Name, Path.GetFileName(file), target.Version);
        texts.WriteTo(folder);
        string second = Directory.CreateDirectory(Path.Combine(folder, texts.Second)).FullName;
        File.WriteAllText(Path.Combine(second, $"{texts.Second}.csproj"), tuning.Project());
        File.WriteAllText(Path.Combine(second, $"{tuning.OriginalName}.cs"), tuning.Class());
        File.WriteAllText(Path.Combine(second, "Program.cs"), tuning.Program());
        ClassText.Weights(original).Save(Path.Combine(second, "original.safetensors"));
        if (given.Exported is { } exported) File.WriteAllBytes(Path.Combine(folder, ExportedFile), exported);
        Manifest.Of(target.Name, given.Exported is null ? Path.GetFullPath(file) : ExportedFile, given.Options).Write(folder);
    }

    private static long Count(ImportedNetwork network) => network.Layers.Sum(layer => layer.Tensors.Sum(tensor => (long)tensor.Values.Length));

    private static void Print(IReadOnlyList<CompressedMatrix> matrices, IReadOnlyDictionary<int, double>? errors, long before, long after)
    {
        var table = Output.Table();
        table.AddColumns(new TableColumn("").RightAligned(), new TableColumn("layer"), new TableColumn("matrix"), new TableColumn("weights").RightAligned(), new TableColumn("kept").RightAligned(), new TableColumn("share").RightAligned(), new TableColumn("captured").RightAligned(), new TableColumn(errors is null ? "" : "error of outputs").RightAligned(), new TableColumn(""));
        foreach (var matrix in matrices)
        {
            long weights = (long)matrix.Inputs * matrix.Outputs;
            table.AddRow(
                matrix.Layer.ToString(CultureInfo.InvariantCulture), matrix.Kind, matrix.Matrix, $"{matrix.Inputs}×{matrix.Outputs}", NetworkTable.Count(matrix.Kept), Percent((double)matrix.Kept / weights),
                matrix.Captured is { } captured ? Percent(captured) : "", errors?.TryGetValue(matrix.Layer, out double error) == true && matrix.Left.Length == 0 ? Percent(error) : "", matrix.Left.Length > 0 ? $"left: {matrix.Left}" : "");
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"{NetworkTable.Count(before)} parameters are {NetworkTable.Count(after)} now, {NetworkTable.Count(sizeof(float) * after)} bytes. Captured is the share of the squares of the weights.{(errors is null ? "" : " The error is that of the outputs of a layer that is given what the original gives it, as a share of these outputs (root mean square).")}");

        static string Percent(double share) => $"{(100 * share).ToString("0.0", CultureInfo.InvariantCulture)} %";
    }

    /// <summary>The ratios that a user asks for.</summary>
    private sealed class Ratios
    {
        private readonly double? _all;
        private readonly long? _budget;
        private readonly (string Glob, double Share)[] _own;

        public Ratios(double? all, string? budget, string[] own)
        {
            if (all is not null && budget is not null) throw new ToolException("--ratio and --budget are given; one of them decides.");
            if (all is null && budget is null && own.Length == 0) throw new ToolException("--ratio, --budget or --layer is needed, such as --ratio 0.05, --budget 200KB or --layer '*lstm*=0.05'.");
            if (all is { } share && !(share > 0 && share < 1)) throw new ToolException($"--ratio {share.ToString(CultureInfo.InvariantCulture)}: a share above 0 and below 1 is needed, such as 0.03.");
            (_all, _budget) = (all, budget is null ? null : Bytes(budget));
            _own = [.. own.Select(Own)];
        }

        public Func<ImportedLayer, int, double?> For(ImportedNetwork network)
        {
            foreach (var (glob, _) in _own)
            {
                if (!network.Layers.Where((layer, i) => Compressor.CanCompress(layer) && Matches(glob, layer, i)).Any())
                    throw new ToolException($"--layer {glob}: no layer that can be compressed has such a name. {string.Join(", ", network.Layers.Select((layer, i) => (layer, i)).Where(pair => Compressor.CanCompress(pair.layer)).Select(pair => $"{pair.i} {pair.layer.Origin}"))} can.");
            }

            if (_budget is not { } bytes) return Of(_all);
            double low = LeastRatio, high = MostRatio;
            long least = sizeof(float) * new Compressor(network, Of(low)).CountParameters();
            // Below its smallest ratio a layer stays as it is: the bytes first fall with the ratio, then rise.
            double best = 0;
            for (double share = high; share >= low; share *= 0.97)
            {
                long needed = sizeof(float) * new Compressor(network, Of(share)).CountParameters();
                least = Math.Min(least, needed);
                if (needed > bytes) continue;
                best = share;
                break;
            }

            return best > 0 ? Of(Math.Round(best, 5)) : throw new ToolException($"--budget: the network takes {NetworkTable.Count(least)} bytes at least, and {NetworkTable.Count(bytes)} are asked for.");
        }

        private static bool Matches(string glob, ImportedLayer layer, int index) => glob == index.ToString(CultureInfo.InvariantCulture) || FileSystemName.MatchesSimpleExpression(glob, layer.Origin);

        private static (string Glob, double Share) Own(string text)
        {
            int at = text.LastIndexOf('=');
            return at > 0 && double.TryParse(text[(at + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out double share) && share is > 0 and <= 1 ? (text[..at], share)
                : throw new ToolException($"--layer {text}: a name and a share up to 1 are needed, such as --layer '*lstm*=0.05'.");
        }

        private static long Bytes(string text)
        {
            (string Unit, double Size)[] units = [("KB", 1000), ("MB", 1e6), ("KiB", 1024), ("MiB", 1 << 20), ("B", 1), ("", 1)];
            foreach (var (unit, size) in units)
            {
                if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase) && double.TryParse(text[..^unit.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number > 0) return (long)(number * size);
            }

            throw new ToolException($"--budget {text}: a number of bytes is needed, such as 200KB or 1.5MB.");
        }

        private Func<ImportedLayer, int, double?> Of(double? all) => (layer, index) =>
        {
            foreach (var (glob, share) in _own)
            {
                if (Matches(glob, layer, index)) return share < 1 ? share : null;
            }

            return all;
        };
    }
}
