using System.Globalization;
using System.Text;
using Comparison.Reporting;
using Comparison.Statistics;
using DeepThin;

namespace Comparison;

/// <summary>
/// The question of whoever counts time rather than bytes: is a narrower network of the same time as good? DeepThin networks beside narrower ones of several
/// widths, each in single precision and with its weights held in 8 bits.
/// </summary>
internal sealed class TimeStudy(ExperimentSettings settings, string folder, ExperimentView view, CancellationToken cancellationToken)
{
    private const int Samples = 512;

    private static readonly double[] Rates = [0.001, 0.002, 0.004, 0.008];

    /// <summary>Trains everything, measures times, and writes the tables and plots.</summary>
    /// <param name="dataSets">The data sets.</param>
    public void Run(IReadOnlyList<DataSet> dataSets)
    {
        var text = new StringBuilder();
        Directory.CreateDirectory(folder);
        foreach (var data in dataSets)
        {
            var recipe = (data.Name == DataSet.Images ? settings.ImagesRecipe : settings.SpeechRecipe) with { LearningRates = Rates };
            var own = settings with { ImagesRecipe = recipe, SpeechRecipe = recipe, Candidates = Candidates.OfEqualTime };
            var results = new Experiment(own, new ResultFiles(Path.Combine(folder, "results")), view, cancellationToken).Run([data]);
            var asked = results.Select(result => result.Variant).ToHashSet();
            Candidate[] candidates = [.. Candidates.OfEqualTime(data.Name).Where(candidate => asked.Contains(candidate.Variant))];
            var samples = data.Test.Samples[..(data.Test.Features * Math.Min(Samples, data.Test.Count))];
            var single = Timing.Measure(candidates, candidate => candidate.Predictions(samples), cancellationToken);
            var int8 = Timing.Measure(candidates, candidate => candidate.PredictionsInt8(samples)!, cancellationToken);
            Network[] networks =
            [
                .. from candidate in candidates
                   let found = results.Where(result => result.Variant == candidate.Variant).ToList()
                   from isNarrow in (bool[])[false, true]
                   select new Network(
                       candidate.Variant, isNarrow, found[0].Parameters, (isNarrow ? int8 : single)[candidate.Variant], found.Average(result => isNarrow ? result.ErrorInt8!.Value : result.Error)),
            ];
            string plot = $"{data.Name}-equal-time.png";
            Plots.SaveFront(Path.Combine(folder, plot), $"{data.Name}: error by time", [.. Lines(networks)]);
            Write(text, data, networks, plot);
        }

        string path = Path.Combine(folder, "time.md");
        File.WriteAllText(path, text.ToString());
        Console.WriteLine(text);
        Console.WriteLine($"This is in {path}");
    }

    // The methods, in single precision and in 8 bits, each by time.
    private static IEnumerable<(string Name, bool IsDeepThin, bool IsNarrow, (double Microseconds, double Error)[] Points)> Lines(Network[] networks) =>
        networks.GroupBy(network => (network.Line, network.IsNarrow)).Select(line => (
            line.Key.Line + (line.Key.IsNarrow ? ", 8 bits" : ""), line.First().IsDeepThin, line.Key.IsNarrow,
            line.Select(network => (network.Microseconds, network.Error)).OrderBy(point => point.Microseconds).ToArray()));

    private static void Write(StringBuilder text, DataSet data, Network[] networks, string plot)
    {
        text.Append(CultureInfo.InvariantCulture, $"""
            ## {data.Name}

            One prediction on one thread, and the test error in %. Behind it: the error of a narrower network of the same time, along a line over the logarithm of the time
            between the two widths around it; a dash where no width is as fast or as slow.

            | network | ratio | trained values | µs | error | narrower | µs in 8 bits | error | narrower |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |

            """);
        ErrorCurve single = Narrower(networks, isNarrow: false), int8 = Narrower(networks, isNarrow: true);
        foreach (var pair in networks.GroupBy(network => network.Variant))
        {
            Network one = pair.Single(network => !network.IsNarrow), narrow = pair.Single(network => network.IsNarrow);
            text.Append(CultureInfo.InvariantCulture, $"| {one.Variant.Label} | {(one.IsDeepThin ? one.Variant.Percent : "")} | {one.Parameters} | {Cells(one, single)} | {Cells(narrow, int8)} |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n![Error by time]({plot})\n\n");
    }

    private static string Cells(Network network, ErrorCurve narrower)
    {
        string other = !network.IsDeepThin ? "" : narrower.At(network.Microseconds) is { } error ? Text($"{100 * error:0.00}") : "–";
        return Text($"{network.Microseconds:0.0} | {100 * network.Error:0.00} | ") + other;
    }

    private static ErrorCurve Narrower(Network[] networks, bool isNarrow) =>
        new(networks.Where(network => !network.IsDeepThin && network.IsNarrow == isNarrow).Select(network => (network.Microseconds, network.Error)));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>A network as it is measured.</summary>
    private sealed record Network(Variant Variant, bool IsNarrow, long Parameters, double Microseconds, double Error)
    {
        public bool IsDeepThin => Variant.Method == Method.DeepThin;

        public string Line => IsDeepThin ? $"DeepThin {Variant.Form}" : "narrower";
    }
}
