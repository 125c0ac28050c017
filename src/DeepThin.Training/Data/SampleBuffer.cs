namespace DeepThin.Training;

/// <summary>The place of one sample, which an <see cref="IDataSource"/> fills.</summary>
public readonly ref struct SampleBuffer
{
    private readonly Span<int> _label;
    private readonly Span<float> _weight;

    /// <summary>A place in memory of your own, to try a source with.</summary>
    /// <param name="features">Receives the features.</param>
    /// <param name="targets">Receives the targets; empty for samples with labels.</param>
    /// <param name="label">Receives the label, one value; empty for samples with targets.</param>
    /// <param name="weight">Receives the weight, one value; empty for samples without weights.</param>
    public SampleBuffer(Span<float> features, Span<float> targets = default, Span<int> label = default, Span<float> weight = default)
    {
        Features = features;
        Targets = targets;
        _label = label;
        _weight = weight;
    }

    /// <summary>Receives the features, as many finite values as the source has features.</summary>
    public Span<float> Features { get; }

    /// <summary>Receives the targets, as many finite values as the source has outputs; empty where it has labels.</summary>
    public Span<float> Targets { get; }

    /// <summary>Receives the class, 0 to Outputs − 1.</summary>
    /// <exception cref="InvalidOperationException">The source has no labels.</exception>
    public int Label
    {
        set
        {
            if (_label.IsEmpty) throw new InvalidOperationException("The source says that it has no labels (HasLabels), so a sample has no place for one.");
            _label[0] = value;
        }
    }

    /// <summary>Receives how much the sample counts in a loss, a finite value that is 0 or more. Over all samples of a source the mean is 1, or the learning rate means another one.</summary>
    /// <exception cref="InvalidOperationException">The source has no weights.</exception>
    public float Weight
    {
        set
        {
            if (_weight.IsEmpty) throw new InvalidOperationException("The source says that it has no weights (HasWeights), so a sample has no place for one.");
            _weight[0] = value;
        }
    }

    /// <summary>Writes what no sample has, so that what a source leaves out is found.</summary>
    internal void Clear()
    {
        Features.Fill(float.NaN);
        Targets.Fill(float.NaN);
        _label.Fill(-1);
        _weight.Fill(float.NaN);
    }

    /// <summary>What is wrong with what was written; null if it is a sample of the source.</summary>
    internal string? Fault(IDataSource source, int index, Loss? loss)
    {
        const string Left = "; what Read does not write is NaN";
        if (SampleFaults.OfValues(Features, Features.Length, "Sample", "feature", index) is { } feature) return feature + Left;
        if (SampleFaults.OfValues(Targets, Targets.Length, "The target of sample", "value", index) is { } target) return target + Left;
        if (!_label.IsEmpty && SampleFaults.OfLabel(_label[0], source.Outputs, index) is { } label) return label;
        if (!_weight.IsEmpty && SampleFaults.OfWeight(_weight[0], index) is { } weight) return weight;
        return Targets.IsEmpty ? null : loss?.FaultOfTargets(Targets, index);
    }
}
