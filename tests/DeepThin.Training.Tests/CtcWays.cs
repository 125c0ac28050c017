namespace DeepThin.Training.Tests;

/// <summary>The definition of connectionist temporal classification, computed by going through every alignment of a few steps.</summary>
internal static class CtcWays
{
    /// <summary>What an alignment stands for: equal neighbours become one, then blanks are left out.</summary>
    public static int[] Collapse(int[] alignment, int blank) =>
        [.. alignment.Where((label, t) => t == 0 || alignment[t - 1] != label).Where(label => label != blank)];

    /// <summary>The probability of every sequence of labels that has one, by its text.</summary>
    public static Dictionary<string, double> Probabilities(float[] scores, int classes, int blank)
    {
        double[][] softmax = [.. scores.Chunk(classes).Select(Softmax)];
        var probabilities = new Dictionary<string, double>();
        int count = (int)Math.Pow(classes, softmax.Length);
        for (int number = 0; number < count; number++)
        {
            int[] alignment = new int[softmax.Length];
            double probability = 1;
            for (int t = 0, rest = number; t < alignment.Length; t++, rest /= classes)
            {
                alignment[t] = rest % classes;
                probability *= softmax[t][alignment[t]];
            }

            string labels = Text(Collapse(alignment, blank));
            if (probability > 0) probabilities[labels] = probabilities.GetValueOrDefault(labels) + probability;
        }

        return probabilities;
    }

    public static double[] Softmax(float[] scores)
    {
        double sum = scores.Sum(score => Math.Exp(score));
        return [.. scores.Select(score => Math.Exp(score) / sum)];
    }

    public static string Text(ReadOnlySpan<int> labels) => string.Join(' ', labels.ToArray());
}
