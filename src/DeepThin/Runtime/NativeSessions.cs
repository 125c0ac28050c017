using System.ComponentModel;

namespace DeepThin.Runtime;

/// <summary>What other languages call of the sessions of a model that takes sequences, as <see cref="NativeExport{TModel}"/> of the model itself. Called by generated code.</summary>
/// <typeparam name="TModel">The model.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class NativeSessions<TModel>
    where TModel : class, ISequenceModel<TModel>
{
    /// <summary>Predicts a sequence that begins. Allocates nothing after a thread's first call for sequences of that length.</summary>
    /// <param name="handle">The handle of the model.</param>
    /// <param name="input">The steps one after the other.</param>
    /// <param name="inputLength">Their length in floats, steps × <c>InputLength</c>.</param>
    /// <param name="output">Receives the predictions.</param>
    /// <param name="outputLength">The length of that place in floats, steps × <c>OutputLength</c>; of a model whose sequences have one prediction its <c>OutputLength</c>.</param>
    /// <returns>0, or the code of the failure.</returns>
    public static int Forward(nint handle, nint input, nuint inputLength, nint output, nuint outputLength)
    {
        try
        {
            if (NativeHandles.Find<TModel>(handle) is not { } model) return NativeExport<TModel>.InvalidHandle(handle);
            if (input == 0) return NullPointer("input", $"steps of {TModel.InputLength} floats");
            if (output == 0) return NullPointer("output", "the place of the predictions");
            nuint steps = inputLength / (nuint)TModel.InputLength, predictions = TModel.Info.EndsSequences ? 1 : steps;
            if (steps == 0 || inputLength > int.MaxValue || inputLength != steps * (nuint)TModel.InputLength) return NativeExport<TModel>.WrongLength("input_length", inputLength, $"a multiple of {TModel.InputLength} floats, one step or more");
            if (outputLength > int.MaxValue || outputLength != predictions * (nuint)TModel.OutputLength) return NativeExport<TModel>.WrongLength("output_length", outputLength, $"{predictions} × {TModel.OutputLength} floats");
            if (NativeExport<TModel>.Overlap(input, inputLength, output, outputLength)) return NativeExport<TModel>.Overlap("output", "input");
            model.Forward(new((float*)input, (int)inputLength), new((float*)output, (int)outputLength));
            return 0;
        }
        catch (Exception error)
        {
            return NativeErrors.Fail(error);
        }
    }

    /// <summary>Begins a sequence.</summary>
    /// <param name="handle">The handle of the model, which may be freed before the session.</param>
    /// <param name="session">Receives the handle of the session; null where it fails.</param>
    /// <returns>0, or the code of the failure.</returns>
    public static int Create(nint handle, nint session)
    {
        try
        {
            if (session == 0) return NullPointer("session", "the place of a handle");
            *(nint*)session = 0;
            if (NativeHandles.Find<TModel>(handle) is not { } model) return NativeExport<TModel>.InvalidHandle(handle);
            *(nint*)session = NativeHandles.Add(new ModelSession<TModel>(model));
            return 0;
        }
        catch (Exception error)
        {
            return NativeErrors.Fail(error);
        }
    }

    /// <summary>Goes on by one step. Allocates nothing after a thread's first call.</summary>
    /// <param name="session">The handle of the session.</param>
    /// <param name="input">The step.</param>
    /// <param name="inputLength">Its length in floats, the model's <c>InputLength</c>.</param>
    /// <param name="output">Receives the prediction.</param>
    /// <param name="outputLength">The length of that place in floats, the model's <c>OutputLength</c>.</param>
    /// <returns>0, or the code of the failure.</returns>
    public static int Step(nint session, nint input, nuint inputLength, nint output, nuint outputLength)
    {
        try
        {
            if (Find(session) is not { } found) return InvalidSession(session);
            if (input == 0) return NullPointer("input", $"{TModel.InputLength} floats");
            if (output == 0) return NullPointer("output", $"the place of {TModel.OutputLength} floats");
            if (inputLength != (nuint)TModel.InputLength) return NativeExport<TModel>.WrongLength("input_length", inputLength, $"{TModel.InputLength} floats");
            if (outputLength != (nuint)TModel.OutputLength) return NativeExport<TModel>.WrongLength("output_length", outputLength, $"{TModel.OutputLength} floats");
            if (NativeExport<TModel>.Overlap(input, inputLength, output, outputLength)) return NativeExport<TModel>.Overlap("output", "input");
            if (found.PendingValues > 0) return NativeErrors.Fail(NativeResult.State, $"{found.PendingValues} of the {TModel.InputLength} values of a step wait; complete it by push, or begin anew by reset");
            found.Step(new((float*)input, (int)inputLength), new((float*)output, (int)outputLength));
            return 0;
        }
        catch (Exception error)
        {
            return NativeErrors.Fail(error);
        }
    }

    /// <summary>Takes any number of values, and goes on by the steps that they complete.</summary>
    /// <param name="session">The handle of the session.</param>
    /// <param name="values">The values.</param>
    /// <param name="valuesLength">Their number.</param>
    /// <param name="outputs">Receives the predictions; may be null where no step is completed.</param>
    /// <param name="outputsLength">The length of that place in floats, as many as the steps that are completed have predictions, or more.</param>
    /// <param name="steps">Receives the number of steps.</param>
    /// <returns>0, or the code of the failure.</returns>
    public static int Push(nint session, nint values, nuint valuesLength, nint outputs, nuint outputsLength, nint steps)
    {
        try
        {
            if (Find(session) is not { } found) return InvalidSession(session);
            if (steps == 0) return NullPointer("steps", "the place of a number of steps");
            *(nuint*)steps = 0;
            if (values == 0 && valuesLength > 0) return NullPointer("values", $"{valuesLength} floats");
            if (valuesLength > int.MaxValue) return NativeExport<TModel>.WrongLength("values_length", valuesLength, $"at most {int.MaxValue} floats at once");
            nuint whole = ((nuint)found.PendingValues + valuesLength) / (nuint)TModel.InputLength, wanted = whole * (nuint)TModel.OutputLength;
            if (outputs == 0 && wanted > 0) return NullPointer("outputs", $"the place of {wanted} floats");
            if (outputsLength < wanted || wanted > int.MaxValue) return NativeExport<TModel>.WrongLength("outputs_length", outputsLength, $"{wanted} floats for {whole} steps");
            if (NativeExport<TModel>.Overlap(values, valuesLength, outputs, wanted)) return NativeExport<TModel>.Overlap("outputs", "values");
            found.Push(new((float*)values, (int)valuesLength), new((float*)outputs, (int)wanted), out int taken);
            *(nuint*)steps = (nuint)taken;
            return 0;
        }
        catch (Exception error)
        {
            return NativeErrors.Fail(error);
        }
    }

    /// <summary>Begins a new sequence.</summary>
    /// <param name="session">The handle of the session.</param>
    /// <returns>0, or the code of the failure.</returns>
    public static int Reset(nint session)
    {
        try
        {
            if (Find(session) is not { } found) return InvalidSession(session);
            found.Reset();
            return 0;
        }
        catch (Exception error)
        {
            return NativeErrors.Fail(error);
        }
    }

    /// <summary>Writes the state.</summary>
    /// <param name="session">The handle of the session.</param>
    /// <param name="bytes">Receives it.</param>
    /// <param name="length">The length of that place, the bytes of a state or more.</param>
    /// <returns>0, or the code of the failure.</returns>
    public static int Save(nint session, nint bytes, nuint length)
    {
        try
        {
            if (Find(session) is not { } found) return InvalidSession(session);
            int needed = ModelSession<TModel>.StateBytes;
            if (bytes == 0) return NullPointer("bytes", $"the place of {needed} bytes");
            if (length < (nuint)needed) return NativeExport<TModel>.WrongLength("length", length, $"{needed} bytes");
            if (!found.IsFinite) return NativeErrors.Fail(NativeResult.State, "a value of the state is no finite number: the sequence met NaN or infinity; reset begins a new one");
            found.SaveState(new Span<byte>((void*)bytes, needed));
            return 0;
        }
        catch (Exception error)
        {
            return NativeErrors.Fail(error);
        }
    }

    /// <summary>Goes on from a state that was saved.</summary>
    /// <param name="session">The handle of the session.</param>
    /// <param name="bytes">The state.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <returns>0, or the code of the failure.</returns>
    public static int Restore(nint session, nint bytes, nuint length)
    {
        try
        {
            if (Find(session) is not { } found) return InvalidSession(session);
            if (bytes == 0) return NullPointer("bytes", "a state that was saved");
            var state = new ReadOnlySpan<byte>((void*)bytes, (int)Math.Min(length, int.MaxValue));
            if (found.Fault(state) is { } fault) return NativeErrors.Fail(NativeResult.State, fault.TrimEnd('.'));
            found.RestoreState(state);
            return 0;
        }
        catch (Exception error)
        {
            return NativeErrors.Fail(error);
        }
    }

    /// <summary>Ends a session.</summary>
    /// <param name="session">The handle of the session.</param>
    /// <returns>0, or the code of the failure.</returns>
    public static int Free(nint session)
    {
        try
        {
            return NativeHandles.Remove<ModelSession<TModel>>(session) ? 0 : InvalidSession(session);
        }
        catch (Exception error)
        {
            return NativeErrors.Fail(error);
        }
    }

    private static ModelSession<TModel>? Find(nint session) => NativeHandles.Find<ModelSession<TModel>>(session);

    private static int NullPointer(string name, string wanted) => NativeErrors.Fail(NativeResult.NullPointer, $"{name} is null; it points to {wanted}");

    private static int InvalidSession(nint session) => NativeErrors.Fail(
        NativeResult.InvalidHandle, $"0x{session:x} is no handle of a session of {TModel.Info.Name}: it was freed, belongs to another model, or was never given");
}
