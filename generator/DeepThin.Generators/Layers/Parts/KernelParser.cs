using System;
using System.Linq;
using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>Parses <c>Kernel</c>.</summary>
internal sealed class KernelParser(LayerContext layer, Optimize optimize)
{
    public const string KernelArgument = "Kernel";

    /// <param name="compression">What the layer's arguments say of its factors.</param>
    public Kernel Parse(FactorArguments compression)
    {
        var kernel = (Kernel)(layer.Value<int>(KernelArgument) ?? 0);
        if (!Enum.IsDefined(typeof(Kernel), kernel))
        {
            string choices = LayerContext.Choices(Enum.GetNames(typeof(Kernel)));
            layer.Report(Rules.UnknownKernel, KernelArgument, Numbers.Text((int)kernel), choices);
            return default;
        }

        if (kernel == Kernel.Auto) return kernel;
        if (compression is { Ratio: null, IsLengthGiven: false }) layer.Report(Rules.KernelOfUncompressed, KernelArgument);
        else if (kernel == Kernel.Fourier && optimize == Optimize.Memory) ReportHolding(compression.Plan);
        else if (compression.Plan is { } plan && !Fits(plan, kernel)) ReportMisfit(plan, kernel, compression);
        return kernel;
    }

    private bool Fits(ReLayoutPlan plan, Kernel kernel) => KernelChoice.Named(kernel, plan, optimize) != null;

    private void ReportHolding(ReLayoutPlan? plan)
    {
        string[] kernels = plan == null ? [nameof(Kernel.Segments)] : Fitting(plan);
        Report(Rules.KernelHolds, kernels, LayerContext.Choices([.. kernels.Select(Qualified)]));
    }

    private void ReportMisfit(ReLayoutPlan plan, Kernel kernel, FactorArguments compression)
    {
        string[] kernels = Fitting(plan);
        string choices = LayerContext.Choices([.. kernels.Select(Qualified), .. OtherForm(plan, kernel, compression)]);
        Report(Rules.KernelDoesNotFit, kernels, kernel.ToString(), Numbers.Text(plan.N), Numbers.Text(plan.Q), choices);
    }

    // The first one that fits is a value to fall back on.
    private void Report(DiagnosticDescriptor rule, string[] kernels, params string[] arguments) =>
        layer.ReportFixable(rule, KernelArgument, "DeepThin." + Qualified(kernels[0]), arguments);

    private string[] Fitting(ReLayoutPlan plan) =>
        [.. KernelChoice.Names.Where(kernel => Fits(plan, kernel)).OrderBy(kernel => KernelChoice.Named(kernel, plan, optimize)!.Cost).Select(kernel => kernel.ToString())];

    // Where the planner chose n, the other root of the ratio may suit the kernel.
    private string[] OtherForm(ReLayoutPlan plan, Kernel kernel, FactorArguments compression)
    {
        if (compression is not { Ratio: { } ratio, IsLengthGiven: false }) return [];
        var form = plan.Form == Form.Wide ? Form.Tall : Form.Wide;
        return FactorPlans.Of(plan.Q, plan.R, plan.Rank, ratio, form, LinearMap.GainsLength(plan.Q, plan.R, compression.Gains)) is { } other && other.Form == form && Fits(other, kernel) ? ["Form." + form] : [];
    }

    private static string Qualified(string kernel) => "Kernel." + kernel;
}
