namespace DeepThin.Training;

/// <summary>Some samples of a source.</summary>
/// <param name="source">The source.</param>
/// <param name="count">The number of samples.</param>
/// <param name="indexOf">The index in the source of each of them.</param>
internal sealed class SourcePart(IDataSource source, int count, Func<int, int> indexOf) : IDataSource
{
    public IDataSource Source => source;

    public int Count => count;

    public int Features => source.Features;

    public int Outputs => source.Outputs;

    public bool HasLabels => source.HasLabels;

    public bool HasWeights => source.HasWeights;

    public IReadOnlyList<string> FeatureNames => source.FeatureNames;

    public IReadOnlyList<string> ClassNames => source.ClassNames;

    /// <summary>Whether the samples were drawn of the source: what is known of its samples is known of these.</summary>
    public bool IsDrawn { get; private init; }

    public int IndexOf(int index) => indexOf(index);

    public void Read(int index, SampleBuffer sample) => source.Read(indexOf(index), sample);

    /// <summary>So many samples of a source, which the seed decides.</summary>
    public static SourcePart Some(IDataSource source, int count, int seed)
    {
        int[] order = Division.Order(source.Count, seed)[..count];
        return new(source, count, index => order[index]) { IsDrawn = true };
    }
}
