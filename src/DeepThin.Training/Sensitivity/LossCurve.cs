namespace DeepThin.Training;

/// <summary>
/// The loss of one layer as a function of its bytes: the lower convex hull of the measured points over the logarithm of the bytes, up to the point
/// with the least loss, and constant after it. So it never rises, however noisy the points are, and it is convex over the bytes as well.
/// </summary>
internal sealed class LossCurve
{
    private readonly List<(double Bytes, double Loss)> _corners = [];

    /// <summary>Draws the curve.</summary>
    /// <param name="points">The measured points, at least one; of those with the same bytes the mean loss counts.</param>
    public LossCurve(IEnumerable<(double Bytes, double Loss)> points)
    {
        foreach (var group in points.GroupBy(point => point.Bytes).OrderBy(group => group.Key))
        {
            var point = (Bytes: group.Key, Loss: group.Average(member => member.Loss));
            while (_corners.Count >= 2 && Slope(_corners[^2], _corners[^1]) >= Slope(_corners[^1], point)) _corners.RemoveAt(_corners.Count - 1);
            _corners.Add(point);
        }

        while (_corners.Count >= 2 && _corners[^1].Loss >= _corners[^2].Loss) _corners.RemoveAt(_corners.Count - 1);
    }

    /// <summary>The fewest bytes that were measured.</summary>
    public double LeastBytes => _corners[0].Bytes;

    /// <summary>The bytes from which on more of them change nothing.</summary>
    public double MostBytes => _corners[^1].Bytes;

    /// <summary>What the first byte above the least is worth, in loss; 0 if nothing.</summary>
    public double HighestPrice => _corners.Count == 1 ? 0 : Worth(0) / LeastBytes;

    /// <summary>What the last byte is worth.</summary>
    public double LowestPrice => _corners.Count == 1 ? 0 : Worth(_corners.Count - 2) / MostBytes;

    /// <summary>The loss at a number of bytes.</summary>
    public double At(double bytes)
    {
        if (bytes <= LeastBytes) return _corners[0].Loss;

        int end = _corners.FindIndex(corner => corner.Bytes >= bytes);
        if (end < 0) return _corners[^1].Loss;

        var (before, after) = (_corners[end - 1], _corners[end]);
        return before.Loss + (after.Loss - before.Loss) * Math.Log(bytes / before.Bytes) / Math.Log(after.Bytes / before.Bytes);
    }

    /// <summary>The bytes up to which one more is worth at least a price: on a segment L = a − w·log b the slope is −w / b.</summary>
    public double BytesAt(double price)
    {
        for (int i = 0; i < _corners.Count - 1; i++)
        {
            double bytes = Worth(i) / price;
            if (bytes < _corners[i + 1].Bytes) return Math.Max(bytes, _corners[i].Bytes);
        }

        return MostBytes;
    }

    /// <summary>w of a segment.</summary>
    private double Worth(int segment) => -Slope(_corners[segment], _corners[segment + 1]);

    private static double Slope((double Bytes, double Loss) from, (double Bytes, double Loss) to) => (to.Loss - from.Loss) / Math.Log(to.Bytes / from.Bytes);
}
