using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Planning;

/// <summary>The list of the kernels of a DeepThin layer. Each says whether it fits and what it costs; the cheapest one is taken, the first of equals.</summary>
internal static class KernelChoice
{
    // The name of a kernel, and its shape for factors, in a model that is optimised for something and holds its large weights in a type; null where it does
    // not fit. Narrow, a packed X_f is no second copy, so that it is packed for memory as well.
    private static readonly (Kernel Name, Func<ReLayoutPlan, Optimize, WeightType, KernelShape?> Shape)[] Kernels =
    [
        (Kernel.Correlation, static (factors, optimize, held) => CorrelationShape.For(factors, isPacked: optimize == Optimize.Speed || held != WeightType.Float32)),
        (Kernel.Fourier, static (factors, optimize, _) => optimize == Optimize.Speed ? FourierShape.For(factors) : null),
        (Kernel.Segments, static (factors, _, _) => new SegmentsShape(factors)),
    ];

    /// <summary>The kernels that a user may name.</summary>
    public static IEnumerable<Kernel> Names => Kernels.Select(kernel => kernel.Name);

    /// <summary>The shapes of the kernels that fit.</summary>
    /// <param name="factors">The factors.</param>
    /// <param name="optimize">What kernels are chosen for.</param>
    /// <param name="held">How large weights are held, where the kernels can read them so.</param>
    public static IEnumerable<KernelShape> Fitting(ReLayoutPlan factors, Optimize optimize = Optimize.Speed, WeightType held = WeightType.Float32) =>
        Kernels.Select(kernel => kernel.Shape(factors, optimize, held)).OfType<KernelShape>();

    /// <summary>The shape of a named kernel, or null where it does not fit.</summary>
    public static KernelShape? Named(Kernel name, ReLayoutPlan factors, Optimize optimize, WeightType held = WeightType.Float32) =>
        Kernels.Single(kernel => kernel.Name == name).Shape(factors, optimize, held);

    /// <summary>What n is planned by.</summary>
    public static double PlanningCost(ReLayoutPlan factors) => Fitting(factors).Min(shape => shape.PlanningCost);
}
