using System.Globalization;
using System.Runtime.CompilerServices;
using DeepThin.Planning;

namespace DeepThin.Tests.Planning;

/// <summary>
/// n is a contract: weights that were trained with it load only where the planner finds it again. A difference to the table breaks the
/// weights of users, so it is a breaking change of the library, whatever it makes faster. The table grows by new lines; with
/// DEEPTHIN_UPDATE_GOLDEN=1 the test fills in the n of lines that have none yet, and of no others.
/// </summary>
public sealed class PlannedNTests
{
    private const string Header = "Q\tR\trank\tratio\tform\tgains\tn";

    [Fact]
    public void N_is_what_it_always_was() => Assert.All(Table(), line =>
    {
        int found = Plan(line.Asked)?.N ?? 0;
        Assert.True(line.N == found, $"{line.Asked}: n was {line.N} and is {found}.");
    });

    [Fact]
    public void The_table_has_five_hundred_shapes_of_both_forms_with_gains_and_without_and_no_shape_twice()
    {
        var asked = Table().Select(line => line.Asked).ToList();
        Assert.Equal(asked.Count, asked.Distinct().Count());
        foreach (var gains in new[] { Gains.None, Gains.Inputs })
        {
            Assert.All(Enum.GetValues<Form>(), form => Assert.True(asked.Count(shape => shape.EndsWith($"{form}\t{gains}", StringComparison.Ordinal)) >= 200));
        }
    }

    private static List<(string Asked, int N)> Table([CallerFilePath] string here = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(here)!, "planned-n.tsv");
        string[] lines = File.ReadAllLines(path);
        Assert.Equal(Header, lines[0]);
        if (Environment.GetEnvironmentVariable("DEEPTHIN_UPDATE_GOLDEN") == "1")
        {
            lines = [.. lines.Select(line => line == Header || line.Count(c => c == '\t') == 6 ? line : $"{line}\t{Plan(line)?.N ?? 0}")];
            File.WriteAllLines(path, lines);
        }

        return [.. lines.Skip(1).Select(line => (line[..line.LastIndexOf('\t')], int.Parse(line[(line.LastIndexOf('\t') + 1)..], CultureInfo.InvariantCulture)))];
    }

    // 0 stands for a ratio that cannot be reached.
    private static ReLayoutPlan? Plan(string asked)
    {
        string[] parts = asked.Split('\t');
        int Number(int i) => int.Parse(parts[i], CultureInfo.InvariantCulture);
        long gains = LinearMap.GainsLength(Number(0), Number(1), Enum.Parse<Gains>(parts[5]));
        return ReLayoutPlanner.Plan(Number(0), Number(1), Number(2), double.Parse(parts[3], CultureInfo.InvariantCulture), Enum.Parse<Form>(parts[4]), gains);
    }
}
