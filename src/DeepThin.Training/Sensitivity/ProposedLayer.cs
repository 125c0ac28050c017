using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>What a proposal gives one layer.</summary>
public sealed class ProposedLayer
{
    private readonly LayerInfo _layer;
    private readonly Form _form;

    internal ProposedLayer(int index, LayerInfo layer, double? ratio, CompressedPlan? plan, Form form, double change)
    {
        _layer = layer;
        _form = form;
        Index = index;
        Ratio = ratio;
        Rank = plan?.Factors.Rank ?? 0;
        M = plan?.Factors.M ?? 0;
        N = plan?.Factors.N ?? 0;
        PredictedChange = change;
        Bytes = layer.Bytes + (plan == null ? 0 : sizeof(float) * (plan.Parameters - (long)layer.Inputs * layer.Outputs));
    }

    /// <summary>The layer, from 0.</summary>
    public int Index { get; }

    /// <summary>Its name.</summary>
    public string Name => _layer.Name;

    /// <summary>The ratio; null for a layer that stays uncompressed.</summary>
    public double? Ratio { get; }

    /// <summary>The rank; 0 for an uncompressed layer.</summary>
    public int Rank { get; }

    /// <summary>The rows m of X_f; 0 for an uncompressed layer.</summary>
    public int M { get; }

    /// <summary>The columns n of W_f; 0 for an uncompressed layer.</summary>
    public int N { get; }

    /// <summary>The bytes of the layer's parameters in single precision, bias included.</summary>
    public long Bytes { get; }

    /// <summary>The predicted change of the loss against this layer at the base ratio.</summary>
    public double PredictedChange { get; }

    /// <summary>The attribute that declares the layer; of one that is none of <c>[Dense]</c>, and stays as it is, a comment. What a plan does not tell is not in it: the slope or the ceiling of the activation, and the kernel.</summary>
    public string Attribute
    {
        get
        {
            if (!SensitivityReport.CanMeasure(_layer)) return $"// {Name} ({_layer.Kind}) stays as it is.";

            var arguments = new List<string> { Invariant($"{_layer.Inputs}"), Invariant($"{_layer.Outputs}") };
            if (Ratio is { } ratio) arguments.Add(Invariant($"Ratio = {(decimal)ratio}"));
            if (Ratio != null && _form == Form.Tall) arguments.Add("Form = Form.Tall");
            if (Rank > 1) arguments.Add(Invariant($"Rank = {Rank}"));
            if (_layer.Activation != Activation.Identity) arguments.Add($"Activation = Activation.{_layer.Activation}");
            var biases = _layer.Tensors.Where(tensor => tensor.Role == TensorRole.Bias).ToList();
            if (biases.Count == 0) arguments.Add("Bias = false");
            if (biases.Count == 2) arguments.Add(Invariant($"BiasRatio = {(decimal)Math.Ceiling(1e4 * biases.Sum(tensor => tensor.Length) / _layer.Outputs) / 10000}"));
            if (Name != Invariant($"dense{Index}")) arguments.Add($"Name = \"{Name}\"");
            return $"[Dense({string.Join(", ", arguments)})]";
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Attribute;
}
