namespace Comparison.Statistics;

/// <summary>The error of a method at some sizes, and between them along a line over the logarithm of the bytes.</summary>
/// <param name="points">The bytes and the errors.</param>
internal sealed class ErrorCurve(IEnumerable<(double Bytes, double Error)> points)
{
    private readonly (double Bytes, double Error)[] _points = [.. points.OrderBy(point => point.Bytes)];

    /// <summary>The error at a size; null below the smallest and above the largest one.</summary>
    /// <param name="bytes">The size.</param>
    public double? At(double bytes)
    {
        for (int i = 0; i < _points.Length; i++)
        {
            if (bytes == _points[i].Bytes) return _points[i].Error;
            if (i == 0 || bytes < _points[i - 1].Bytes || bytes > _points[i].Bytes) continue;
            double share = Math.Log(bytes / _points[i - 1].Bytes) / Math.Log(_points[i].Bytes / _points[i - 1].Bytes);
            return _points[i - 1].Error + share * (_points[i].Error - _points[i - 1].Error);
        }

        return null;
    }
}
