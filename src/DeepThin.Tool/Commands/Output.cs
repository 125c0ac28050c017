using Spectre.Console;

namespace DeepThin.Tool.Commands;

/// <summary>How results are printed.</summary>
internal static class Output
{
    /// <summary>A table: with a frame in a terminal, and plain where it goes to a file or a program.</summary>
    public static Table Table() => new Table().Border(Console.IsOutputRedirected ? TableBorder.None : TableBorder.Rounded);
}
