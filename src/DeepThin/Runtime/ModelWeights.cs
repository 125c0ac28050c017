using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepThin.Runtime;

/// <summary>What a model reads when it predicts: its parameters and, of a packed file, what its kernels prepare from them. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModelWeights : IDisposable
{
    private readonly object? _owner;

    internal ModelWeights(AlignedBuffer parameters, MeasuredRounding[] rounding)
    {
        Parameters = parameters;
        Rounding = rounding;
    }

    internal ModelWeights(AlignedBuffer parameters, AlignedBuffer prepared, object? owner)
        : this(parameters, [])
    {
        Prepared = prepared;
        _owner = owner;
    }

    /// <summary>The parameter block.</summary>
    public AlignedBuffer Parameters { get; }

    /// <summary>What the kernels prepare; null where they have yet to.</summary>
    public AlignedBuffer? Prepared { get; }

    /// <summary>What was rounded: nothing where there is no line.</summary>
    internal MeasuredRounding[] Rounding { get; }

    /// <summary>The same in memory of its own, which can be written; a mapped file is released.</summary>
    public ModelWeights Own()
    {
        if (_owner == null) return this;
        var parameters = new AlignedBuffer(Parameters.Length);
        Parameters.Span.CopyTo(parameters.Span);
        Dispose();
        return new(parameters, Rounding);
    }

    /// <summary>Releases a mapped file, at the end of the last call that reads it. Parameters in other memory are left to the garbage collector.</summary>
    public void Dispose() => (_owner as MappedFile)?.Dispose();

    /// <summary>Keeps the parameters where they are until the end of a call that reads them.</summary>
    /// <exception cref="ObjectDisposedException">The parameters were read from a mapped file, which was released.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Reading Read()
    {
        if (_owner is MappedFile file) file.Enter();
        return new(this);
    }

    /// <summary>All values of a tensor that is held in fewer bits, for a kernel that transforms them when it prepares.</summary>
    /// <param name="values">Where the tensor begins in the parameter block.</param>
    /// <param name="tensor">A tensor of that shape and type; its order is that of a file.</param>
    /// <returns>The first value of a copy in single precision.</returns>
    public static ref float Widen(ref float values, TensorInfo tensor) =>
        ref MemoryMarshal.GetArrayDataReference(
            HeldValues.Widen(ref Unsafe.As<float, byte>(ref values), ref Unsafe.Add(ref values, tensor.ScalesOffset - tensor.Offset), tensor));

    /// <summary>What loading rounded.</summary>
    /// <param name="info">The model.</param>
    public RoundingReport Report(ModelInfo info) => new(info.Held, Array.ConvertAll(Rounding, layer => new LayerRounding(layer.Layer, layer.RelativeError, layer.LargestError)));

    /// <summary>A call that reads the parameters.</summary>
    /// <param name="weights">The parameters.</param>
    public readonly struct Reading(ModelWeights weights) : IDisposable
    {
        /// <summary>Ends the call.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Dispose()
        {
            if (weights._owner is MappedFile file) file.Exit();
            GC.KeepAlive(weights);
        }
    }
}
