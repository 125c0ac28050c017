namespace Listen;

/// <summary>The share of the frames of speech that are found over that of the other frames that are taken for speech, for all thresholds.</summary>
internal static class RocCurve
{
    /// <summary>The area below the curve: how often a frame of speech has a higher score than another frame; an equal score is half of it.</summary>
    /// <param name="scores">The score of each frame; sorted on return.</param>
    /// <param name="labels">For each frame 1 for speech or 0; sorted along with the scores.</param>
    /// <returns>Null where all frames are speech, or none is.</returns>
    public static double? Area(float[] scores, int[] labels)
    {
        Array.Sort(scores, labels);
        long speech = 0, others = 0, twice = 0;
        for (int first = 0, end; first < scores.Length; first = end)
        {
            int found = 0;
            for (end = first; end < scores.Length && scores[end] == scores[first]; end++) found += labels[end];
            int equal = end - first - found;
            twice += found * (2 * others + equal);
            speech += found;
            others += equal;
        }

        return speech > 0 && others > 0 ? twice / 2.0 / ((double)speech * others) : null;
    }
}
