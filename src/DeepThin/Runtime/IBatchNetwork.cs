using System.ComponentModel;

namespace DeepThin.Runtime;

/// <summary>A network as <see cref="Batch"/> runs it: panel by panel, from any thread. Implemented by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IBatchNetwork
{
    /// <summary>Predicts up to a panel of samples.</summary>
    /// <param name="inputs">The samples one after the other.</param>
    /// <param name="outputs">Receives the predictions one after the other.</param>
    /// <param name="samples">The number of samples, 1 to <see cref="Panel.Size"/>.</param>
    void RunSome(ReadOnlySpan<float> inputs, Span<float> outputs, int samples);
}
