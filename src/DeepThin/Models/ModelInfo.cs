using System.Globalization;
using DeepThin.Planning;

namespace DeepThin;

/// <summary>The plan of a model: what every layer is, what it costs, and where its parameters lie.</summary>
/// <remarks>
/// Every program that loads a model has it inside, and its text as well, because <see cref="ToString"/> is virtual. So it does without Linq, names of
/// enumerations and formats of floating-point numbers, which would make a small program compiled ahead of time an eighth larger.
/// </remarks>
public sealed class ModelInfo
{
    private const string Choosing = "https://github.com/deepthin/deepthin.generators/blob/main/docs/choosing.md";

    private const int PlaceOfWeights = 11;

    private readonly LayerInfo[] _layers;

    /// <summary>Describes a model. Called by generated code.</summary>
    /// <param name="name">The full name of the model's type.</param>
    /// <param name="parameterBlockLength">The length of the parameter block in floats, padding included.</param>
    /// <param name="preparedBlockLength">The length of the block of prepared factors in floats.</param>
    /// <param name="layers">The layers, in order.</param>
    public ModelInfo(string name, int parameterBlockLength, int preparedBlockLength, params LayerInfo[] layers)
    {
        Name = name;
        ParameterBlockLength = parameterBlockLength;
        PreparedBlockLength = preparedBlockLength;
        _layers = layers;
        var tensors = new List<TensorInfo>();
        foreach (var layer in layers) tensors.AddRange(layer.Tensors);
        Tensors = tensors.ToArray();
    }

    /// <summary>The full name of the model's type.</summary>
    public string Name { get; }

    /// <summary>The length of the parameter block in floats, the padding between tensors included.</summary>
    public int ParameterBlockLength { get; }

    /// <summary>The length in floats of what the kernels prepare from the parameters when they are loaded.</summary>
    public int PreparedBlockLength { get; }

    /// <summary>The layers, in order.</summary>
    public IReadOnlyList<LayerInfo> Layers => _layers;

    /// <summary>The parameter tensors of all layers, in the order of the parameter block.</summary>
    public IReadOnlyList<TensorInfo> Tensors { get; }

    /// <summary>How the kernels hold large weights, where they can read them so; layers say which do.</summary>
    public WeightType Held
    {
        get
        {
            foreach (var layer in _layers)
            {
                if (layer.Held != WeightType.Float32) return layer.Held;
            }

            return WeightType.Float32;
        }
    }

    /// <summary>The inputs, one after the other in a sample.</summary>
    public IReadOnlyList<ValueInfo> Inputs
    {
        get => field ??= [new ValueInfo("input", _layers[0].InputShape, 0, Activation.Identity)];
        init;
    }

    /// <summary>The outputs, one after the other in a prediction.</summary>
    public IReadOnlyList<ValueInfo> Outputs
    {
        get => field ??= [new ValueInfo("output", _layers[^1].OutputShape, 0, ActivationOfChain())];
        init;
    }

    /// <summary>What the output went through: the activation of the last layer before it that has parameters or joins values. Poolings and flattening leave it what it is. Of several outputs the first.</summary>
    public Activation OutputActivation => Outputs[0].Activation;

    /// <summary>The number of values in all tensors.</summary>
    public long Parameters => Sum(layer => layer.Parameters);

    /// <summary>The number of values that the same network has uncompressed.</summary>
    public long DenseParameters => Sum(layer => layer.Maps.Count == 0
        ? layer.Parameters
        : layer.Maps.Sum(map => (long)map.Inputs * map.Outputs + (layer.Tensors.Any(tensor => tensor.Role == TensorRole.Bias) ? map.Outputs : 0)));

    /// <summary>How many classes have a name, if any has.</summary>
    internal int Classes => StoredNames.ClassesOf(Outputs[^1].End, Outputs[^1].Activation);

    /// <summary>The values of a sample.</summary>
    internal int InputLength => Inputs[^1].End;

    /// <summary>The floats of the state with which a sequence goes on; 0 where a sample is no step of one, or where a layer <see cref="LayerInfo.NeedsWholeSequence">needs a whole sequence</see>.</summary>
    public int StateLength => Any(layer => layer.NeedsWholeSequence) ? 0 : (int)Sum(layer => layer.StateLength);

    /// <summary>Whether a sample is a step of a sequence.</summary>
    public bool TakesSequences => Any(layer => layer.StateLength > 0 || layer.NeedsWholeSequence);

    /// <summary>Whether a whole sequence has one prediction, since a layer such as <c>[LastStep]</c> ends it.</summary>
    public bool EndsSequences => Any(layer => layer.EndsSequence);

    /// <summary>The bytes of the parameters as the layers hold them.</summary>
    public long Bytes => Sum(layer => layer.Bytes);

    /// <summary>The bytes that a weights file has, layer by layer: values, the places of those of pruned layers, and scales.</summary>
    /// <param name="type">How the values are stored.</param>
    public StorageReport StorageAs(WeightType type = WeightType.Float32) => new(type, [.. StoredModel.Of(this, type).GroupBy(item => item.Layer).Select(layer =>
    {
        long Bytes(Func<StoredTensor, bool> counts) => layer.Where(item => counts(item.Stored)).Sum(item => item.Stored.Length * StoredModel.BytesOf(item.DType));
        return new LayerStorage(layer.Key.Name, layer.Key.Kind, Bytes(stored => stored.HasValues), Bytes(StoredModel.IsIndices), Bytes(StoredModel.IsScales));
    })]);

