namespace DeepThin.Training;

/// <summary>The sizes of the factors that stand for a matrix.</summary>
public sealed record FactorSizes
{
    internal FactorSizes(CompressedPlan plan) => (Inputs, Outputs, Rank, M, N) = (plan.Factors.Q, plan.Factors.R, plan.Factors.Rank, plan.Factors.M, plan.Factors.N);

    /// <summary>The inputs Q of the matrix.</summary>
    public int Inputs { get; }

    /// <summary>Its outputs R.</summary>
    public int Outputs { get; }

    /// <summary>The rank r.</summary>
    public int Rank { get; }

    /// <summary>The rows m of X_f.</summary>
    public int M { get; }

    /// <summary>The columns n of W_f.</summary>
    public int N { get; }
}
