using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace DeepThin.Planning;

/// <summary>The kernels of a layer, and in words why they were taken: the one taken first and what it costs, then the others that fit.</summary>
internal sealed record KernelPlan(KernelShape OneSample, KernelShape Panel, KernelShape Training, string Reason, string BatchReason)
{
    private const double Thousand = 1e3;
    private const double Million = 1e6;
    private const double KiloByte = 1024;

    /// <summary>Both reasons in one line; empty where there is one kernel only.</summary>
    public string Reasons => Reason.Length == 0 ? "" : $"counted {Reason}; batches {BatchReason}";

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
        var plan = kernel != Kernel.Auto ? AsNamed(factors, kernel, optimize, held) : optimize == Optimize.Memory ? Smallest(factors, held) : Fastest(factors);
        return held == WeightType.Float32 ? plan : plan.Narrow(held);
    }

    // A packed X_f that is narrow is the parameter itself and no second copy, so that every kernel of the layer has to read it so. Of W_f the Fourier
    // kernel reads the transform. Windows read single values of both factors.
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

    /// <summary>The shape of a named kernel, or null where it does not fit.</summary>
    public static KernelShape? ShapeOf(ReLayoutPlan factors, Kernel kernel, Optimize optimize, WeightType held = WeightType.Float32) =>
        Fitting(factors, optimize, held).FirstOrDefault(shape => shape.Kind.ToString() == kernel.ToString());

    private static KernelPlan AsNamed(ReLayoutPlan factors, Kernel kernel, Optimize optimize, WeightType held)
    {
        var named = ShapeOf(factors, kernel, optimize, held)
            ?? throw new ArgumentException($"The {kernel} kernel does not fit a layer with n = {factors.N} and Q = {factors.Q}.", nameof(kernel));
        return new(named, named, named, Counted(named, " as the attribute says", Fitting(factors, optimize, held), shape => shape.Cost), "as well");
    }

    private static KernelPlan Fastest(ReLayoutPlan factors)
    {
        var oneSample = KernelChoice.ForOneSample(factors);
        var panel = KernelChoice.ForPanel(factors, oneSample);
        KernelShape[] fitting = [.. Fitting(factors, Optimize.Speed)];

        // What the Fourier kernel prepares is there where it takes one sample.
        var forPanels = fitting.Where(shape => shape.Kind != KernelKind.Fourier || oneSample.Kind == KernelKind.Fourier);
        return new(
            oneSample,
            panel,
            KernelChoice.ForTraining(factors, oneSample),
            Counted(oneSample, "", fitting, shape => shape.Cost),
            Counted(panel, "", forPanels, shape => shape.PanelCost));
    }

    private static KernelPlan Smallest(ReLayoutPlan factors, WeightType held)
    {
        KernelShape[] fitting = [.. Fitting(factors, Optimize.Memory, held)];
        var oneSample = fitting.OrderBy(shape => shape.Cost).First();
        var panel = fitting.OrderBy(shape => shape.PanelCost).First();
        var faster = Fitting(factors, Optimize.Speed).Where(shape => shape.Prepared > 0 && shape.Cost < oneSample.Cost).OrderBy(shape => shape.Cost);
        string holding = string.Concat(faster.Select(shape => $", {NameOf(shape)} {Number(shape.Cost)} holding {Bytes(shape)}"));
        return new(
            oneSample,
            panel,
            panel,
            Counted(oneSample, " for Optimize.Memory", fitting, shape => shape.Cost) + holding,
            Counted(panel, "", fitting, shape => shape.PanelCost));
    }

    // Those that a user may name. The maps of a correlation stand in the source. Narrow, a packed X_f is no second copy.
    private static IEnumerable<KernelShape> Fitting(ReLayoutPlan factors, Optimize optimize, WeightType held = WeightType.Float32)
    {
        var correlation = CorrelationShape.For(factors, isPacked: optimize == Optimize.Speed || held != WeightType.Float32);
        if (correlation is { MapLength: <= CorrelationShape.LongestMap }) yield return optimize == Optimize.Speed ? correlation.WithTransforms() : correlation;
        if (optimize == Optimize.Speed && FourierShape.For(factors) is { } fourier) yield return fourier;
        yield return new WindowsShape(factors);
    }

    private static string Counted(KernelShape taken, string why, IEnumerable<KernelShape> fitting, Func<KernelShape, double> cost)
    {
        var others = fitting.Where(shape => shape.Kind != taken.Kind).OrderBy(cost).Select(shape => $", {NameOf(shape)} {Number(cost(shape))}");
        return $"{NameOf(taken)} {Number(cost(taken))}{why}{string.Concat(others)}";
    }

    private static string NameOf(KernelShape shape) =>
        (shape is CorrelationShape { IsPacked: false } ? "unpacked " : "") + shape.Kind.ToString().ToLowerInvariant();

    // 640, 6.4 k, 64 k, 6 400 k, 64 M.
    private static string Number(double count) => count switch
    {
        < Thousand => Text(count, "0"),
        < 10 * Thousand => Text(count / Thousand, "0.0") + " k",
        < 10 * Million => Text(count / Thousand, "#,0") + " k",
        _ => Text(count / Million, "#,0") + " M",
    };

    private static string Bytes(KernelShape shape) => Text(Math.Ceiling(sizeof(float) * shape.Prepared / KiloByte), "#,0") + " KB";

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture).Replace(',', ' ');
}
