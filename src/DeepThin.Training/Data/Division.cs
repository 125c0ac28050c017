namespace DeepThin.Training;

/// <summary>Which samples go where when a dataset is divided. Every choice follows from the seed alone, with whole numbers, so it is the same on every machine.</summary>
internal static class Division
{
    /// <summary>No training has an epoch before its first one, so no training with the same seed takes the samples in this order.</summary>
    private const int BeforeAllEpochs = -1;

    /// <summary>The order of all samples that a seed gives.</summary>
    public static int[] Order(int count, int seed)
    {
        int[] order = new int[count];
        Shuffle.Fill(order, seed, BeforeAllEpochs);
        return order;
    }

    /// <summary>The number of samples of each class.</summary>
    public static int[] CountClasses(ReadOnlySpan<int> labels, int classes)
    {
        int[] counts = new int[classes];
        foreach (int label in labels) counts[label]++;
        return counts;
    }

    /// <summary>
    /// How many samples of each class the first dataset has: the share rounded down or up, so that they make the total together (largest remainders first), but
    /// at least one, and one fewer than there are.
    /// </summary>
    /// <param name="counts">The number of samples of each class, 0, or 2 and more.</param>
    /// <param name="share">The share, above 0 and below 1.</param>
    /// <param name="total">The number of samples of the first dataset. It is not reached where no class has a sample left to give or to take.</param>
    public static int[] Quotas(int[] counts, double share, int total)
    {
        int[] quotas = Array.ConvertAll(counts, count => count == 0 ? 0 : Math.Clamp((int)(share * count), 1, count - 1));
        double Missing(int label) => share * counts[label] - quotas[label];
        int missing = total - quotas.Sum();
        for (; missing > 0 && Classes().Where(label => quotas[label] < counts[label] - 1).ToArray() is { Length: > 0 } open; missing--) quotas[open.MaxBy(Missing)]++;
        for (; missing < 0 && Classes().Where(label => quotas[label] > 1).ToArray() is { Length: > 0 } open; missing++) quotas[open.MinBy(Missing)]--;
        return quotas;

        IEnumerable<int> Classes() => Enumerable.Range(0, counts.Length).Where(label => counts[label] > 0);
    }

    /// <summary>The first samples of each class in the order, as many as its quota, and the others.</summary>
    public static (int[] Taken, int[] Left) Split(int[] order, ReadOnlySpan<int> labels, int[] quotas)
    {
        int[] wanted = [.. quotas];
        var taken = new List<int>();
        var left = new List<int>();
        foreach (int sample in order) (wanted[labels[sample]]-- > 0 ? taken : left).Add(sample);
        return ([.. taken], [.. left]);
    }

    /// <summary>The fold of each place in the order: dealt out one after the other.</summary>
    public static int[] Folds(int length, int count) => [.. Enumerable.Range(0, length).Select(place => place % count)];

    /// <summary>The fold of each place in the order: the samples of class 0 are dealt out first, then those of class 1 from the next fold on, so folds are of equal size as well.</summary>
    public static int[] FoldsByClass(int[] order, ReadOnlySpan<int> labels, int[] counts, int count)
    {
        int[] next = new int[counts.Length];
        for (int label = 1; label < next.Length; label++) next[label] = next[label - 1] + counts[label - 1];
        int[] folds = new int[order.Length];
        for (int place = 0; place < folds.Length; place++) folds[place] = next[labels[order[place]]]++ % count;
        return folds;
    }
}
