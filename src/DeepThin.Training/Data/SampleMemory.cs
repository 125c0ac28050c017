namespace DeepThin.Training;

/// <summary>Memory for one sample of a source at a time.</summary>
internal sealed class SampleMemory(IDataSource source)
{
    private readonly float[] _features = new float[source.Features];
    private readonly float[] _targets = new float[source.HasLabels ? 0 : source.Outputs];
    private readonly int[] _label = new int[source.HasLabels ? 1 : 0];
    private readonly float[] _weight = new float[source.HasWeights ? 1 : 0];

    /// <summary>Reads a sample and gives its features.</summary>
    public ReadOnlySpan<float> FeaturesOf(int index)
    {
        source.ReadChecked(index, new(_features, _targets, _label, _weight));
        return _features;
    }
}
