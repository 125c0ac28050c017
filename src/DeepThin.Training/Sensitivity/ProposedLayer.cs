using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>What a proposal gives one layer.</summary>
public sealed class ProposedLayer
{
    private readonly LayerInfo _layer;
    private readonly Form? _form;

    /// <param name="index">The layer, from 0.</param>
    /// <param name="layer">What it is uncompressed.</param>
    /// <param name="ratios">What the measured matrices have.</param>
    /// <param name="form">The form that was asked for.</param>
    internal ProposedLayer(int index, LayerInfo layer, IReadOnlyList<ProposedRatio> ratios, Form? form)
    {
        (_layer, _form, Index, Ratios) = (layer, form, index, ratios);
        Bytes = layer.Bytes + ratios.Sum(ratio => ratio.Bytes - sizeof(float) * ratio.Matrices.Weights);
    }

    /// <summary>The layer, from 0.</summary>
    public int Index { get; }

    /// <summary>Its name.</summary>
    public string Name => _layer.Name;

    /// <summary>What the measured matrices of the layer have: one ratio as a rule, two of a recurrent layer, none of a layer that was not measured.</summary>
    public IReadOnlyList<ProposedRatio> Ratios { get; }

    /// <summary>The bytes of the layer's parameters in single precision, bias included.</summary>
    public long Bytes { get; }

    /// <summary>The arguments that compress the layer, to paste into its attribute, such as <c>Ratio = 0.05, RecurrentRatio = 0.1</c>; empty for a layer that stays uncompressed.</summary>
    public string Arguments
    {
        get
        {
            var compressed = Ratios.Where(ratio => ratio.Ratio != null).ToList();
            if (compressed.Count == 0) return "";

            var arguments = compressed.Select(ratio => Invariant($"{ratio.Argument} = {(decimal)ratio.Ratio!.Value}")).ToList();
            int rank = compressed[0].Factors[0].Rank;
            if (_form is { } form && form != compressed[0].Matrices.Matrices[0].Form) arguments.Add($"Form = Form.{form}");
            if (rank > 1) arguments.Add(Invariant($"Rank = {rank}"));
            return string.Join(", ", arguments);
        }
    }

    /// <summary>
    /// The attribute that declares a layer of <c>[Dense]</c>: what a plan does not tell is not in it, the slope or the ceiling of the activation, and the kernel. Of a layer of another kind a
    /// comment with the <see cref="Arguments"/> to paste into its attribute, or that it stays as it is.
    /// </summary>
    public string Attribute
    {
        get
        {
            if (_layer.Kind != "dense") return $"// {Name} ({_layer.Kind}){(Arguments.Length == 0 ? " stays as it is." : ": " + Arguments)}";

            var arguments = new List<string> { Invariant($"{_layer.Inputs}"), Invariant($"{_layer.Outputs}") };
            if (Arguments.Length > 0) arguments.Add(Arguments);
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
