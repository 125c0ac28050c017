namespace DeepThin.Planning;

/// <summary>A recurrent layer, of <c>[Lstm]</c>, <c>[Gru]</c> or <c>[Rnn]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Cell">What it makes of the sums of its matrices.</param>
/// <param name="Hidden">Its hidden values.</param>
/// <param name="Weights">How the matrix of the inputs is kept, over all gates.</param>
/// <param name="Gains">Its gains.</param>
/// <param name="RecurrentWeights">How the recurrent matrix is kept, over all gates, or over those that have no matrix of their own.</param>
/// <param name="RecurrentGains">Its gains.</param>
/// <param name="HasBias">Whether each matrix has a bias.</param>
internal sealed record RecurrentSpec(
    string Name, RecurrentCell Cell, int Hidden, WeightsPlan Weights, Gains Gains, WeightsPlan RecurrentWeights, Gains RecurrentGains, bool HasBias)
    : LayerSpec(Name, RecurrentPlan.ActivationOf(Cell))
{
    /// <summary>How the matrix of the candidate is kept, which multiplies the hidden values that were reset before; null where the recurrent matrix is over all gates.</summary>
    public WeightsPlan? CandidateWeights { get; init; }

    /// <summary>Its gains.</summary>
    public Gains CandidateGains { get; init; }

    /// <summary>What gates make of their sums.</summary>
    public ActivationSpec GateActivation { get; init; } = RecurrentPlan.Sigmoid;

    public override Shape Input => new(Weights.Q);

    public override Shape Output => new(Hidden);

    public override LayerPlan Plan(int index, NetworkSpec network)
    {
        return new RecurrentPlan(index, Name, Cell, Sums(Weights, Gains), Sums(RecurrentWeights, RecurrentGains))
        {
            CandidateSums = CandidateWeights == null ? null : Sums(CandidateWeights, CandidateGains),
            GateActivation = GateActivation,
        };

        FullyConnectedPlan Sums(WeightsPlan weights, Gains gains) =>
            new(index, Name, LinearMap.For(weights, gains, Kernel.Auto, network), HasBias ? new(weights.R, null) : null, default);
    }
}
