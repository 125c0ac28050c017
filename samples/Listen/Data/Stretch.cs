namespace Listen.Data;

/// <summary>Frames one after the other.</summary>
/// <param name="First">The first one.</param>
/// <param name="End">The one behind the last.</param>
internal readonly record struct Stretch(int First, int End)
{
    /// <summary>The stretches of frames for which something is true.</summary>
    /// <param name="frames">For each frame whether it is.</param>
    public static List<Stretch> Of(ReadOnlySpan<bool> frames)
    {
        var stretches = new List<Stretch>();
        int first = -1;
        for (int i = 0; i <= frames.Length; i++)
        {
            bool isIn = i < frames.Length && frames[i];
            if (isIn && first < 0) first = i;
            if (isIn || first < 0) continue;
            stretches.Add(new(first, i));
            first = -1;
        }

        return stretches;
    }
}
