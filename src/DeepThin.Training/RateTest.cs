using System.Text;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// How the loss goes while the learning rate rises from step to step (Smith, 2017, arXiv:1506.01186): where it begins to fall, where it falls most, and where the
/// training diverges. Printed, it is a table with bars.
/// </summary>
public sealed record RateTest
{
    private const int Rows = 24, Width = 40;

    /// <summary>The learning rate of each step, and the loss of its minibatch, smoothed over the steps before.</summary>
    public required IReadOnlyList<(double Rate, double Loss)> Points { get; init; }

    /// <summary>A tenth of the rate with the smallest loss: about the highest rate of a schedule that falls afterwards. The validation decides between it, its half and its double.</summary>
    public double Suggested => Points.MinBy(point => point.Loss).Rate / 10;

    /// <summary>A table of rates and losses for people, with a bar for each loss.</summary>
    public override string ToString()
    {
        double largest = Points.Max(point => point.Loss), smallest = Points.Min(point => point.Loss);
        var text = new StringBuilder("     rate      loss\n");
        int every = (Points.Count - 1) / Rows + 1;
        for (int i = 0; i < Points.Count; i += every)
        {
            var (rate, loss) = Points[i];
            int bar = largest == smallest ? 0 : (int)Math.Round(Width * (loss - smallest) / (largest - smallest));
            text.Append(Invariant($"{rate,9:0.00e0} {loss,9:0.0000}  {new string('#', bar)}\n"));
        }

        return text.Append(Invariant($"The suggested learning rate is {Suggested:0.0e0}.\n")).ToString();
    }
}
