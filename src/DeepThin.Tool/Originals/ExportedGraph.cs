using DeepThin.Onnx.Schema;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace DeepThin.Tool.Originals;

/// <summary>A graph that was exported, run by ONNX Runtime.</summary>
internal static class ExportedGraph
{
    /// <summary>What a graph makes of samples, or of the steps of one sequence.</summary>
    /// <param name="model">The graph. Inputs whose first dimension is open take samples; the others are states, which begin with zeros.</param>
    /// <param name="samples">The samples one behind the other, all inputs of each.</param>
    /// <param name="count">Their number.</param>
    /// <returns>The predictions, all outputs of each, without states.</returns>
    /// <exception cref="ToolException">ONNX Runtime does not take the graph.</exception>
    public static float[] Run(ModelProto model, float[] samples, int count)
    {
        using var settings = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        ValueInfoProto[] inputs = [.. model.Graph.Input.Where(IsOpen)];
        var given = new Dictionary<string, OrtValue>();
        try
        {
            using var session = new InferenceSession(model.ToByteArray(), settings);
            int all = inputs.Sum(LengthOf), start = 0;
            foreach (var input in model.Graph.Input)
            {
                long[] dims = [.. input.Type.TensorType.Shape.Dim.Select(dim => dim.DimValue)];
                int length = LengthOf(input);
                if (!IsOpen(input))
                {
                    given[input.Name] = OrtValue.CreateTensorValueFromMemory(new float[length * (int)dims[0]], dims);
                    continue;
                }

                given[input.Name] = OrtValue.CreateTensorValueFromMemory([.. Enumerable.Range(0, count).SelectMany(i => samples.AsSpan(i * all + start, length).ToArray())], [count, .. dims[1..]]);
                start += length;
            }

            string[] names = [.. model.Graph.Output.Take(model.Graph.Output.Count - (model.Graph.Input.Count - inputs.Length)).Select(output => output.Name)];
            using var options = new RunOptions();
            using var results = session.Run(options, given, names);
            float[][] values = [.. results.Select(result => result.GetTensorDataAsSpan<float>().ToArray())];
            int[] lengths = [.. model.Graph.Output.Take(names.Length).Select(LengthOf)];
            return [.. Enumerable.Range(0, values[0].Length / lengths[0]).SelectMany(i => values.Zip(lengths, (output, length) => output.AsSpan(i * length, length).ToArray()).SelectMany(part => part))];
        }
        catch (OnnxRuntimeException error)
        {
            throw new ToolException($"ONNX Runtime does not take what was exported: {error.Message}");
        }
        finally
        {
            foreach (var value in given.Values) value.Dispose();
        }
    }

    private static bool IsOpen(ValueInfoProto value) => value.Type.TensorType.Shape.Dim[0].DimParam.Length > 0;

    // The numbers behind the first dimension.
    private static int LengthOf(ValueInfoProto value) => (int)value.Type.TensorType.Shape.Dim.Skip(1).Aggregate(1L, (product, dim) => product * dim.DimValue);
}
