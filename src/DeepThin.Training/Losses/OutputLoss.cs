using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>The loss of one output of a model that has several, and its weight in the sum of all.</summary>
public sealed class OutputLoss
{
    /// <summary>The loss of an output.</summary>
    /// <param name="output">The output, such as <c>Detector.Outputs.Scores</c>.</param>
    /// <param name="loss">
    /// Its loss. <see cref="Loss.CrossEntropy"/> takes the known class from the targets: a 1 for that class, and 0 for the others.
    /// </param>
    /// <param name="weight">What the loss counts in the sum, above 0.</param>
    /// <exception cref="ArgumentNullException">The output or the loss is null.</exception>
    /// <exception cref="ArgumentException">The loss is a distillation, or one of several outputs itself; or the weight is not above 0.</exception>
    public OutputLoss(ValueInfo output, Loss loss, double weight = 1)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(loss);
        if (loss is DistillationLoss or OutputsLoss) throw new ArgumentException($"{loss} is no loss of a single output; use another, such as Loss.CrossEntropy or Loss.MeanSquare.", nameof(loss));
        if (weight is not (> 0 and < double.PositiveInfinity)) throw new ArgumentOutOfRangeException(nameof(weight), weight, Invariant($"The weight of the loss of '{output.Name}' is above 0, and 1 for most; leave an output out that shall not be trained."));
        (Output, Loss, Weight) = (output, loss, weight);
    }

    /// <summary>The output.</summary>
    public ValueInfo Output { get; }

    /// <summary>Its loss.</summary>
    public Loss Loss { get; }

    /// <summary>What the loss counts in the sum.</summary>
    public double Weight { get; }

    /// <summary>The loss in words, as a checkpoint keeps it.</summary>
    public override string ToString() => Invariant($"{Output.Name}: {(Weight == 1 ? "" : Invariant($"{Weight}·"))}{Loss}");

    /// <summary>The loss for samples that are not trained on.</summary>
    internal OutputLoss Plain => new(Output, Loss.Plain, Weight);
}
