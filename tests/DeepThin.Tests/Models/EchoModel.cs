using System.Reflection;
using DeepThin.Runtime;

namespace DeepThin.Tests.Models;

/// <summary>The outputs of an <see cref="EchoModel{TShape}"/>.</summary>
internal interface IEchoShape
{
    static abstract int Outputs { get; }

    static abstract Activation Last { get; }
}

/// <summary>A model whose outputs are its inputs, so that a test chooses them.</summary>
internal sealed class EchoModel<TShape> : IModel<EchoModel<TShape>>
    where TShape : IEchoShape
{
    public static int InputLength => TShape.Outputs;

    public static int OutputLength => TShape.Outputs;

    public static ModelInfo Info { get; } = new("Echo", 0, 0, new LayerInfo
    {
        Name = "echo",
        Inputs = TShape.Outputs,
        Outputs = TShape.Outputs,
        Activation = TShape.Last,
        Parameters = 0,
        PreparedBytes = 0,
        Maps = [],
        Tensors = [],
    });

    public RoundingReport Rounding => throw new NotSupportedException();

    public DataNames Names { get; set; } = DataNames.None;

    public static EchoModel<TShape> Create(int seed) => new();

    public static EchoModel<TShape> Load(string path) => throw new NotSupportedException();

    public static EchoModel<TShape> LoadMapped(string path) => throw new NotSupportedException();

    public static EchoModel<TShape> Load(Stream stream) => throw new NotSupportedException();

    public static EchoModel<TShape> Load(ReadOnlyMemory<byte> file) => throw new NotSupportedException();

    public static EchoModel<TShape> LoadResource(Assembly assembly, string name) => throw new NotSupportedException();

    public void Forward(ReadOnlySpan<float> input, Span<float> output)
    {
        Check.Forward(input, output, InputLength, OutputLength);
        input.CopyTo(output);
    }

    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int maxDegreeOfParallelism = 1)
    {
        Check.ForwardBatch(inputs, outputs, maxDegreeOfParallelism, InputLength, OutputLength);
        inputs.CopyTo(outputs);
    }

    public void Save(string path, WeightType? type = null) => throw new NotSupportedException();

    public void Save(Stream stream, WeightType? type = null) => throw new NotSupportedException();

    public void SavePacked(string path, WeightType? type = null) => throw new NotSupportedException();

    public void SavePacked(Stream stream, WeightType? type = null) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
