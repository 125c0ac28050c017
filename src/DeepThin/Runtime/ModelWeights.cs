using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepThin.Runtime;

/// <summary>What a model reads when it predicts: its parameters and, of a packed file, what its kernels prepare from them. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModelWeights : IDisposable
{
    private readonly object? _owner;
    private DataNames? _names;

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

    /// <summary>The names of the features and of the classes.</summary>
    public DataNames Names => _names ?? DataNames.None;

    /// <summary>What was rounded: nothing where there is no line.</summary>
    internal MeasuredRounding[] Rounding { get; }

    /// <summary>The same in memory of its own, which can be written; a mapped file is released.</summary>
    public ModelWeights Own()
    {
        if (_owner == null) return this;
        var parameters = new AlignedBuffer(Parameters.Length);
        Parameters.Span.CopyTo(parameters.Span);
        Dispose();
        return new(parameters, Rounding) { _names = _names };
    }

    /// <summary>Gives names to the features and the classes of a model.</summary>
    /// <param name="info">The model.</param>
    /// <param name="names">The names.</param>
    /// <exception cref="ArgumentException">There are not as many names as features or classes, and not none.</exception>
    public void SetNames(ModelInfo info, DataNames names)
    {
        ArgumentNullException.ThrowIfNull(names);
        string? fault = Fault(info.Name, "features", names.Features.Count, info.InputLength) ?? Fault(info.Name, "classes", names.Classes.Count, info.Classes);
        _names = fault == null ? names : throw new ArgumentException(fault, nameof(names));
    }

    /// <summary>The same with names that a file has, and which were counted.</summary>
    /// <param name="features">The names of the features; empty for none.</param>
    /// <param name="classes">The names of the classes; empty for none.</param>
    public ModelWeights Named(string[] features, string[] classes)
    {
        if (features.Length + classes.Length > 0) _names = new(features, classes);
        return this;
    }

    private static string? Fault(string model, string what, int found, int needed) =>
        found == 0 || found == needed ? null : $"There are {found} names of {what}, and {model} has {needed} {what}; give a name to each, or to none.";

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
