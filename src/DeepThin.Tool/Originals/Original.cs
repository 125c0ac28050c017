using DeepThin.Onnx.Graphs;
using DeepThin.Onnx.Importing;
using DeepThin.Onnx.Schema;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace DeepThin.Tool.Originals;

/// <summary>The network that was imported, run by ONNX Runtime on one thread. What its graph carries from one call to the next goes back in.</summary>
internal sealed class Original : IDisposable
{
    private readonly InferenceSession _session;
    private readonly ImportedNetwork _network;
    private readonly ImportOptions _options;
    private readonly Dictionary<string, float[]> _states = [];

    /// <summary>Loads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="network">What was made of it.</param>
    /// <param name="options">What the file leaves open.</param>
    /// <param name="fast">Whether ONNX Runtime may change the graph for speed; some of that changes predictions, such as quantising what a layer reads.</param>
    /// <exception cref="ToolException">ONNX Runtime does not take the file.</exception>
    public Original(string file, ImportedNetwork network, ImportOptions options, bool fast = false)
    {
        (_network, _options) = (network, options);
        using var settings = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL, GraphOptimizationLevel = fast ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_ENABLE_BASIC, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        try
        {
            // A graph may end behind the predictions of the network.
            var graph = ModelProto.Parser.ParseFrom(File.ReadAllBytes(file));
            string[] inner = [.. network.Outputs.Select(output => output.Name).Where(name => !graph.Graph.Output.Any(output => output.Name == name))];
            graph.Graph.Output.AddRange(inner.Select(name => new ValueInfoProto { Name = name }));
            _session = inner.Length == 0 ? new(file, settings) : new(graph.ToByteArray(), settings);
        }
        catch (OnnxRuntimeException error)
        {
            throw new ToolException($"ONNX Runtime does not take {file}: {error.Message}");
        }

        Reset();
    }

    /// <summary>The numbers of a call: of all inputs, one behind the other.</summary>
    public int InputLength => LengthOf(_network.Inputs);

    /// <summary>The numbers of its answer: of all outputs, one behind the other.</summary>
    public int OutputLength => LengthOf(_network.Outputs);

    /// <summary>The numbers of inputs or of outputs together, as the original has them.</summary>
    /// <param name="ends">The inputs or the outputs.</param>
    public static int LengthOf(IEnumerable<NetworkEnd> ends) => ends.Sum(end => Dims.Length(end.Dims));

    /// <summary>Begins anew.</summary>
    public void Reset()
    {
        foreach (var state in _network.States) _states[state.Input] = new float[Dims.Length(state.Dims)];
    }

    /// <summary>Answers a call.</summary>
    /// <param name="inputs">The numbers of all inputs.</param>
    /// <exception cref="ToolException">ONNX Runtime fails.</exception>
    public float[] Run(ReadOnlySpan<float> inputs)
    {
        var given = Given(inputs);
        try
        {
            string[] names = Names;
            using var options = new RunOptions();
            using var results = _session.Run(options, given, names);
            var outputs = new List<float>();
            for (int i = 0; i < names.Length; i++)
            {
                float[] values = results[i].GetTensorDataAsSpan<float>().ToArray();
                if (i < _network.Outputs.Count) outputs.AddRange(values);
                else _states[_network.States[i - _network.Outputs.Count].Input] = values;
            }

            return [.. outputs];
        }
        catch (OnnxRuntimeException error)
        {
            throw new ToolException($"ONNX Runtime fails: {error.Message}");
        }
        finally
        {
            foreach (var value in given.Values) value.Dispose();
        }
    }

    /// <summary>A call whose inputs and outputs are bound once, so that it is the computation and little else; its states stay as they are.</summary>
    /// <param name="inputs">The numbers of all inputs.</param>
    public Action Bound(ReadOnlySpan<float> inputs)
    {
        var binding = _session.CreateIoBinding();
        foreach (var (name, value) in Given(inputs)) binding.BindInput(name, value);
        foreach (string name in Names) binding.BindOutputToDevice(name, OrtMemoryInfo.DefaultInstance);
        var options = new RunOptions();
        return () => _session.RunWithBinding(options, binding);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    // What is asked for: the outputs, then the states.
    private string[] Names => [.. _network.Outputs.Select(output => output.Name), .. _network.States.Select(state => state.Output)];

    private Dictionary<string, OrtValue> Given(ReadOnlySpan<float> inputs)
    {
        var given = new Dictionary<string, OrtValue>();
        int start = 0;
        foreach (var input in _network.Inputs)
        {
            int length = Dims.Length(input.Dims);
            given[input.Name] = Value(input.Name, inputs.Slice(start, length).ToArray(), input.Dims);
            start += length;
        }

        foreach (var state in _network.States) given[state.Input] = Value(state.Input, _states[state.Input], state.Dims);
        foreach (var (name, value) in _options.Values) given[name] = Value(name, [(float)value], [.. _session.InputMetadata[name].Dimensions.Select(length => Math.Max(1, length))]);
        return given;
    }

    // Of the type that the graph declares.
    private OrtValue Value(string name, float[] values, int[] dims)
    {
        long[] shape = [.. dims.Select(length => (long)length)];
        return _session.InputMetadata[name].ElementType switch
        {
            var type when type == typeof(float) => OrtValue.CreateTensorValueFromMemory(values, shape),
            var type when type == typeof(double) => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (double)value), shape),
            var type when type == typeof(long) => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (long)value), shape),
            var type when type == typeof(int) => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (int)value), shape),
            var type when type == typeof(byte) => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (byte)value), shape),
            var type when type == typeof(bool) => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => value != 0), shape),
            var type => throw new ToolException($"Input '{name}' has values of {type.Name}, which are not given to ONNX Runtime here."),
        };
    }
}
