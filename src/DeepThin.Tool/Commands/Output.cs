using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace DeepThin.Tool.Commands;

/// <summary>How results are printed.</summary>
internal static class Output
{
    /// <summary>A table: with a frame in a terminal, and plain where it goes to a file or a program.</summary>
    public static Table Table() => new Table().Border(Console.IsOutputRedirected ? TableBorder.None : TableBorder.Rounded);

    /// <summary>The option that asks for JSON.</summary>
    public static Option<bool> JsonOption() => new("--json") { Description = "Print JSON." };

    /// <summary>Prints a result as JSON.</summary>
    /// <param name="result">The result.</param>
    /// <param name="type">How it is written.</param>
    public static void Json<T>(T result, JsonTypeInfo<T> type) => Console.WriteLine(JsonSerializer.Serialize(result, type));

    /// <summary>Does what may take long, and shows in a terminal what it is at.</summary>
    /// <param name="what">What is done.</param>
    /// <param name="work">The work; it says what it begins.</param>
    public static T Working<T>(string what, Func<Action<string>, T> work)
    {
        if (Console.IsOutputRedirected) return work(_ => { });
        return AnsiConsole.Status().Start(what, context => work(step => context.Status(Markup.Escape($"{what}: {step}"))));
    }
}
