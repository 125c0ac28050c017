namespace DeepThin.Tool;

/// <summary>What a command ends with.</summary>
internal static class ExitCodes
{
    /// <summary>All was done.</summary>
    public const int Done = 0;

    /// <summary>A file, a value or a machine is not as it has to be; standard error says what.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Outputs differ by more than the tolerance.</summary>
    public const int Differs = 3;

    /// <summary>The command was cancelled, and left nothing behind.</summary>
    public const int Cancelled = 130;
}
