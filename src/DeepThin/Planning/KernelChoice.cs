using System;
using System.Collections.Generic;
using System.Linq;

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
        var cheapest = Fitting(factors).OrderBy(shape => shape.Cost).First();
        return cheapest is CorrelationShape correlation ? correlation.WithTransforms() : cheapest;
    }

    /// <summary>What n is planned by.</summary>
    public static double PlanningCost(ReLayoutPlan factors) => Fitting(factors).Min(shape => shape.PlanningCost);

    /// <summary>
    /// The kernel for a panel of samples. What is prepared is prepared for the kernel of one sample; that one may serve panels, too.
    /// </summary>
    public static KernelShape ForPanel(ReLayoutPlan factors, KernelShape oneSample) =>
        ForPanels(factors, oneSample).OrderBy(shape => shape.PanelCost).First();

    /// <summary>The kernel for a panel whose gradients are wanted.</summary>
    public static KernelShape ForTraining(ReLayoutPlan factors, KernelShape oneSample) =>
        ForPanels(factors, oneSample).OrderBy(shape => shape.TrainingCost).First();

    private static IEnumerable<KernelShape> Fitting(ReLayoutPlan factors) => Rules.Select(rule => rule(factors)).OfType<KernelShape>();

    private static IEnumerable<KernelShape> ForPanels(ReLayoutPlan factors, KernelShape oneSample)
    {
        yield return oneSample;
        if (oneSample is not CorrelationShape && CorrelationShape.For(factors) is { } correlation) yield return correlation;
        if (oneSample is not WindowsShape) yield return new WindowsShape(factors);
    }
}
