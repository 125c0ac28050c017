using System.Globalization;
using DeepThin.Onnx.Importing;
using DeepThin.Onnx.Layers;
using Spectre.Console;

namespace DeepThin.Tool.Commands;

/// <summary>The layers of a network as a table.</summary>
internal static class NetworkTable
{
    /// <summary>Prints it.</summary>
    /// <param name="network">The network.</param>
    public static void Print(ImportedNetwork network)
    {
        var table = Output.Table();
        table.AddColumns(new TableColumn("").RightAligned(), new TableColumn("layer"), new TableColumn("writes").RightAligned(), new TableColumn("parameters").RightAligned(), new TableColumn("made of"));
        long total = 0;
        for (int i = 0; i < network.Layers.Count; i++)
        {
            var layer = network.Layers[i];
            long parameters = layer.Tensors.Sum(tensor => (long)tensor.Values.Length);
            total += parameters;
            table.AddRow(Text(i), Declared(layer), Markup.Escape(layer.Output.Shape?.ToString() ?? ""), parameters > 0 ? Count(parameters) : "", Markup.Escape(Short(layer.Origin)));
        }

        AnsiConsole.Write(table);
        foreach (var input in network.Inputs) AnsiConsole.WriteLine($"input {input.Name}: {Shape(input)}");
        foreach (var output in network.Outputs) AnsiConsole.WriteLine($"output {output.Name}: {Shape(output)}");
        foreach (var state in network.States) AnsiConsole.WriteLine($"state {state.Input} and {state.Output}: {string.Join('×', state.Dims)}, kept by a session");
        if (network.Postscripts.Count > 0) AnsiConsole.WriteLine($"left to programs: {string.Join(", ", network.Postscripts)}, which the original makes of its predictions");
        AnsiConsole.WriteLine($"{Count(total)} parameters, {Count(total * sizeof(float))} bytes{(network.TakesSequences ? ", on sequences of any length" : "")}");
    }

    /// <summary>A number with its thousands apart.</summary>
    public static string Count(long value) => value.ToString("#,0", Separated).Replace(',', ' ');

    private static readonly NumberFormatInfo Separated = CultureInfo.InvariantCulture.NumberFormat;

    private static string Declared(ImportedLayer layer) => Markup.Escape($"{layer.Kind}({string.Join(", ", layer.Arguments)}){string.Concat(layer.Options.Where(option => option.Name == "Activation").Select(option => $" {option.Value["Activation.".Length..]}"))}");

    private static string Shape(NetworkEnd end) => $"{string.Join('×', end.Dims)}{(end.Order is null ? "" : $", which the network has as {end.Value.Shape}")}";

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Short(string origin) => origin.Length <= 40 ? origin : $"…{origin[^39..]}";
}
