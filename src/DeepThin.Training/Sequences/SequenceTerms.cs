namespace DeepThin.Training;

/// <summary>The steps of sequences whose predictions count, as samples: what losses are asked about.</summary>
internal sealed class SequenceTerms(SequenceDataset data) : IDataSource
{
    /// <summary>The sequences.</summary>
    public SequenceDataset Data => data;

    public int Count { get; } = checked((int)(data.Goal == SequenceGoal.Steps ? data.StepCount : data.Count));

    public int Features => data.Features;

    public int Outputs => data.Outputs;

    public bool HasLabels => data.HasLabels;

    public void Read(int index, SampleBuffer sample)
    {
        long step = data.Goal == SequenceGoal.Steps ? index : data.EndOf(index) - 1;
        data.Steps.Span.Slice((int)(step * Features), Features).CopyTo(sample.Features);
        if (data.Goal == SequenceGoal.Labellings) sample.Label = 0;
        else if (HasLabels) sample.Label = data.Labels.Span[index];
        else data.Targets.Span.Slice(index * Outputs, Outputs).CopyTo(sample.Targets);
    }
}
