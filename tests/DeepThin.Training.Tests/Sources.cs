namespace DeepThin.Training.Tests;

/// <summary>The samples of a dataset through a source that is none.</summary>
internal class CopiedSource(Dataset data) : IDataSource
{
    private int _reads;

    protected Dataset Data => data;

    /// <summary>How often a sample was asked for.</summary>
    public int Reads => _reads;

    public virtual int Count => data.Count;

    public int Features => data.Features;

    public virtual int Outputs => data.Outputs;

    public bool HasLabels => data.HasLabels;

    public virtual bool HasWeights => data.HasWeights;

    public IReadOnlyList<string> FeatureNames => data.FeatureNames;

    public IReadOnlyList<string> ClassNames => data.ClassNames;

    public virtual void Read(int index, SampleBuffer sample)
    {
        Interlocked.Increment(ref _reads);
        data.Read(index, sample);
    }
}

/// <summary>A source that does something else than to give the samples of its dataset.</summary>
internal sealed class OddSource(Dataset data, OddSource.Reading read, bool hasWeights = false) : CopiedSource(data)
{
    public delegate void Reading(Dataset data, int index, SampleBuffer sample);

    public override bool HasWeights => hasWeights || base.HasWeights;

    public override void Read(int index, SampleBuffer sample) => read(Data, index, sample);
}

/// <summary>Samples that are computed: targets on a plane over two features.</summary>
internal sealed class ComputedSource(int count, int reads, Action enough) : IDataSource
{
    private int _left = reads;

    public int Count => count;

    public int Features => 2;

    public int Outputs => 1;

    public bool HasLabels => false;

    public void Read(int index, SampleBuffer sample)
    {
        if (Interlocked.Decrement(ref _left) == 0) enough();
        float x = index % 1000 / 1000f, y = index % 77 / 77f;
        sample.Features[0] = x;
        sample.Features[1] = y;
        sample.Targets[0] = x - 2 * y;
    }
}
