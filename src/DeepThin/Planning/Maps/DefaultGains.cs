using System;

namespace DeepThin.Planning;

/// <summary>The gains of a compressed layer that does not say which: gains for inputs, where its ratio has room for them.</summary>
internal static class DefaultGains
{
    /// <summary>What such a layer has where there is room.</summary>
    public const Gains Preferred = Gains.Inputs;

    /// <summary>The gains of a layer whose n is planned.</summary>
    /// <param name="inputs">The gains of inputs: Q, or the channels of a convolution.</param>
    /// <param name="r">R.</param>
    /// <param name="form">The form that is asked for: gains do not change it.</param>
    /// <param name="planBeside">The plan beside so many gains, or null where none reaches the ratio.</param>
    public static Gains For(int inputs, int r, Form form, Func<long, ReLayoutPlan?> planBeside) =>
        planBeside(LinearMap.GainsLength(inputs, r, Preferred)) is { } plan && plan.Form == form ? Preferred : Gains.None;

    /// <summary>The gains of a layer of Q×R whose n is given.</summary>
    /// <param name="q">Q.</param>
    /// <param name="r">R.</param>
    /// <param name="inputs">The gains of inputs: Q, or the channels of a convolution.</param>
    /// <param name="rank">The rank.</param>
    /// <param name="n">n.</param>
    /// <param name="ratio">The ratio, or null for none: then the layer may keep as many values as it has weights.</param>
    public static Gains For(int q, int r, int inputs, int rank, int n, double? ratio) =>
        n >= 1 && n <= (long)q * r && ReLayout.FactorLength(q, r, n) <= ReLayoutPlanner.MostValues(q, r, rank, ratio ?? 1, LinearMap.GainsLength(inputs, r, Preferred)) ? Preferred : Gains.None;
}
