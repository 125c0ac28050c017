namespace DeepThin.Benchmarks;

/// <summary>One line of the terminal that says how far the run is. Nothing is written where there is no terminal.</summary>
internal static class ProgressLine
{
    private const int Width = 60;

    /// <summary>Replaces the line.</summary>
    public static void Show(string text)
    {
        if (!Console.IsErrorRedirected) Console.Error.Write("\r" + text.PadRight(Width));
    }

    /// <summary>Empties the line.</summary>
    public static void Clear()
    {
        if (!Console.IsErrorRedirected) Console.Error.Write("\r" + new string(' ', Width) + "\r");
    }
}
