using System.Runtime.InteropServices;
using System.Text;
using DeepThin.Runtime;
using Export = DeepThin.Runtime.NativeExport<DeepThin.Native.Tests.Fashion>;

namespace DeepThin.Native.Tests;

/// <summary>The library's half of the entry points, in this process.</summary>
public sealed unsafe class NativeExportTests
{
    private const int Ok = 0, InvalidHandle = 3, Overlap = 4, Other = 7;

    private static readonly byte[] Weights = Save();

    [Fact]
    public void A_prediction_allocates_nothing_after_the_first_of_its_thread()
    {
        nint handle = Load();
        float[] input = new float[3 * Fashion.InputLength], output = new float[3 * Fashion.OutputLength];
        fixed (float* x = input, y = output)
        {
            nuint inputs = (nuint)Fashion.InputLength, outputs = (nuint)Fashion.OutputLength;
            Assert.Equal(Ok, Export.Forward(handle, (nint)x, inputs, (nint)y, outputs));
            Assert.Equal(Ok, Export.ForwardBatch(handle, (nint)x, 3 * inputs, (nint)y, 3 * outputs, 3));
            long before = GC.GetAllocatedBytesForCurrentThread();
            int codes = 0;
            for (int i = 0; i < 100; i++)
            {
                codes |= Export.Forward(handle, (nint)x, inputs, (nint)y, outputs);
                codes |= Export.ForwardBatch(handle, (nint)x, 3 * inputs, (nint)y, 3 * outputs, 3);
            }

            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Equal(Ok, codes);
        }

        Assert.Equal(Ok, Export.Free(handle));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Inputs_and_outputs_that_share_a_byte_are_refused_and_neighbours_are_not(int count)
    {
        nint handle = Load();
        int inputBytes = sizeof(float) * count * Fashion.InputLength, outputBytes = sizeof(float) * count * Fashion.OutputLength;
        byte[] memory = new byte[inputBytes + 2 * outputBytes];
        fixed (byte* start = memory)
        {
            nint input = (nint)start + outputBytes;
            foreach (int shared in (int[])[1, sizeof(float), outputBytes / 2, outputBytes - 1])
            {
                Assert.Equal(Overlap, Predict(handle, input, input - outputBytes + shared, count));
                Assert.Equal(Overlap, Predict(handle, input, input + inputBytes - shared, count));
            }

            Assert.Equal(Overlap, Predict(handle, input, input, count));
            Assert.Equal(Ok, Predict(handle, input, input - outputBytes, count));
            Assert.Equal(Ok, Predict(handle, input, input + inputBytes, count));
        }

        Assert.Equal(Ok, Export.Free(handle));
    }

    // One sample has a function of its own, and is a batch too.
    private static int Predict(nint handle, nint input, nint output, int count)
    {
        nuint inputs = (nuint)(count * Fashion.InputLength), outputs = (nuint)(count * Fashion.OutputLength);
        int code = Export.ForwardBatch(handle, input, inputs, output, outputs, (nuint)count);
        if (count == 1) Assert.Equal(code, Export.Forward(handle, input, inputs, output, outputs));
        return code;
    }

    [Fact]
    public void Handles_are_given_once()
    {
        var seen = new HashSet<nint>();
        for (int i = 0; i < 1000; i++)
        {
            nint handle = Load();
            Assert.True(seen.Add(handle));
            Assert.NotEqual(0, handle);
            Assert.Equal(Ok, Export.Free(handle));
        }

        Assert.All(seen, handle => Assert.Equal(InvalidHandle, Export.Free(handle)));
    }

    [Fact]
    public void A_model_that_is_freed_during_a_prediction_ends_it()
    {
        float[] expected = Predict();
        Parallel.For(0, 200, _ =>
        {
            nint handle = Load();
            int codes = 0;
            var caller = new Thread(() =>
            {
                float[] input = Input(), output = new float[Fashion.OutputLength];
                fixed (float* x = input, y = output)
                {
                    int code;
                    while ((code = Export.Forward(handle, (nint)x, (nuint)input.Length, (nint)y, (nuint)output.Length)) == Ok)
                    {
                        if (!output.SequenceEqual(expected)) codes |= 1 << 20;
                    }

                    codes |= code;
                }
            });
            caller.Start();
            Assert.Equal(Ok, Export.Free(handle));
            caller.Join();
            Assert.Equal(InvalidHandle, codes);
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Memory_that_a_model_was_loaded_from_is_not_needed_afterwards(bool packed)
    {
        byte[] file = Save(packed);
        nint handle = Load(file);
        file.AsSpan().Fill(0x7F);
        float[] input = Input(), output = new float[Fashion.OutputLength];
        fixed (float* x = input, y = output) Assert.Equal(Ok, Export.Forward(handle, (nint)x, (nuint)input.Length, (nint)y, (nuint)output.Length));
        Assert.Equal(Predict(), output);
        Assert.Equal(Ok, Export.Free(handle));
    }

    [Fact]
    public void The_message_is_that_of_the_callers_thread()
    {
        using var failed = new Barrier(2);
        string[] messages = new string[2];
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(number => new Thread(() =>
        {
            nint handle = 0;
            Export.LoadEmbedded(() => throw new WeightsException($"of thread {number}"), (nint)(&handle));
            failed.SignalAndWait();
            messages[number] = LastError();
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(["of thread 0", "of thread 1"], messages);
    }

    [Fact]
    public void An_exception_of_any_kind_is_a_code()
    {
        nint handle = 5;
        Assert.Equal(Other, Export.LoadEmbedded(() => throw new InvalidTimeZoneException("No such time."), (nint)(&handle)));
        Assert.Equal(0, handle);
        Assert.Equal("InvalidTimeZoneException: No such time", LastError());
        Assert.Equal(Other, Export.LoadEmbedded(null!, (nint)(&handle)));
    }

    [Fact]
    public void A_message_is_cut_between_characters()
    {
        nint handle = 0;
        Export.LoadEmbedded(() => throw new WeightsException("größer\0als ein Satz"), (nint)(&handle));
        Assert.Equal("größer\uFFFDals ein Satz", LastError());
        byte[] buffer = new byte[40];
        fixed (byte* place = buffer)
        {
            foreach (var (length, text) in ((int, string)[])[(1, ""), (3, "gr"), (4, "gr"), (5, "grö"), (6, "grö"), (7, "größ"), (10, "größer"), (12, "größer\uFFFD")])
            {
                buffer.AsSpan().Fill(0x7f);
                Assert.Equal((nuint)Encoding.UTF8.GetByteCount(LastError()) + 1, Export.LastError((nint)place, (nuint)length));
                Assert.Equal(text, Marshal.PtrToStringUTF8((nint)place));
                Assert.All(buffer[length..], value => Assert.Equal(0x7f, value));
            }
        }
    }

    private static string LastError()
    {
        byte[] buffer = new byte[(int)Export.LastError(0, 0)];
        fixed (byte* place = buffer) Export.LastError((nint)place, (nuint)buffer.Length);
        Assert.Equal(0, buffer[^1]);
        return Encoding.UTF8.GetString(buffer, 0, buffer.Length - 1);
    }

    private static nint Load() => Load(Weights);

    private static nint Load(byte[] weights)
    {
        nint handle = 0;
        fixed (byte* file = weights) Assert.Equal(Ok, Export.LoadMemory((nint)file, (nuint)weights.Length, (nint)(&handle)));
        return handle;
    }

    private static float[] Predict()
    {
        float[] output = new float[Fashion.OutputLength];
        Fashion.Create(1).Forward(Input(), output);
        return output;
    }

    private static float[] Input() => [.. Enumerable.Range(0, Fashion.InputLength).Select(i => (float)Math.Sin(i))];

    private static byte[] Save(bool packed = false)
    {
        string path = Path.GetTempFileName();
        try
        {
            if (packed) Fashion.Create(1).SavePacked(path);
            else Fashion.Create(1).Save(path);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
