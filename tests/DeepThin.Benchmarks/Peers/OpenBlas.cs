using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DeepThin.Runtime;

namespace DeepThin.Benchmarks.Peers;

/// <summary>Products by OpenBLAS on one thread, where it is installed.</summary>
internal static unsafe partial class OpenBlas
{
    private const string Library = "openblas";
    private const int RowMajor = 101, NoTranspose = 111, Transpose = 112;

    private static readonly string[] FileNames = ["libopenblas.so.0", "libopenblas.so", "libopenblas.dylib", "libopenblas.dll", "openblas"];

    /// <summary>The variables of the environment that choose its kernels.</summary>
    public static readonly string[] Choices = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"];

    private static readonly nint Handle = Open();

    /// <summary>Whether the library is installed.</summary>
    public static bool IsInstalled => Handle != 0;

    /// <summary>The version and the processor that it chose its kernels for.</summary>
    public static string Description => IsInstalled
        ? Marshal.PtrToStringUTF8(Configuration())!.Trim()
        : "OpenBLAS is not installed (no libopenblas found): the dense and low-rank peers are without it";

    /// <summary>y = xW + b for all samples, with W transposed (R×Q).</summary>
    public static void Dense(AlignedBuffer weights, AlignedBuffer bias, Samples samples)
    {
        int r = bias.Length, q = weights.Length / r;
        CopyBias(bias, samples);
        float* w = Pointer(weights), x = Pointer(samples.Inputs), y = Pointer(samples.Outputs);
        if (samples.Count == 1) MatrixVector(RowMajor, NoTranspose, r, q, 1, w, q, x, 1, 1, y, 1);
        else MatrixMatrix(RowMajor, NoTranspose, Transpose, samples.Count, r, q, 1, x, q, w, q, 1, y, r);
    }

    /// <summary>Plain low rank, with room for h values a sample.</summary>
    public static void LowRank(LowRankFactors factors, AlignedBuffer hidden, Samples samples)
    {
        int q = factors.Q, r = factors.R, h = factors.Rank;
        CopyBias(factors.Bias, samples);
        float* left = Pointer(factors.Left), right = Pointer(factors.Right), x = Pointer(samples.Inputs), y = Pointer(samples.Outputs), t = Pointer(hidden);
        if (samples.Count == 1)
        {
            MatrixVector(RowMajor, NoTranspose, h, q, 1, left, q, x, 1, 0, t, 1);
            MatrixVector(RowMajor, Transpose, h, r, 1, right, r, t, 1, 1, y, 1);
        }
        else
        {
            MatrixMatrix(RowMajor, NoTranspose, Transpose, samples.Count, h, q, 1, x, q, left, q, 0, t, h);
            MatrixMatrix(RowMajor, NoTranspose, NoTranspose, samples.Count, r, h, 1, t, h, right, r, 1, y, r);
        }
    }

    private static void CopyBias(AlignedBuffer bias, Samples samples)
    {
        for (int i = 0; i < samples.Count; i++) bias.Span.CopyTo(samples.Outputs.Span[(i * bias.Length)..]);
    }

    // The buffers are pinned.
    private static float* Pointer(AlignedBuffer buffer) => (float*)Unsafe.AsPointer(ref buffer.First);

    private static nint Open()
    {
        // OpenBLAS must choose its kernels for this processor, whatever the environment asks. It reads the environment of the
        // C library when it is loaded, and .NET changes only a copy.
        foreach (string name in Choices)
        {
            Environment.SetEnvironmentVariable(name, null);
            if (!OperatingSystem.IsWindows()) _ = UnsetEnvironment(name);
        }

        var handle = FileNames.Select(name => NativeLibrary.TryLoad(name, out nint library) ? library : 0).FirstOrDefault(library => library != 0);
        if (handle == 0) return 0;
        NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (name, _, _) => name == Library ? handle : 0);
        SetThreads(1);
        return handle;
    }

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnsetEnvironment(string name);

    [LibraryImport(Library, EntryPoint = "openblas_set_num_threads")]
    private static partial void SetThreads(int count);

    [LibraryImport(Library, EntryPoint = "openblas_get_config")]
    private static partial nint Configuration();

    [LibraryImport(Library, EntryPoint = "cblas_sgemv")]
    private static partial void MatrixVector(int order, int transA, int m, int n, float alpha, float* a, int lda, float* x, int incX, float beta, float* y, int incY);

    [LibraryImport(Library, EntryPoint = "cblas_sgemm")]
    private static partial void MatrixMatrix(
        int order, int transA, int transB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc);
}
