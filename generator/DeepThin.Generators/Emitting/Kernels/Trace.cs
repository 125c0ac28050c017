namespace DeepThin.Generators.Emitting.Kernels;

/// <summary>Whether the method of a panel keeps what the backward half needs.</summary>
internal enum Trace
{
    /// <summary>It does not.</summary>
    Never,

    /// <summary>It does.</summary>
    Always,

    /// <summary>Its type argument says so: the method serves predictions and traces.</summary>
    AsTyped,
}

/// <summary>Writes what only a trace needs.</summary>
internal static class Traces
{
    /// <summary>The constraint of a method that serves both.</summary>
    public const string Constraint = "    where TTrace : struct, ITrace";

    /// <summary>The type argument by which a method calls another that serves both.</summary>
    public static string Argument(this Trace trace) => trace switch
    {
        Trace.AsTyped => "<TTrace>",
        Trace.Always => "<Traced>",
        _ => "<Untraced>",
    };

    /// <summary>A statement that only a trace needs; nothing where there is none.</summary>
    public static string Statement(this Trace trace, string statement) => trace switch
    {
        Trace.AsTyped => $"if (TTrace.IsKept) {statement}",
        Trace.Always => statement,
        _ => "",
    };
}
