using System.Diagnostics.CodeAnalysis;

namespace DeepThin;

/// <summary>The plan of one layer, as the build chose it.</summary>
/// <remarks>No record: comparing enumerations and formatting them brings 80 KB of the framework into every program compiled ahead of time.</remarks>
public sealed class LayerInfo
{
    /// <summary>Describes a layer. Called by generated code.</summary>
    public LayerInfo()
    {
    }

    /// <summary>Describes a layer that is as another one in all that is not set.</summary>
    [SetsRequiredMembers]
    internal LayerInfo(LayerInfo other)
    {
        Name = other.Name;
        Kind = other.Kind;
        From = other.From;
        Inputs = other.Inputs;
        Outputs = other.Outputs;
        InputShape = other.InputShape;
        OutputShape = other.OutputShape;
        Activation = other.Activation;
        Parameters = other.Parameters;
        EndsActivation = other.EndsActivation;
        PreparedBytes = other.PreparedBytes;
        MultiplyAdds = other.Maps.Count == 0 ? other.MultiplyAdds : 0;
        Maps = other.Maps;
        Tensors = other.Tensors;
        StateLength = other.StateLength;
        NeedsWholeSequence = other.NeedsWholeSequence;
        EndsSequence = other.EndsSequence;
    }

    /// <summary>The layer's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its kind, such as <c>convolution</c>, <c>maxpool</c> or <c>standardize</c>; of a fully connected layer, how the weights are kept: <c>deepthin</c>, <c>dense</c> and the like.</summary>
    public string Kind
    {
        get => field.Length > 0 || Maps.Count == 0 ? field : Maps[0].Kind;
        init;
    } = "";

    /// <summary>The names of the layers or inputs that it reads; none where that is the layer before, or for the first layer the first input.</summary>
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>The number of its inputs; where it reads several values, of the first one.</summary>
    public required int Inputs { get; init; }

    /// <summary>The number of its outputs.</summary>
    public required int Outputs { get; init; }

    /// <summary>Whether its outputs are no longer what an activation before it made of them. That is so of every layer with parameters.</summary>
    public bool EndsActivation
    {
        get => field || Parameters > 0;
        init;
    }

    /// <summary>The shape of its input, of the first one of several: channels, height and width of an image, channels and length of a series, or the number of values of a vector.</summary>
    public IReadOnlyList<int> InputShape
    {
        get => field ?? [Inputs];
        init;
    }

    /// <summary>The shape of its output, as that of the input.</summary>
    public IReadOnlyList<int> OutputShape
    {
        get => field ?? [Outputs];
        init;
    }

    /// <summary>The activation.</summary>
    public required Activation Activation { get; init; }

    /// <summary>The number of values in its tensors, bias included; all of them are trained but the means and scales of <c>[Standardize]</c>.</summary>
    public required int Parameters { get; init; }

    /// <summary>How the kernels hold the large weights of the layer.</summary>
    public WeightType Held
    {
        get
        {
            foreach (var tensor in Tensors)
            {
                if (tensor.Type != WeightType.Float32) return tensor.Type;
            }

            return WeightType.Float32;
        }
    }

    /// <summary>The bytes of the parameters as they are held, bias and scales included, and copies of rows that two columns of a packed factor overlap.</summary>
    public long Bytes
    {
        get
        {
            long bytes = 4L * Parameters;
            foreach (var tensor in Tensors)
            {
                if (tensor.Type != WeightType.Float32) bytes += tensor.HeldBytes - 4L * tensor.Length;
            }

            return bytes;
        }
    }

    /// <summary>The counted multiply-adds of the kernels for one sample: those of its matrices, and of a layer without one its own, which generated code sets.</summary>
    public long MultiplyAdds
    {
        get
        {
            long count = field;
            foreach (var map in Maps) count += map.MultiplyAdds;
            return count;
        }
        init;
    }

    /// <summary>The bytes that the kernels hold at run time besides the parameters, such as packed factors or their transforms.</summary>
    public required long PreparedBytes { get; init; }

    /// <summary>The floats of the state that it has from a step of a sequence to the next; 0 where each sample stands for itself.</summary>
    public int StateLength { get; init; }

    /// <summary>Whether its outputs of a step follow from later steps as well, as those of a bidirectional layer.</summary>
    public bool NeedsWholeSequence { get; init; }

    /// <summary>Whether the layers behind have one value of a whole sequence, as they have behind <c>[MeanOverTime]</c>.</summary>
    public bool EndsSequence { get; init; }

    /// <summary>The matrices that the layer multiplies with: two for a recurrent one, of its inputs and of its state, four for one of both directions, one for a fully connected layer, none for one that standardises or takes the largest values.</summary>
    public required IReadOnlyList<MapInfo> Maps { get; init; }

    /// <summary>The parameter tensors, in the order of the parameter block.</summary>
    public required IReadOnlyList<TensorInfo> Tensors { get; init; }
}
