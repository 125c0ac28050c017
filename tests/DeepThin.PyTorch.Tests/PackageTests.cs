using System.Globalization;
using DeepThin.Planning;

namespace DeepThin.PyTorch.Tests;

/// <summary>The Python package: its own tests, and its planner beside this one.</summary>
public sealed class PackageTests
{
    private const int Shapes = 10_000;

    [PyTorchFact]
    public void The_tests_of_the_package_pass()
    {
        string printed = Python.Run("src/deepthin-torch", "-m", "unittest", "discover", "-s", "tests", "-t", ".");
        Assert.Matches(@"Ran [1-9]\d+ tests", printed);
    }

    [PyTorchFact]
    public void Ten_thousand_shapes_are_planned_alike()
    {
        var folder = Directory.CreateTempSubdirectory("deepthin-");
        try
        {
            var random = new Random(5);
            File.WriteAllLines(Path.Combine(folder.FullName, "planner.tsv"), Enumerable.Range(0, Shapes).Select(_ => Line(random)));
            Assert.Contains($"{Shapes} shapes are planned alike", Python.Run("tests/DeepThin.PyTorch.Tests", "cross.py", "planner", folder.FullName), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Q, R, the gains of inputs, rank, ratio, form and gains that are asked for; n, m, gains and parameters that are planned, zeros where the ratio cannot be reached; the smallest ratio.
    private static string Line(Random random)
    {
        int q = Size(random), r = Size(random), rank = random.Next(4) == 0 ? random.Next(1, 17) : 1;
        int inputs = random.Next(3) == 0 ? Enumerable.Range(1, q).Last(channels => channels <= 1 + q / 9 && q % channels == 0) : q;
        double ratio = Math.Clamp(ReLayoutPlanner.SmallestRatio(q, r, rank) * (0.7 + 5 * random.NextDouble() * random.NextDouble()), 1e-6, 0.95);
        if (random.Next(2) == 0) ratio = Math.Max(1e-6, Math.Round(ratio, 3));
        var form = (Form)random.Next(2);
        Gains? asked = random.Next(2) == 0 ? null : (Gains)random.Next(4);
        ReLayoutPlan? Beside(long length) => ReLayoutPlanner.Plan(q, r, rank, ratio, form, length);
        var taken = asked ?? DefaultGains.For(inputs, r, form, Beside);
        var plan = Beside(LinearMap.GainsLength(inputs, r, taken));
        if (plan is null) taken = Gains.None;
        long length = LinearMap.GainsLength(inputs, r, taken);
        object[] values =
        [
            q, r, inputs, rank, ratio, form, asked is { } given ? given.ToString() : "auto", plan?.N ?? 0, plan?.M ?? 0, taken, plan is null ? 0 : plan.Parameters + length,
            ReLayoutPlanner.SmallestRatio(q, r, rank, length),
        ];
        return string.Join('\t', values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)));
    }

    // Small ones are many, as they have the odd cases.
    private static int Size(Random random) => (int)Math.Exp(random.NextDouble() * Math.Log(random.Next(8) == 0 ? 3000 : 300));
}
