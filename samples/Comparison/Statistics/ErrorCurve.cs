namespace Comparison.Statistics;

/// <summary>The error of a method at some costs, bytes or times, and between them along a line over the logarithm of the cost.</summary>
/// <param name="points">The costs and the errors.</param>
internal sealed class ErrorCurve(IEnumerable<(double Cost, double Error)> points)
{
    private readonly (double Cost, double Error)[] _points = [.. points.OrderBy(point => point.Cost)];

    /// <summary>The error at a cost; null below the smallest and above the largest one.</summary>
    /// <param name="cost">The cost.</param>
    public double? At(double cost)
    {
        for (int i = 0; i < _points.Length; i++)
        {
            if (cost == _points[i].Cost) return _points[i].Error;
            if (i == 0 || cost < _points[i - 1].Cost || cost > _points[i].Cost) continue;
            double share = Math.Log(cost / _points[i - 1].Cost) / Math.Log(_points[i].Cost / _points[i - 1].Cost);
            return _points[i - 1].Error + share * (_points[i].Error - _points[i - 1].Error);
        }

        return null;
    }
}
