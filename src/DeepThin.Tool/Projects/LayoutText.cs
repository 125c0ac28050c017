using System.Globalization;
using System.Text;
using DeepThin.Onnx.Importing;
using DeepThin.Onnx.Projects;
using DeepThin.Planning;

namespace DeepThin.Tool.Projects;

/// <summary>The text of the class that goes between the order in which the original has its numbers, and that of the network.</summary>
/// <param name="name">The namespace.</param>
/// <param name="source">The name of the original's file.</param>
internal sealed class LayoutText(string name, string source)
{
    private const int PerLine = 24;

    private readonly StringBuilder _methods = new();
    private readonly StringBuilder _tables = new();

    /// <summary>The text.</summary>
    public string Text => $$"""
        namespace {{name}};

        /// <summary>Goes between the order of {{source}} and that of the network, which has channels outermost.</summary>
        public static class Layout
        {
        {{_tables}}{{_methods.ToString().TrimEnd('\n')}}
        }

        """;

    /// <summary>Adds the way to the network.</summary>
    public void AddToNetwork(IReadOnlyList<NetworkEnd> inputs) => Add("ToNetwork", "original", "network", "Brings a sample into the order of the network", inputs);

    /// <summary>Adds the way back.</summary>
    public void AddToOriginal(IReadOnlyList<NetworkEnd> outputs) => Add("ToOriginal", "network", "original", "Brings a prediction into the order of the original", outputs);

    private void Add(string method, string from, string to, string summary, IReadOnlyList<NetworkEnd> ends)
    {
        _methods.Append(CultureInfo.InvariantCulture, $"    /// <summary>{summary}: {string.Join(", ", ends.Select(end => $"{ClassText.Escaped(end.Name)} is {string.Join('×', end.Dims)} there and {end.Value.Shape} here"))}.</summary>\n");
        _methods.Append(CultureInfo.InvariantCulture, $"    /// <param name=\"{from}\">The numbers.</param>\n    /// <param name=\"{to}\">Receives them.</param>\n");
        _methods.Append(CultureInfo.InvariantCulture, $"    public static void {method}(ReadOnlySpan<float> {from}, Span<float> {to})\n    {{\n");
        int start = 0;
        foreach (var end in ends)
        {
            int length = end.Value.Length;
            bool alone = ends.Count == 1;
            string source0 = alone ? from : $"{from}.Slice({start}, {length})", target = alone ? to : $"{to}.Slice({start}, {length})";
            if (end.Order is null) _methods.Append(CultureInfo.InvariantCulture, $"        {source0}.CopyTo({target});\n");
            else AddOrder(end, from, to, start);
            start += length;
        }

        _methods.Append("    }\n\n");
    }

    private void AddOrder(NetworkEnd end, string from, string to, int start)
    {
        var shape = end.Value.Shape!.Value;
        string offset = start > 0 ? string.Create(CultureInfo.InvariantCulture, $"{start} + ") : "";
        string original, here;
        if (Strides(end.Order!, shape) is var (channel, row, column))
        {
            var loops = new (int Length, string Index, int Stride, int Own)[] { (shape.Channels, "channel", channel, shape.Height * shape.Width), (shape.Height, "row", row, shape.Width), (shape.Width, "column", column, 1) }.Where(loop => loop.Length > 1).ToArray();
            string indent = "        ";
            foreach (var (length, index, _, _) in loops)
            {
                _methods.Append(CultureInfo.InvariantCulture, $"{indent}for (int {index} = 0; {index} < {length}; {index}++)\n{indent}{{\n");
                indent += "    ";
            }

            original = $"{offset}{string.Join(" + ", loops.Select(loop => Times(loop.Index, loop.Stride)))}";
            here = $"{offset}{string.Join(" + ", loops.Select(loop => Times(loop.Index, loop.Own)))}";
            Assign(indent, from, to, original, here);
            for (int i = loops.Length - 1; i >= 0; i--) _methods.Append(CultureInfo.InvariantCulture, $"{new string(' ', 8 + 4 * i)}}}\n");
            return;
        }

        string table = string.Create(CultureInfo.InvariantCulture, $"Order{start}Of{char.ToUpperInvariant(from[0])}{from[1..]}");
        _tables.Append(CultureInfo.InvariantCulture, $"    private static ReadOnlySpan<int> {table} =>\n    [\n");
        foreach (int[] line in end.Order!.Chunk(PerLine)) _tables.Append(CultureInfo.InvariantCulture, $"        {string.Join(", ", line)},\n");
        _tables.Append("    ];\n\n");
        _methods.Append(CultureInfo.InvariantCulture, $"        for (int i = 0; i < {end.Order!.Length}; i++)\n        {{\n");
        Assign("            ", from, to, $"{offset}{table}[i]", $"{offset}i");
        _methods.Append("        }\n");
    }

    private void Assign(string indent, string from, string to, string original, string here) => _methods.Append(
        CultureInfo.InvariantCulture, $"{indent}{to}[{(to == "original" ? original : here)}] = {from}[{(from == "original" ? original : here)}];\n");

    private static string Times(string index, int stride) => stride == 1 ? index : string.Create(CultureInfo.InvariantCulture, $"{index} * {stride}");

    // The distances of channels, rows and columns, where the order is a transposition.
    private static (int Channel, int Row, int Column)? Strides(int[] order, Shape shape)
    {
        int plane = shape.Height * shape.Width;
        int channel = shape.Channels > 1 ? order[plane] : 0, row = shape.Height > 1 ? order[shape.Width] : 0, column = shape.Width > 1 ? order[1] : 0;
        if (order[0] != 0) return null;
        for (int i = 0; i < order.Length; i++)
        {
            if (order[i] != i / plane * channel + i / shape.Width % shape.Height * row + i % shape.Width * column) return null;
        }

        return (channel, row, column);
    }
}
