using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Planning;

/// <summary>The kernels of a layer, and in words why they were taken: the one taken first and what it costs, then the others that fit.</summary>
internal sealed record KernelPlan(KernelShape OneSample, KernelShape Panel, KernelShape Training, string Reason, string BatchReason)
{
    private const double KiloByte = 1024;

    /// <summary>Both reasons in one line; empty where there is one kernel only.</summary>
    public string Reasons => Reason.Length == 0 ? "" : $"counted {Reason}; batches {BatchReason}";

    /// <summary>Whether there was more than one kernel to take.</summary>
    public bool IsChoice => Reason.Length > 0;

    /// <summary>The plan of weights that have one kernel only.</summary>
    public static KernelPlan Only(KernelShape kernel) => new(kernel, kernel, kernel, "", "");

    /// <summary>The plan of a DeepThin layer.</summary>
    /// <param name="factors">Its factors.</param>
    /// <param name="kernel">The kernel that the user names; one that fits.</param>
    /// <param name="optimize">What kernels are chosen for.</param>
    /// <param name="held">How large weights are held, where the kernels can read them so.</param>
    /// <exception cref="ArgumentException">The kernel does not fit.</exception>
    public static KernelPlan For(ReLayoutPlan factors, Kernel kernel, Optimize optimize, WeightType held = WeightType.Float32)
    {
        KernelShape[] fitting = [.. KernelChoice.Fitting(factors, optimize, held).Select(Prepare)];
        var plan = kernel == Kernel.Auto ? Cheapest(factors, fitting, optimize) : AsNamed(factors, kernel, optimize, held, fitting);
        return held == WeightType.Float32 ? plan : plan.Narrow(held);

        KernelShape Prepare(KernelShape shape) => optimize == Optimize.Speed ? shape.WithPrepared() : shape;
    }

    /// <summary>The plan of a DeepThin matrix that is applied to panels alone: one kernel serves all.</summary>
    /// <param name="factors">Its factors.</param>
    /// <param name="optimize">What kernels are chosen for.</param>
    /// <param name="held">How large weights are held, where the kernels can read them so.</param>
    public static KernelPlan ForColumns(ReLayoutPlan factors, Optimize optimize, WeightType held)
    {
        KernelShape[] fitting = [.. KernelChoice.Fitting(factors, optimize, held).Select(ForPanels)];
        var panel = fitting.OrderBy(shape => shape.PanelCost).First();
        var plan = new KernelPlan(panel, panel, panel, Counted(panel, "", fitting, shape => shape.PanelCost, static shape => shape.Name), "as well");
        return held == WeightType.Float32 ? plan : plan.Narrow(held);

        // A panel reads X_f as it is, unless that is held packed.
        KernelShape ForPanels(KernelShape shape) => shape is CorrelationShape && held == WeightType.Float32
            ? CorrelationShape.For(factors, isPacked: false) ?? shape
            : shape.WithoutPrepared() ?? shape.WithPrepared();
    }

    private static KernelPlan AsNamed(ReLayoutPlan factors, Kernel kernel, Optimize optimize, WeightType held, KernelShape[] fitting)
    {
        var shape = KernelChoice.Named(kernel, factors, optimize, held)
            ?? throw new ArgumentException($"The {kernel} kernel does not fit a layer with n = {factors.N} and Q = {factors.Q}.", nameof(kernel));
        var named = fitting.First(fits => fits.Kind == shape.Kind);
        return new(named, named, named, Counted(named, " as the attribute says", fitting, shape => shape.Cost), "as well");
    }

    // What is prepared is prepared for the kernel of one sample. That one may serve panels, too, and others that need nothing prepared.
    private static KernelPlan Cheapest(ReLayoutPlan factors, KernelShape[] fitting, Optimize optimize)
    {
        var oneSample = fitting.OrderBy(shape => shape.Cost).First();
        KernelShape[] panels = [oneSample, .. fitting.Where(shape => shape != oneSample).Select(shape => shape.WithoutPrepared()).OfType<KernelShape>()];
        var panel = panels.OrderBy(shape => shape.PanelCost).First();
        return new(
            oneSample,
            panel,
            panels.OrderBy(shape => shape.TrainingCost).First(),
            Counted(oneSample, optimize == Optimize.Memory ? " for Optimize.Memory" : "", fitting, shape => shape.Cost)
                + (optimize == Optimize.Memory ? FasterOnes(factors, oneSample) : ""),
            Counted(panel, "", panels, shape => shape.PanelCost));
    }

    private static string FasterOnes(ReLayoutPlan factors, KernelShape oneSample)
    {
        var faster = KernelChoice.Fitting(factors).Select(shape => shape.WithPrepared()).Where(shape => shape.Prepared > 0 && shape.Cost < oneSample.Cost);
        return string.Concat(faster.OrderBy(shape => shape.Cost).Select(shape => $", {NameOf(shape)} {Numbers.Short(shape.Cost)} holding {Bytes(shape)}"));
    }

    // A packed X_f that is narrow is the parameter itself and no second copy, so that every kernel of the layer has to read it so. Of W_f the Fourier
    // kernel reads the transform. Segments read single values of both factors.
    private KernelPlan Narrow(WeightType held)
    {
        if (OneSample is CorrelationShape { FitsNarrow: true })
        {
            var packed = OneSample with { Held = held };
            return this with { OneSample = packed, Panel = packed, Training = packed };
        }

        bool isTransformed = OneSample is FourierShape && Panel is FourierShape;
        return isTransformed ? this with { OneSample = OneSample with { Held = held }, Panel = Panel with { Held = held } } : this;
    }

    private static string Counted(KernelShape taken, string why, IEnumerable<KernelShape> fitting, Func<KernelShape, double> cost) => Counted(taken, why, fitting, cost, NameOf);

    private static string Counted(KernelShape taken, string why, IEnumerable<KernelShape> fitting, Func<KernelShape, double> cost, Func<KernelShape, string> name)
    {
        var others = fitting.Where(shape => shape.Kind != taken.Kind).OrderBy(cost).Select(shape => $", {name(shape)} {Numbers.Short(cost(shape))}");
        return $"{name(taken)} {Numbers.Short(cost(taken))}{why}{string.Concat(others)}";
    }

    private static string NameOf(KernelShape shape) =>
        (shape is CorrelationShape { IsPacked: false } ? "unpacked " : "") + shape.Name;

    private static string Bytes(KernelShape shape) => Numbers.Spaced(Math.Ceiling(sizeof(float) * shape.Prepared / KiloByte), "#,0") + " KB";
}
