using System.ComponentModel;

namespace DeepThin.Runtime;

/// <summary>Where the values of a tensor lie in a weights file, and of which type they are. Called by generated code.</summary>
/// <param name="dtype">The type, as the format names it.</param>
/// <param name="begin">The first byte, counted from the beginning of the file.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct StoredPlace(string dtype, long begin)
{
    /// <summary>The type, as the format names it.</summary>
    public string DType => dtype;

    /// <summary>The first byte, counted from the beginning of the file.</summary>
    public long Begin => begin;
}
