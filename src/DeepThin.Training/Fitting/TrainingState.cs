using DeepThin.Runtime;

namespace DeepThin.Training;

/// <summary>Where a training stands, besides the parameters of the model: what a checkpoint holds.</summary>
internal sealed class TrainingState(OptimizerState optimizer, int stepsPerEpoch)
{
    public OptimizerState Optimizer { get; } = optimizer;

    public int StepsPerEpoch { get; } = stepsPerEpoch;

    public List<EpochResult> History { get; } = [];

    /// <summary>The finished epochs.</summary>
    public int Epoch { get; set; }

    /// <summary>The finished steps of the epoch in progress.</summary>
    public int Step { get; set; }

    /// <summary>The finished steps of all epochs.</summary>
    public long GlobalStep => (long)Epoch * StepsPerEpoch + Step;

    /// <summary>The sum of the losses of the samples of the epoch so far.</summary>
    public double LossSum { get; set; }

    /// <summary>The learning rate of the last step.</summary>
    public double LearningRate { get; set; }

    /// <summary>The time that the epoch has taken so far.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>The best epoch, from 1; 0 for none yet.</summary>
    public int BestEpoch { get; set; }

    /// <summary>The parameters after the best epoch, if they are kept.</summary>
    public AlignedBuffer? BestParameters { get; set; }
}
