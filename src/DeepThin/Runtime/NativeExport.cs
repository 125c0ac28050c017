using System.ComponentModel;
using System.Runtime.InteropServices;

namespace DeepThin.Runtime;

/// <summary>
/// What other languages call of a model: a function for each entry point, with pointers and lengths as they have them. They return 0 or the
/// code of a failure, and let no exception out. Called by generated code.
/// </summary>
/// <typeparam name="TModel">The model.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class NativeExport<TModel>
    where TModel : class, IModel<TModel>
{
    /// <summary>Loads a model from a safetensors file, which is read and not needed afterwards.</summary>
    /// <param name="path">The file's path in UTF-8, ended by a zero.</param>
    /// <param name="handle">Receives the handle; null where the load fails.</param>
    /// <returns>0, or the code of the failure.</returns>
    public static int Load(nint path, nint handle)
    {
        try
        {
            if (!Clear(handle)) return NullPointer("handle", "the place of a handle");
            if (path == 0) return NullPointer("path", "the path of a safetensors file");
            string text = Marshal.PtrToStringUTF8(path)!;
            if (text.Length == 0) return NativeErrors.Fail(NativeResult.File, "path is empty; give the path of a safetensors file");
            return Keep(TModel.Load(text), handle);
        }
        catch (Exception error)
        {
            return NativeErrors.Fail(error);
        }
    }

    /// <summary>Loads a model from a safetensors file in memory, which is not needed afterwards.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="handle">Receives the handle; null where the load fails.</param>
    /// <returns>0, or the code of the failure.</returns>
    public static int LoadMemory(nint bytes, nuint length, nint handle)
    {
        try
        {
            if (!Clear(handle)) return NullPointer("handle", "the place of a handle");
            if (bytes == 0) return NullPointer("bytes", "a safetensors file");
            if (length > int.MaxValue) return NativeErrors.Fail(NativeResult.WrongLength, $"length is {length}; a file in memory has at most {int.MaxValue} bytes");
            return Keep(TModel.Load(new UnmanagedMemory((byte*)bytes, (int)length, owner: null).Memory), handle);
        }
        catch (Exception error)
        {
            return NativeErrors.Fail(error);
        }
    }

    /// <summary>Loads a model with the weights that are embedded.</summary>
    /// <param name="load">The model's own method.</param>
    /// <param name="handle">Receives the handle; null where the load fails.</param>
    /// <returns>0, or the code of the failure.</returns>
    public static int LoadEmbedded(Func<TModel> load, nint handle)
    {
        try
        {
            ArgumentNullException.ThrowIfNull(load);
            return Clear(handle) ? Keep(load(), handle) : NullPointer("handle", "the place of a handle");
        }
        catch (Exception error)
        {
            return NativeErrors.Fail(error);
        }
    }

    /// <summary>Predicts one sample. Allocates nothing after a thread's first call.</summary>
    /// <param name="handle">The handle of the model.</param>
    /// <param name="input">The sample.</param>
    /// <param name="inputLength">Its length in floats, the model's <c>InputLength</c>.</param>
    /// <param name="output">Receives the prediction.</param>
    /// <param name="outputLength">The length of that place in floats, the model's <c>OutputLength</c>.</param>
    /// <returns>0, or the code of the failure.</returns>
    public static int Forward(nint handle, nint input, nuint inputLength, nint output, nuint outputLength)
    {
        try
        {
            if (NativeHandles.Find<TModel>(handle) is not { } model) return InvalidHandle(handle);
            if (input == 0) return NullPointer("input", $"{TModel.InputLength} floats");
            if (output == 0) return NullPointer("output", $"the place of {TModel.OutputLength} floats");
            if (inputLength != (nuint)TModel.InputLength) return WrongLength("input_length", inputLength, $"{TModel.InputLength} floats");
            if (outputLength != (nuint)TModel.OutputLength) return WrongLength("output_length", outputLength, $"{TModel.OutputLength} floats");
            if (Overlap(input, inputLength, output, outputLength)) return Overlap("output", "input");
            model.Forward(new((float*)input, (int)inputLength), new((float*)output, (int)outputLength));
            return 0;
        }
        catch (Exception error)
        {
            return NativeErrors.Fail(error);
        }
    }

    /// <summary>Predicts a batch on the calling thread. Allocates nothing after a thread's first call.</summary>
    /// <param name="handle">The handle of the model.</param>
    /// <param name="inputs">The samples one after the other.</param>
    /// <param name="inputsLength">Their length in floats, count × <c>InputLength</c>.</param>
    /// <param name="outputs">Receives the predictions one after the other.</param>
    /// <param name="outputsLength">The length of that place in floats, count × <c>OutputLength</c>.</param>
    /// <param name="count">The number of samples.</param>
    /// <returns>0, or the code of the failure.</returns>
    public static int ForwardBatch(nint handle, nint inputs, nuint inputsLength, nint outputs, nuint outputsLength, nuint count)
    {
        try
        {
            if (NativeHandles.Find<TModel>(handle) is not { } model) return InvalidHandle(handle);
            if (inputs == 0) return NullPointer("inputs", $"count times {TModel.InputLength} floats");
            if (outputs == 0) return NullPointer("outputs", $"the place of count times {TModel.OutputLength} floats");
            if (!IsProduct(inputsLength, count, TModel.InputLength)) return WrongLength("inputs_length", inputsLength, $"{count} times {TModel.InputLength} floats");
            if (!IsProduct(outputsLength, count, TModel.OutputLength)) return WrongLength("outputs_length", outputsLength, $"{count} times {TModel.OutputLength} floats");
            if (Overlap(inputs, inputsLength, outputs, outputsLength)) return Overlap("outputs", "inputs");
            Run(model, (float*)inputs, (float*)outputs, count);
            return 0;
        }
        catch (Exception error)
        {
            return NativeErrors.Fail(error);
        }
    }

    /// <summary>Lets go of a model. A prediction that is still running on another thread ends as it should.</summary>
    /// <param name="handle">The handle of the model.</param>
    /// <returns>0, or the code of the failure.</returns>
    public static int Free(nint handle)
    {
        try
        {
            return NativeHandles.Remove<TModel>(handle) ? 0 : InvalidHandle(handle);
        }
        catch (Exception error)
        {
            return NativeErrors.Fail(error);
        }
    }

    /// <summary>Copies the message of the calling thread's last failure, in any model.</summary>
    /// <param name="buffer">Receives it in UTF-8, cut where there is no room for more, and always ended by a zero; may be null.</param>
    /// <param name="length">The length of that place in bytes.</param>
    /// <returns>The bytes that the whole message needs, with the zero.</returns>
    public static nuint LastError(nint buffer, nuint length)
    {
        try
        {
            return NativeErrors.Copy(buffer, length);
        }
        catch (Exception)
        {
            return 0;
        }
    }

    // A span has at most int.MaxValue values, and a batch may have more.
    private static void Run(TModel model, float* inputs, float* outputs, nuint count)
    {
        int most = int.MaxValue / Math.Max(TModel.InputLength, TModel.OutputLength);
        if (most > Panel.Size) most -= most % Panel.Size;
        while (count > 0)
        {
            int samples = (int)Math.Min((nuint)most, count), inputValues = samples * TModel.InputLength, outputValues = samples * TModel.OutputLength;
            model.ForwardBatch(new(inputs, inputValues), new(outputs, outputValues));
            inputs += inputValues;
            outputs += outputValues;
            count -= (nuint)samples;
        }
    }

    private static bool Clear(nint handle)
    {
        if (handle == 0) return false;
        *(nint*)handle = 0;
        return true;
    }

    private static int Keep(TModel model, nint handle)
    {
        *(nint*)handle = NativeHandles.Add(model);
        return 0;
    }

    private static bool IsProduct(nuint length, nuint count, int each) =>
        length % (nuint)each == 0 && length / (nuint)each == count && length <= nuint.MaxValue / sizeof(float);

    internal static bool Overlap(nint a, nuint aLength, nint b, nuint bLength)
    {
        nuint first = (nuint)a, second = (nuint)b;
        return first < second ? second - first < aLength * sizeof(float) : first - second < bLength * sizeof(float);
    }

    private static int NullPointer(string name, string wanted) => NativeErrors.Fail(NativeResult.NullPointer, $"{name} is null; it points to {wanted}");

    internal static int WrongLength(string name, nuint found, string wanted) => NativeErrors.Fail(NativeResult.WrongLength, $"{name} is {found}; {TModel.Info.Name} needs {wanted}");

    internal static int Overlap(string outputs, string inputs) => NativeErrors.Fail(NativeResult.Overlap, $"{outputs} overlaps {inputs}; give it memory of its own");

    internal static int InvalidHandle(nint handle) => NativeErrors.Fail(
        NativeResult.InvalidHandle, $"0x{handle:x} is no handle of a loaded {TModel.Info.Name}: it was freed, belongs to another model, or was never given");
}
