using DeepThin.Samples;

namespace Pronounce;

/// <summary>The table of the networks.</summary>
internal static class Study
{
    /// <summary>A line for each network.</summary>
    /// <param name="results">What came of the networks.</param>
    public static ModelTable Table(IEnumerable<Result> results)
    {
        var table = new ModelTable("parameters", "bytes of weights", "phone errors", "with a beam", "word errors", "with a beam", "µs per word", "s of training");
        foreach (var result in results)
        {
            table.Add(
                result.Name,
                Figures.Count(result.Parameters),
                Figures.Count(result.WeightBytes),
                Figures.Percent(result.Test.PhoneErrors),
                Figures.Percent(result.Test.PhoneErrorsOfBeam),
                Figures.Percent(result.Test.WordErrors),
                Figures.Percent(result.Test.WordErrorsOfBeam),
                Figures.Number(result.MicrosecondsPerWord, "0.0"),
                Figures.Number(result.TrainSeconds, "0"));
        }

        return table;
    }
}
