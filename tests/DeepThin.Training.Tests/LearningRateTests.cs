using CsCheck;

namespace DeepThin.Training.Tests;

public sealed class LearningRateTests
{
    private static readonly Gen<(long Step, long Steps, int WarmUp)> Places = Gen.Select(Gen.Long[0, 2000], Gen.Long[1, 1000], Gen.Int[0, 300]);

    [Fact]
    public void Warm_up_rises_along_a_line_to_the_rate()
    {
        foreach (var schedule in new[] { LearningRate.Constant(0.8, 4), LearningRate.Step(0.8, 10, 0.5, 4), LearningRate.Linear(0.8, 0, 4), LearningRate.Cosine(0.8, 0, 4) })
        {
            Assert.Equal([0.2, 0.4, 0.6, 0.8, 0.8], Enumerable.Range(0, 5).Select(step => Math.Round(schedule.At(step, 1000), 12)));
        }
    }

    [Fact]
    public void A_share_of_the_steps_warms_up_as_so_many_steps_do()
    {
        Gen.Select(Places, Gen.Double[0.001, 0.999]).Sample((place, share) =>
        {
            int warmUp = (int)Math.Ceiling(share * place.Steps);
            foreach (var (shared, counted) in ((LearningRate, LearningRate)[])[(LearningRate.Linear(0.3, 0.1), LearningRate.Linear(0.3, 0.1, warmUp)), (LearningRate.Cosine(0.3, warmUp: 7), LearningRate.Cosine(0.3, warmUp: warmUp))])
            {
                Assert.Equal(counted.At(place.Step, place.Steps), shared.WithWarmUp(share).At(place.Step, place.Steps));
            }
        });
        Assert.Equal("Linear(0.3, end: 0, warmUp: 10 %)", LearningRate.Linear(0.3).WithWarmUp(0.1).ToString());
        foreach (double share in (double[])[0, 1, -0.1, double.NaN]) Assert.Throws<ArgumentOutOfRangeException>("share", () => LearningRate.Constant(1).WithWarmUp(share));
    }

    [Fact]
    public void Constant_stays() => Places.Sample(place => LearningRate.Constant(0.3).At(place.Step, place.Steps) == 0.3);

    [Fact]
    public void Step_falls_by_the_factor() => Follows(
        warmUp => LearningRate.Step(0.3, 70, 0.5, warmUp),
        (step, steps) => 0.3 * Math.Pow(0.5, Math.Floor(step / 70)));

    [Fact]
    public void Linear_falls_along_a_line_to_its_end() => Follows(
        warmUp => LearningRate.Linear(0.3, 0.1, warmUp),
        (step, steps) => step >= steps ? 0.03 : 0.3 + (0.03 - 0.3) * step / steps);

    [Fact]
    public void Cosine_falls_along_half_a_period_to_its_end() => Follows(
        warmUp => LearningRate.Cosine(0.3, 0.1, warmUp),
        (step, steps) => step >= steps ? 0.03 : 0.03 + 0.27 * Math.Pow(Math.Cos(Math.PI / 2 * step / steps), 2));

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        Refused("A learning rate is a finite number above 0", () => LearningRate.Constant(0));
        Refused("A learning rate is a finite number above 0", () => LearningRate.Linear(double.NaN));
        Refused("The number of warm-up steps is 0 or more", () => LearningRate.Constant(1, -1));
        Refused("at least 1 step between two falls", () => LearningRate.Step(1, 0));
        Refused("The factor is above 0 and at most 1", () => LearningRate.Step(1, 1, 0));
        Refused("a fraction of the learning rate, 0 to 1", () => LearningRate.Cosine(1, 1.5));
    }

    /// <summary>After the warm-up a schedule has the value of the formula at (step − warmUp, steps − warmUp).</summary>
    private static void Follows(Func<int, LearningRate> schedule, Func<double, double, double> formula) => Places.Sample(place =>
    {
        double rate = schedule(place.WarmUp).At(place.Step, place.Steps);
        double expected = place.Step < place.WarmUp ? 0.3 * (place.Step + 1) / place.WarmUp : formula(place.Step - place.WarmUp, place.Steps - place.WarmUp);
        return Math.Abs(rate - expected) < 1e-12;
    });

    private static void Refused(string message, Func<object> action) => Assert.Contains(message, Assert.Throws<ArgumentOutOfRangeException>(action).Message, StringComparison.Ordinal);
}
