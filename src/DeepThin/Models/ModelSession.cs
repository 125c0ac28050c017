using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DeepThin.Runtime;

namespace DeepThin;

/// <summary>
/// One sequence that a model follows step by step: its state, and the values of a step that has not been given whole. Any number of sessions share one model, and each is for one thread at a
/// time. Steps allocate nothing after a thread's first call.
/// </summary>
/// <typeparam name="TModel">The model.</typeparam>
public sealed class ModelSession<TModel> : IDisposable
    where TModel : class, ISequenceModel<TModel>
{
    private const uint Magic = 0x53535444; // DTSS
    private const int Version = 1;
    private const int HeaderSize = 6 * sizeof(uint) + sizeof(long);

    private static readonly ConditionalWeakTable<TModel, StrongBox<uint>> Checksums = [];

    private readonly float[] _state = new float[TModel.StateLength];
    private float[] _pending = [];
    private int _pendingCount;
    private bool _isDisposed;

    /// <summary>Begins a sequence.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="NotSupportedException">A layer of the model needs a whole sequence, so that it has no steps.</exception>
    public ModelSession(TModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (TModel.StateLength == 0) throw Check.NoSteps(TModel.Info);
        Model = model;
    }

    /// <summary>The bytes that <see cref="SaveState(Span{byte})"/> writes.</summary>
    public static int StateBytes => HeaderSize + sizeof(float) * (TModel.StateLength + TModel.InputLength);

    /// <summary>The model.</summary>
    public TModel Model { get; }

    /// <summary>The steps since the sequence began.</summary>
    public long Steps { get; private set; }

    /// <summary>The values that <see cref="Push"/> was given of a step that is not whole yet, 0 to InputLength − 1.</summary>
    public int PendingValues => _pendingCount;

    /// <summary>
    /// Whether all values of the state are finite numbers. A step with NaN or infinity makes them none, and every later step of the sequence with them, until <see cref="Reset"/> or
    /// <see cref="RestoreState"/>.
    /// </summary>
    public bool IsFinite => TensorPrimitives.IsFiniteAll<float>(_state);

    /// <summary>Goes on by one step.</summary>
    /// <param name="input">The step, InputLength values.</param>
    /// <param name="output">Receives the prediction, OutputLength values; must not overlap <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the spans overlap; nothing was written.</exception>
    /// <exception cref="InvalidOperationException"><see cref="Push"/> was given a part of a step before.</exception>
    /// <exception cref="ObjectDisposedException">The session has ended, or the model was disposed of.</exception>
    public void Step(ReadOnlySpan<float> input, Span<float> output)
    {
        if (input.Length != TModel.InputLength) throw new ArgumentException($"input has {input.Length} values where a step of {TModel.InputLength} is needed; Push takes any number.", nameof(input));
        CheckStep();
        Model.Forward(input, output, _state);
        Steps++;
    }

    /// <summary>Takes any number of values, and goes on by the steps that they complete; the rest waits for the next values.</summary>
    /// <param name="values">The values, such as samples of sound; they follow those of the calls before.</param>
    /// <param name="outputs">Receives the predictions, OutputLength values for each step; must not overlap <paramref name="values"/>.</param>
    /// <param name="steps">The number of steps.</param>
    /// <exception cref="ArgumentException">There is no room for the predictions of as many steps as the values complete, or the spans overlap; nothing was taken.</exception>
    /// <exception cref="ObjectDisposedException">The session has ended, or the model was disposed of.</exception>
    public void Push(ReadOnlySpan<float> values, Span<float> outputs, out int steps)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        long whole = ((long)_pendingCount + values.Length) / TModel.InputLength;
        if (outputs.Length < whole * TModel.OutputLength)
        {
            throw new ArgumentException($"{values.Length} values behind {_pendingCount} that wait complete {whole} steps, and outputs has room for {outputs.Length / TModel.OutputLength}: {whole} × OutputLength values are needed.", nameof(outputs));
        }

        if (values.Overlaps(outputs)) throw new ArgumentException("outputs overlaps the values; give it memory of its own.", nameof(outputs));
        steps = 0;
        if (_pendingCount > 0)
        {
            int missing = Math.Min(values.Length, TModel.InputLength - _pendingCount);
            Wait(values[..missing]);
            values = values[missing..];
            if (_pendingCount < TModel.InputLength) return;
            Model.Forward(_pending, outputs[..TModel.OutputLength], _state);
            _pendingCount = 0;
            steps = 1;
        }

        int count = values.Length / TModel.InputLength;
        Follow(values[..(count * TModel.InputLength)], outputs.Slice(steps * TModel.OutputLength, count * TModel.OutputLength), count);
        steps += count;
        Steps += steps;
        Wait(values[(count * TModel.InputLength)..]);
    }

    // Each step has a prediction here: where the model gives one of a sequence, the one as far as it is.
    private void Follow(ReadOnlySpan<float> values, Span<float> outputs, int count)
    {
        if (count > 0 && !TModel.Info.EndsSequences) Model.Forward(values, outputs, _state);
        for (int t = 0; t < count && TModel.Info.EndsSequences; t++)
        {
            Model.Forward(values.Slice(t * TModel.InputLength, TModel.InputLength), outputs.Slice(t * TModel.OutputLength, TModel.OutputLength), _state);
        }
    }

    /// <summary>Begins a new sequence: the state is zeros, and what waits is forgotten.</summary>
    /// <exception cref="ObjectDisposedException">The session has ended.</exception>
    public void Reset()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _state.AsSpan().Clear();
        _pendingCount = 0;
        Steps = 0;
    }

    /// <summary>Writes all that the sequence needs to go on elsewhere: in another session, process or version of the library.</summary>
    /// <param name="bytes">Receives <see cref="StateBytes"/> bytes.</param>
    /// <exception cref="ArgumentException">There is no room.</exception>
    /// <exception cref="InvalidOperationException">A value of the state is no finite number.</exception>
    /// <exception cref="ObjectDisposedException">The session has ended, or the model was disposed of.</exception>
    public void SaveState(Span<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (bytes.Length < StateBytes) throw new ArgumentException($"bytes has room for {bytes.Length} where StateBytes, {StateBytes}, are needed.", nameof(bytes));
        if (!IsFinite) throw new InvalidOperationException("A value of the state is no finite number: the sequence met NaN or infinity, and cannot go on. Reset begins a new one.");
        uint[] header = [Magic, Version, Checksum(Model), (uint)TModel.StateLength, (uint)TModel.InputLength, (uint)_pendingCount];
        for (int i = 0; i < header.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes[(i * sizeof(uint))..], header[i]);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[(header.Length * sizeof(uint))..], Steps);
        var values = bytes[HeaderSize..StateBytes];
        Write(_state, values);
        Write(_pending.AsSpan(0, _pendingCount), values[(sizeof(float) * TModel.StateLength)..]);
        values[(sizeof(float) * (TModel.StateLength + _pendingCount))..].Clear();
    }

    /// <summary>The same as an array.</summary>
    /// <returns><see cref="StateBytes"/> bytes.</returns>
    /// <inheritdoc cref="SaveState(Span{byte})"/>
    public byte[] SaveState()
    {
        byte[] bytes = new byte[StateBytes];
        SaveState(bytes);
        return bytes;
    }

    /// <summary>Goes on with a sequence that was saved.</summary>
    /// <param name="bytes">What <see cref="SaveState(Span{byte})"/> wrote.</param>
    /// <exception cref="ArgumentException">The bytes are no state, or one of another model or of other weights; the session is as it was.</exception>
    /// <exception cref="ObjectDisposedException">The session has ended, or the model was disposed of.</exception>
    public void RestoreState(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (Fault(bytes) is { } fault) throw new ArgumentException(fault, nameof(bytes));
        var values = bytes[HeaderSize..];
        Read(values, _state);
        _pendingCount = (int)Word(bytes, 5);
        Steps = BinaryPrimitives.ReadInt64LittleEndian(bytes[(6 * sizeof(uint))..]);
        if (_pendingCount > 0) Read(values[(sizeof(float) * TModel.StateLength)..], Pending.AsSpan(0, _pendingCount));
    }

    /// <summary>Lets another session go on from where this one is.</summary>
    /// <param name="other">A session of the same model.</param>
    /// <exception cref="ArgumentException">It is of another model.</exception>
    /// <exception cref="ObjectDisposedException">One of them has ended.</exception>
    public void CopyStateTo(ModelSession<TModel> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ObjectDisposedException.ThrowIf(other._isDisposed, other);
        if (other.Model != Model) throw new ArgumentException("The other session is one of another model, whose weights may be others; create it from the same model.", nameof(other));
        _state.CopyTo(other._state.AsSpan());
        (other._pendingCount, other.Steps) = (_pendingCount, Steps);
        if (_pendingCount > 0) _pending.AsSpan(0, _pendingCount).CopyTo(other.Pending);
    }

    /// <summary>Ends the session.</summary>
    public void Dispose() => _isDisposed = true;

    /// <summary>Throws unless a step can be taken.</summary>
    internal void CheckStep()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_pendingCount > 0) throw new InvalidOperationException($"Push was given {_pendingCount} of the {TModel.InputLength} values of a step; complete it by Push, or begin a new sequence by Reset.");
    }

    /// <summary>The state, which a step of several sessions reads and writes.</summary>
    internal Span<float> State => _state;

    /// <summary>Counts a step of several sessions.</summary>
    internal void CountStep() => Steps++;

    // Steps that are given whole need none.
    private float[] Pending => _pending.Length > 0 ? _pending : _pending = new float[TModel.InputLength];

    private void Wait(ReadOnlySpan<float> values)
    {
        if (values.IsEmpty) return;
        values.CopyTo(Pending.AsSpan(_pendingCount));
        _pendingCount += values.Length;
    }

    /// <summary>Why bytes are no state of the model, in a sentence; null if they are one.</summary>
    internal string? Fault(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderSize || Word(bytes, 0) != Magic) return "The bytes are no state of a session that was saved.";
        if (Word(bytes, 1) != Version) return $"The state has version {Word(bytes, 1)}, and this library reads version {Version}.";
        if (Word(bytes, 3) != TModel.StateLength || Word(bytes, 4) != TModel.InputLength)
        {
            return $"The state is one of another model: it has {Word(bytes, 3)} values for steps of {Word(bytes, 4)}, where {TModel.Info.Name} has {TModel.StateLength} for steps of {TModel.InputLength}.";
        }

        if (bytes.Length != StateBytes || Word(bytes, 5) >= TModel.InputLength) return $"The state is not whole: it has {bytes.Length} bytes where {StateBytes} are needed.";
        return Word(bytes, 2) == Checksum(Model) ? null : $"The state is one of other weights than these of {TModel.Info.Name}: a sequence goes on with the weights that it began with.";
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[(index * sizeof(uint))..]);

    // Of the weights as the first state that was saved found them.
    private static uint Checksum(TModel model) => Checksums.GetValue(model, static model =>
    {
        using var stream = new ChecksumStream();
        model.Save(stream);
        return new(stream.Value);
    }).Value;

    private static void Write(ReadOnlySpan<float> values, Span<byte> bytes)
    {
        if (BitConverter.IsLittleEndian) MemoryMarshal.AsBytes(values).CopyTo(bytes);
        else for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes[(i * sizeof(float))..], values[i]);
    }

    private static void Read(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
    }
}
