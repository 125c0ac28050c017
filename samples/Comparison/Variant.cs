using System.Globalization;
using DeepThin;

namespace Comparison;

/// <summary>A method with all that it leaves open.</summary>
/// <param name="Method">The method.</param>
/// <param name="Form">The form of DeepThin layers, <c>wide</c> or <c>tall</c>; the width of narrower ones that have no ratio; null for other methods.</param>
/// <param name="Rank">The rank of DeepThin layers; 0 for other methods.</param>
/// <param name="Ratio">The fraction of the weights of the large layers that is asked for; 1 where all are kept.</param>
/// <param name="Gains">The gains of DeepThin layers, where they are not those that a layer has by itself.</param>
internal sealed record Variant(Method Method, string? Form, int Rank, double Ratio, Gains? Gains = null)
{
    /// <summary>The variant without its ratio, as reports name it.</summary>
    public string Label => Method switch
    {
        Method.DeepThin => $"DeepThin {Form}, rank {Rank.ToString(CultureInfo.InvariantCulture)}{GainsInWords}",
        Method.LowRank => "low rank",
        Method.Hashed => "HashedNets",
        Method.Pruned => "pruned",
        Method.Narrower => Form == null ? "narrower" : $"narrower, {Form}",
        Method.Int8 => "int8",
        _ => "uncompressed",
    };

    private string GainsInWords => Gains switch
    {
        null => "",
        DeepThin.Gains.None => ", without gains",
        DeepThin.Gains.Both => ", gains for both",
        _ => $", gains for {Gains.ToString()!.ToLowerInvariant()}",
    };

    /// <summary>The ratio as reports write it.</summary>
    public string Percent => string.Create(CultureInfo.InvariantCulture, $"{100 * Ratio:0.#} %");

    /// <summary>The variant as a part of file names.</summary>
    public string Key => Label.Replace(", ", "-", StringComparison.Ordinal).Replace(' ', '-').ToLowerInvariant()
        + (Ratio < 1 ? string.Create(CultureInfo.InvariantCulture, $"-{100 * Ratio:0.#}") : "");
}
