using System.ComponentModel;

namespace DeepThin.Runtime;

/// <summary>Whether a panel is traced. A type, so that each has machine code of its own. Used by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITrace
{
    /// <summary>Whether what the backward half needs is kept.</summary>
    static abstract bool IsKept { get; }
}

/// <summary>What the backward half needs is kept.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Traced : ITrace
{
    /// <inheritdoc/>
    public static bool IsKept => true;
}

/// <summary>Only the outputs are wanted.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Untraced : ITrace
{
    /// <inheritdoc/>
    public static bool IsKept => false;
}
