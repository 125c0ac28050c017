namespace DeepThin.Training.Tests;

public sealed class TrainingResultTests
{
    [Fact]
    public void Printed_it_is_a_table_of_epochs()
    {
        var result = new TrainingResult
        {
            History = [Epoch(1, 0.5, 0.61, 0.8, 125), Epoch(2, 0.25, 0.5, 0.9, 8.5), Epoch(3, 0.125, 0.55, 0.85, 12.25)],
            BestEpoch = 2,
            StoppedEarly = true,
            Warnings = [new TrainingWarning { Message = "Something is strange." }],
        };
        Assert.Equal(
            """
            epoch    loss  validation  accuracy    rate        time
                1  0.5000      0.6100   80.00 %  1.0e-3  2 min 05 s
               2*  0.2500      0.5000   90.00 %  1.0e-3      8.50 s
                3  0.1250      0.5500   85.00 %  1.0e-3      12.3 s
            The training took 2 min 26 s, and stopped early; epoch 2 was the best.
            Something is strange.

            """.ReplaceLineEndings("\n"),
            result.ToString());
    }

    [Fact]
    public void Without_validation_it_has_fewer_columns()
    {
        var result = new TrainingResult { History = [Epoch(1, 0.5, null, null, 7500)], BestEpoch = null, StoppedEarly = false };
        Assert.Equal("epoch    loss    rate        time\n    1  0.5000  1.0e-3  2 h 05 min\nThe training took 2 h 05 min.\n", result.ToString());
    }

    private static EpochResult Epoch(int epoch, double loss, double? validation, double? accuracy, double seconds) => new()
    {
        Epoch = epoch,
        TrainingLoss = loss,
        ValidationLoss = validation,
        ValidationAccuracy = accuracy,
        LearningRate = 0.001,
        Elapsed = TimeSpan.FromSeconds(seconds),
    };
}