    /// <summary>The bytes that the kernels hold at run time besides the parameters.</summary>
    public long PreparedBytes => Sum(layer => layer.PreparedBytes);

    /// <summary>The counted multiply-adds for one sample.</summary>
    public long MultiplyAdds => Sum(layer => layer.MultiplyAdds);

    /// <summary>
    /// The plan as a table, a line for each matrix of a layer and for each layer without one, with the type of its large weights where some are held in fewer bits; then, a line a compressed layer, why its kernels were chosen, and where to read how form, ratio and rank are
    /// chosen.
    /// </summary>
    public override string ToString()
    {
        // Where some weights are held in fewer bits, it says which.
        bool isNarrow = Held != WeightType.Float32;
        string[] Weights(string text) => isNarrow ? [text] : [];
        var rows = new List<string[]>
        {
            (string[])["layer", "kind", "inputs", "outputs", "r", "m", "n", "form", "gains", "α", "parameters", .. Weights("weights"), "bytes", "prepared", "multiply-adds", "kernel", "batches"],
        };
        string reasons = "", choosing = "";
        foreach (var layer in _layers)
        {
            if (layer.Maps.Count == 0) rows.Add([layer.Name, layer.Kind, Text(layer.InputShape), Text(layer.OutputShape), "", "", "", "", "", "", Number(layer.Parameters), .. Weights(""), Number(layer.Bytes), layer.PreparedBytes > 0 ? Number(layer.PreparedBytes) : "", layer.MultiplyAdds > 0 ? Number(layer.MultiplyAdds) : "", "", ""]);
            foreach (var map in layer.Maps)
            {
                rows.Add(Row(layer, map, Weights(TypeInWords(layer.Held))));
                string reason = $"{layer.Name}: {map.Reason}\n";
                if (map.Reason.Length > 0 && !reasons.Contains(reason, StringComparison.Ordinal)) reasons += reason;
                if (map.Kind == "deepthin") choosing = $"How to choose form, ratio and rank: {Choosing}\n";
            }
        }

        rows.Add([Name, "", "", "", "", "", "", "", "", "", Number(Parameters), .. Weights(""), Number(Bytes), Number(PreparedBytes), Number(MultiplyAdds), "", ""]);
        bool IsText(int column) => column is 0 or 1 or 7 or 8 || column >= rows[0].Length - 2 || (isNarrow && column == PlaceOfWeights);
        return TextTable.Write([.. rows], IsText) + reasons + choosing;
    }

    // Where there is nothing but a chain, which reads one value and writes one.
    private Activation ActivationOfChain()
    {
        for (int i = _layers.Length - 1; i >= 0; i--)
        {
            if (_layers[i].Activation != Activation.Identity || _layers[i].EndsActivation) return _layers[i].Activation;
        }

        return Activation.Identity;
    }

    private bool Any(Func<LayerInfo, bool> condition)
    {
        foreach (var layer in _layers)
        {
            if (condition(layer)) return true;
        }

        return false;
    }

    private long Sum(Func<LayerInfo, long> value)
    {
        long sum = 0;
        foreach (var layer in _layers) sum += value(layer);
        return sum;
    }

    // What belongs to the layer stands in the line of its first matrix.
    private static string[] Row(LayerInfo layer, MapInfo map, string[] weights)
    {
        bool isFirst = map == layer.Maps[0], isVector = layer.InputShape.Count == 1 && layer.OutputShape.Count == 1;
        return
        [
            isFirst ? layer.Name : "",
            map.Kind,
            isVector ? Number(map.Inputs) : Text(layer.InputShape),
            isVector ? Number(map.Outputs) : Text(layer.OutputShape),
            map.Rank == 0 ? "" : Number(map.Rank),
            map.M == 0 ? "" : Number(map.M),
            map.N == 0 ? "" : Number(map.N),
            map.Form switch { Form.Wide => "wide", Form.Tall => "tall", _ => "" },
            map.Gains switch { Gains.Inputs => "inputs", Gains.Outputs => "outputs", Gains.Both => "both", _ => "" },
            Percent(map.Ratio),
            isFirst ? Number(layer.Parameters) : "",
            .. weights,
            isFirst ? Number(layer.Bytes) : "",
            isFirst ? Number(layer.PreparedBytes) : "",
            Number(map.MultiplyAdds),
            map.Kernel,
            map.BatchKernel,
        ];
    }

    // 784, 40×16 or 1×28×28.
    private static string Text(IReadOnlyList<int> shape)
    {
        string text = "";
        foreach (int length in shape) text += text.Length == 0 ? Number(length) : "×" + Number(length);
        return text;
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Percent(double ratio)
    {
        long hundredths = (long)(10_000 * ratio + 0.5);
        return $"{Number(hundredths / 100)}.{(hundredths % 100).ToString("D2", CultureInfo.InvariantCulture)} %";
    }

    private static string TypeInWords(WeightType type) => type switch
    {
        WeightType.BFloat16 => "bfloat16",
        WeightType.Float16 => "float16",
        WeightType.Int8 => "int8",
        _ => "float32",
    };
}
