using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using DeepThin.Planning;
using Spectre.Console;

namespace DeepThin.Tool.Commands;

/// <summary>Shows how a matrix would be compressed.</summary>
internal static class PlanCommand
{
    private static readonly int[] Ranks = [1, 2, 4];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var inputs = new Argument<int>("INPUTS") { Description = "The inputs of the layer, Q." };
        var outputs = new Argument<int>("OUTPUTS") { Description = "Its outputs, R." };
        var ratio = new Option<double>("--ratio") { Description = "The share of the weights that is kept, above 0 and below 1.", HelpName = "SHARE", Required = true };
        var form = new Option<Form?>("--form") { Description = "Wide or Tall; both unless given." };
        var rank = new Option<int?>("--rank") { Description = "The rank, 1 to 16; 1, 2 and 4 unless given.", HelpName = "R" };
        var gains = new Option<Gains?>("--gains") { Description = "None, Inputs, Outputs or Both; Inputs unless given, where the ratio has room." };
        var svg = new Option<string?>("--svg") { Description = "Draw where the rows of the factors land in the matrix, of the first plan.", HelpName = "FILE" };
        var json = Output.JsonOption();
        var command = new Command("plan", "Shows the plans of a compressed matrix: n and m, the kernel, what it computes, what it keeps.\n\nExample: deepthin plan 1024 1024 --ratio 0.03") { inputs, outputs, ratio, form, rank, gains, svg, json };
        command.SetAction((result, cancellation) => Running.Run(
            () => Plan(
                result.GetRequiredValue(inputs), result.GetRequiredValue(outputs), result.GetRequiredValue(ratio), result.GetValue(form), result.GetValue(rank), result.GetValue(gains), result.GetValue(svg), result.GetValue(json)),
            cancellation));
        return command;
    }

    private static int Plan(int q, int r, double ratio, Form? form, int? rank, Gains? gains, string? svg, bool json)
    {
        if (q < 1 || r < 1 || (long)q * r > int.MaxValue) throw new ToolException($"{q}×{r} is no matrix that is planned; 1×1 to {int.MaxValue} weights are.");
        if (!(ratio > 0 && ratio < 1)) throw new ToolException($"--ratio {Invariant(ratio)}: a share above 0 and below 1 is needed, such as 0.03.");
        if (rank is < 1 or > 16) throw new ToolException($"--rank {rank}: 1 to 16 are possible.");
        var plans = new List<PlannedMatrix>();
        foreach (var wanted in form is { } one ? [one] : (Form[])[Form.Wide, Form.Tall])
        {
            foreach (int k in rank is { } given ? [given] : Ranks)
            {
                if (Planned(q, r, ratio, wanted, k, gains) is { } plan && !plans.Contains(plan)) plans.Add(plan);
            }
        }

        if (plans.Count == 0)
        {
            int least = rank ?? 1;
            throw new ToolException($"No n reaches {Invariant(ratio)} of {q}×{r} at rank {least}{(gains is { } these and not Gains.None ? $" with gains {these}" : "")}; the smallest share is {Invariant(Math.Ceiling(1e5 * ReLayoutPlanner.SmallestRatio(q, r, least, LinearMap.GainsLength(q, r, gains ?? Gains.None))) / 1e5)}.");
        }

        if (svg is not null)
        {
            var first = plans[0];
            File.WriteAllText(svg, ReLayoutPicture.DrawPlaces(q, r, first.N, $"{first.Form}, rank {first.Rank}: n = {first.N}"));
        }

        if (json) Output.Json(plans, PlannedMatrixContext.Default.ListPlannedMatrix);
        else Print(q, r, plans);
        return ExitCodes.Done;
    }

    private static PlannedMatrix? Planned(int q, int r, double ratio, Form form, int rank, Gains? gains)
    {
        ReLayoutPlan? Beside(long length) => ReLayoutPlanner.Plan(q, r, rank, ratio, form, length);
        var taken = gains ?? DefaultGains.For(q, r, form, Beside);
        if (Beside(LinearMap.GainsLength(q, r, taken)) is not { } factors) return null;
        var map = new LinearMap(factors, factors.Kernels(Kernel.Auto, Optimize.Speed, WeightType.Float32), taken);
        return new(factors.Form, rank, taken, factors.N, factors.M, map.Parameters, map.Ratio, map.OneSample.Name, map.Panel.Name, (long)map.OneSample.MultiplyAdds, sizeof(float) * map.Parameters);
    }

    private static void Print(int q, int r, List<PlannedMatrix> plans)
    {
        var table = Output.Table();
        foreach (string head in (string[])["form", "rank", "gains", "n", "m", "parameters", "kept", "kernel", "batches", "multiply-adds", "bytes"])
            table.AddColumn(head is "form" or "gains" or "kernel" or "batches" ? new TableColumn(head) : new TableColumn(head).RightAligned());
        foreach (var plan in plans)
        {
            table.AddRow(
                plan.Form.ToString(), Invariant(plan.Rank), plan.Gains.ToString(), NetworkTable.Count(plan.N), NetworkTable.Count(plan.M), NetworkTable.Count(plan.Parameters),
                $"{(100 * plan.Kept).ToString("0.00", CultureInfo.InvariantCulture)} %", plan.Kernel, plan.BatchKernel, NetworkTable.Count(plan.MultiplyAdds), NetworkTable.Count(plan.Bytes));
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"Uncompressed, {q}×{r} are {NetworkTable.Count((long)q * r)} parameters, as many multiply-adds, and {NetworkTable.Count(sizeof(float) * (long)q * r)} bytes.");
    }

    private static string Invariant(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>A plan of a compressed matrix.</summary>
/// <param name="Form">Its form.</param>
/// <param name="Rank">The rank of its factors.</param>
/// <param name="Gains">Its gains.</param>
/// <param name="N">n, the length of the rows of W_f.</param>
/// <param name="M">m, the rows of X_f.</param>
/// <param name="Parameters">What is kept.</param>
/// <param name="Kept">As a share of the weights.</param>
/// <param name="Kernel">The kernel of one sample.</param>
/// <param name="BatchKernel">That of batches.</param>
/// <param name="MultiplyAdds">What the kernel of one sample computes.</param>
/// <param name="Bytes">The bytes in single precision.</param>
internal sealed record PlannedMatrix(Form Form, int Rank, Gains Gains, int N, int M, long Parameters, double Kept, string Kernel, string BatchKernel, long MultiplyAdds, long Bytes);

/// <summary>Plans as JSON.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(List<PlannedMatrix>))]
internal sealed partial class PlannedMatrixContext : JsonSerializerContext;
