using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>Parts of sources, and how the library reads them.</summary>
public static class DataSources
{
    /// <summary>Warnings and hints look at so many samples of a source that is not in memory.</summary>
    internal const int MostSampled = 4096;

    /// <summary>A part of the samples, which are read from the source as before; for example to hold some back for validation.</summary>
    /// <param name="source">The source.</param>
    /// <param name="start">The first sample.</param>
    /// <param name="count">The number of samples, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or reaches beyond the samples.</exception>
    public static IDataSource Slice(this IDataSource source, int start, int count)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (PartFault(source.Count, start, count) is { } fault) throw new ArgumentOutOfRangeException(start < 0 || start >= source.Count ? nameof(start) : nameof(count), fault);
        return new SourcePart(source, count, index => start + index);
    }

    /// <summary>Why samples that follow each other are no part of a source; null if they are.</summary>
    internal static string? PartFault(int samples, int start, int count) =>
        Refusal.Unless(start >= 0 && count >= 1 && start <= samples - count, $"{count} samples from sample {start} on are not a part of {samples} samples.");

    /// <summary>Reads a sample, and makes sure that it is as the source says.</summary>
    /// <param name="source">The source.</param>
    /// <param name="index">The sample.</param>
    /// <param name="sample">Receives it.</param>
    /// <param name="loss">The loss that the targets are for; null where they do not matter.</param>
    /// <exception cref="DataSourceException">It cannot be read, or is not as the source says.</exception>
    internal static void ReadChecked(this IDataSource source, int index, SampleBuffer sample, Loss? loss = null)
    {
        while (source is SourcePart part) (source, index) = (part.Source, part.IndexOf(index));
        if (source is Dataset data)
        {
            // What is in memory was checked when the dataset was made.
            data.Read(index, sample);
            return;
        }

        sample.Clear();
        try
        {
            source.Read(index, sample);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new DataSourceException(Invariant($"Sample {index} of {source.GetType().Name} cannot be read: {error.Message}"), index, error);
        }

        if (sample.Fault(source, index, loss) is { } fault) throw new DataSourceException($"{source.GetType().Name}: {fault}.", index);
    }

    /// <summary>The samples in memory: all of a dataset, and of another source at most <see cref="MostSampled"/> that are spread over it evenly.</summary>
    internal static Dataset Sampled(this IDataSource source)
    {
        if (source is Dataset data) return data;

        int count = Math.Min(source.Count, MostSampled);
        float[] samples = new float[count * source.Features], targets = new float[source.HasLabels ? 0 : count * source.Outputs];
        int[] labels = new int[source.HasLabels ? count : 0];
        float[] weight = new float[source.HasWeights ? 1 : 0];
        for (int i = 0; i < count; i++)
        {
            var place = new SampleBuffer(
                samples.AsSpan(i * source.Features, source.Features),
                source.HasLabels ? default : targets.AsSpan(i * source.Outputs, source.Outputs),
                source.HasLabels ? labels.AsSpan(i, 1) : default,
                weight);
            source.ReadChecked(source.PlaceOfSampled(i), place);
        }

        var sampled = source.HasLabels ? Dataset.WithLabels(samples, source.Features, labels, source.Outputs) : Dataset.WithTargets(samples, source.Features, targets, source.Outputs);
        return sampled.WithNames(source.FeatureNames.Count > 0 ? source.FeatureNames : null, source.ClassNames.Count > 0 ? source.ClassNames : null);
    }

    /// <summary>The index in the source of a sample of <see cref="Sampled"/>.</summary>
    internal static int PlaceOfSampled(this IDataSource source, int index) =>
        source is Dataset ? index : (int)((long)index * source.Count / Math.Min(source.Count, MostSampled));
}
