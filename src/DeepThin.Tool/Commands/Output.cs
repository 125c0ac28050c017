using Spectre.Console;

namespace DeepThin.Tool.Commands;

/// <summary>How results are printed.</summary>
internal static class Output
{
    /// <summary>A table: with a frame in a terminal, and plain where it goes to a file or a program.</summary>
    public static Table Table() => new Table().Border(Console.IsOutputRedirected ? TableBorder.None : TableBorder.Rounded);

    /// <summary>Does what may take long, and shows in a terminal what it is at.</summary>
    /// <param name="what">What is done.</param>
    /// <param name="work">The work; it says what it begins.</param>
    public static T Working<T>(string what, Func<Action<string>, T> work)
    {
        if (Console.IsOutputRedirected) return work(_ => { });
        return AnsiConsole.Status().Start(what, context => work(step => context.Status(Markup.Escape($"{what}: {step}"))));
    }
}
