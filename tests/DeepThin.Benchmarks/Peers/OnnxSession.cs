using System.Runtime.CompilerServices;
using DeepThin.Runtime;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace DeepThin.Benchmarks.Peers;

/// <summary>A model in ONNX Runtime on one thread, with inputs and outputs bound once, so that a run is the kernels and little else.</summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _options = new();

    /// <summary>Loads a model from its bytes and binds the samples to its <c>x</c> and <c>y</c>.</summary>
    public OnnxSession(byte[] model, Samples samples)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        _session = new InferenceSession(model, options);
        _binding = _session.CreateIoBinding();
        using var x = Value(samples.Inputs, _session.InputMetadata["x"]);
        using var y = Value(samples.Outputs, _session.OutputMetadata["y"]);
        _binding.BindInput("x", x);
        _binding.BindOutput("y", y);
    }

    /// <summary>Predicts all samples.</summary>
    public void Run() => _session.RunWithBinding(_options, _binding);

    /// <inheritdoc/>
    public void Dispose()
    {
        _options.Dispose();
        _binding.Dispose();
        _session.Dispose();
    }

    // Of the shape that the model declares. The buffers are pinned.
    private static unsafe OrtValue Value(AlignedBuffer buffer, NodeMetadata declared) => OrtValue.CreateTensorValueWithData(
        OrtMemoryInfo.DefaultInstance, TensorElementType.Float, [.. declared.Dimensions.Select(length => (long)length)], (nint)Unsafe.AsPointer(ref buffer.First), sizeof(float) * buffer.Length);
}
