using System;

namespace DeepThin.Planning;

/// <summary>The ordered list of kernels. A kernel says whether it fits and what it costs; the cheapest one is taken, the first of equals.</summary>
internal static class KernelChoice
{
    private static readonly Func<ReLayoutPlan, KernelShape?>[] Rules =
    [
        CorrelationShape.For,
        FourierShape.For,
        factors => new WindowsShape(factors),
    ];

    /// <summary>The kernel for one sample.</summary>
    public static KernelShape ForOneSample(ReLayoutPlan factors)
    {
        KernelShape? best = null;
        foreach (var rule in Rules)
        {
            if (rule(factors) is { } shape && (best == null || shape.Cost < best.Cost)) best = shape;
        }

        return best!;
    }

    /// <summary>
    /// The kernel for a panel of samples, where lanes are samples, so that nothing is padded and nothing summed across lanes. What is
    /// prepared is prepared for the kernel of one sample; that one may serve panels, too.
    /// </summary>
    public static KernelShape ForPanel(ReLayoutPlan factors, KernelShape oneSample)
    {
        var panel = WithoutPreparing(factors, oneSample);
        return oneSample is FourierShape && oneSample.MultiplyAdds < panel.MultiplyAdds ? oneSample : panel;
    }

    /// <summary>The kernel for a panel whose gradients are wanted.</summary>
    public static KernelShape ForTraining(ReLayoutPlan factors, KernelShape oneSample)
    {
        var panel = WithoutPreparing(factors, oneSample);
        return oneSample is FourierShape && oneSample.TrainingMultiplyAdds < panel.TrainingMultiplyAdds ? oneSample : panel;
    }

    private static KernelShape WithoutPreparing(ReLayoutPlan factors, KernelShape oneSample)
    {
        var windows = new WindowsShape(factors);
        if (CorrelationShape.For(factors) is not { } correlation || correlation.MultiplyAdds >= windows.MultiplyAdds) return windows;
        return oneSample is CorrelationShape ? oneSample : correlation.WithoutTransforms();
    }
}
