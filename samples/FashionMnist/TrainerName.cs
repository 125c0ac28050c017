namespace FashionMnist;

/// <summary>What <c>--trainer</c> calls what trains.</summary>
internal static class TrainerName
{
    /// <summary>DeepThin.Training.</summary>
    public const string Net = "net";

    /// <summary>PyTorch.</summary>
    public const string Torch = "torch";
}
