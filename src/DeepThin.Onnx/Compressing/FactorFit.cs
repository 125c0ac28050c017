using DeepThin.Planning;

namespace DeepThin.Onnx.Compressing;

/// <summary>
/// The factors and gains that come nearest to a matrix, by least squares: W[q, c] ≈ g_q·(X_f·W_f)[i / n, i mod n] with the flat index i = c·Q + q. Without gains that is the truncated singular value
/// decomposition of W after the inverse ReLayout; with gains, factors and gains are fitted in turn, unless the factors have less than half of the squares of W.
/// </summary>
internal sealed class FactorFit
{
    // What a sweep of fits gains falls steadily; beyond these there is nothing left to gain.
    private const int MostRounds = 40, MostSweeps = 60;

    private const double LeastGain = 1e-7;

    // Where factors have little of a matrix, gains that are fitted follow its noise, and a network that is tuned from there learns worse than with gains of 1: on Fashion-MNIST by 0.5 points at 3 % and 1.2 at 1 %.
    private const double LeastForGains = 0.5;

    private readonly float[] _matrix;
    private readonly ReLayoutPlan _plan;
    private readonly int _period;
    private readonly double _whole;

    // The gain that stands at each value of W.
    private readonly float[] _gainOf;

    /// <summary>Fits factors.</summary>
    /// <param name="matrix">W, the R outputs one behind the other, each with its Q inputs.</param>
    /// <param name="plan">The sizes of the factors.</param>
    /// <param name="gains">The gains of inputs: Q, the channels of a convolution, of which input q has the one at q modulo their number, or 0 for none.</param>
    /// <param name="cancellation">Cancels the fit.</param>
    public FactorFit(float[] matrix, ReLayoutPlan plan, int gains, CancellationToken cancellation)
    {
        (_matrix, _plan, _period) = (matrix, plan, gains);
        _gainOf = new float[matrix.Length];
        Array.Fill(_gainOf, 1);
        Left = new double[plan.M, plan.Rank];
        Right = new double[plan.Rank, plan.N];
        Gains = new double[gains];
        Array.Fill(Gains, 1);
        _whole = Math.Max(double.Epsilon, Squares(Array.ConvertAll(matrix, value => (double)value)));
        Fit(gains > 0, cancellation);
        if (gains > 0 && Captured < LeastForGains)
        {
            Array.Fill(_gainOf, 1);
            Array.Fill(Gains, 1);
            Fit(withGains: false, cancellation);
        }

        Balance();
    }

    private void Fit(bool withGains, CancellationToken cancellation)
    {
        Captured = 0;
        for (int k = 0; k < _plan.Rank; k++) Begin(k);
        for (int round = 0; round < MostRounds; round++)
        {
            double before = Captured;
            for (int k = 0; k < _plan.Rank; k++) FitDirection(k, cancellation);
            if (withGains) FitGains();
            Captured = 1 - Squares(Residual(except: -1)) / _whole;
            if (!withGains && _plan.Rank == 1 || Captured - before < LeastGain) break;
        }
    }

    /// <summary>X_f, m×r.</summary>
    public double[,] Left { get; }

    /// <summary>W_f, r×n.</summary>
    public double[,] Right { get; }

    /// <summary>The gains of the inputs.</summary>
    public double[] Gains { get; }

    /// <summary>The share of the squares of W that the fit has: 1 where it is W.</summary>
    public double Captured { get; private set; }

    private static double Squares(double[] values) => values.Sum(value => value * value);

    // The strongest direction is found from any start that is not at right angles to it.
    private void Begin(int k)
    {
        var random = new Random(k);
        for (int row = 0; row < _plan.M; row++) Left[row, k] = 0;
        for (int j = 0; j < _plan.N; j++) Right[k, j] = random.NextDouble() - 0.5;
    }

    private void FitDirection(int k, CancellationToken cancellation)
    {
        double[] residual = Residual(except: k);
        // The last row is not whole. It joins when the others have found their direction: from any other start the fit may end with its sign turned.
        if (_plan.M > 1) Sweep(residual[..((_plan.M - 1) * _plan.N)], k, cancellation);
        Sweep(residual, k, cancellation);
    }

    private void Sweep(double[] residual, int k, CancellationToken cancellation)
    {
        double before = 0;
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            cancellation.ThrowIfCancellationRequested();
            FitLeft(residual, k);
            double captured = FitRight(residual, k);
            if (captured - before < LeastGain * captured) break;
            before = captured;
        }
    }

    private double[] Residual(int except)
    {
        double[] rest = new double[_matrix.Length];
        for (int row = 0, i = 0; i < rest.Length; row++)
        {
            for (int j = 0; j < _plan.N && i < rest.Length; j++, i++)
            {
                double sum = 0;
                for (int k = 0; k < _plan.Rank; k++)
                {
                    if (k != except) sum += Left[row, k] * Right[k, j];
                }

                rest[i] = _matrix[i] - _gainOf[i] * sum;
            }
        }

        return rest;
    }

    private void FitLeft(double[] residual, int k)
    {
        for (int row = 0, i = 0; i < residual.Length; row++)
        {
            double product = 0, square = 0;
            for (int j = 0; j < _plan.N && i < residual.Length; j++, i++)
            {
                double term = _gainOf[i] * Right[k, j];
                product += residual[i] * term;
                square += term * term;
            }

            Left[row, k] = square > 0 ? product / square : 0;
        }
    }

    // Returns the squares that the direction takes from the residual.
    private double FitRight(double[] residual, int k)
    {
        double[] products = new double[_plan.N], squares = new double[_plan.N];
        for (int row = 0, i = 0; i < residual.Length; row++)
        {
            double left = Left[row, k];
            for (int j = 0; j < _plan.N && i < residual.Length; j++, i++)
            {
                double term = _gainOf[i] * left;
                products[j] += residual[i] * term;
                squares[j] += term * term;
            }
        }

        double captured = 0;
        for (int j = 0; j < _plan.N; j++)
        {
            Right[k, j] = squares[j] > 0 ? products[j] / squares[j] : 0;
            captured += Right[k, j] * products[j];
        }

        return captured;
    }

    // The same product of factors as large as those that a layer begins with: of the factor with fewer values, and of gains, the mean square is 1. A step of Adam is as long for small values as for large ones.
    private void Balance()
    {
        double gain = Gains.Length > 0 ? Math.Sqrt(Squares(Gains) / Gains.Length) : 1;
        if (!(gain > 0)) return;
        for (int q = 0; q < Gains.Length; q++) Gains[q] /= gain;
        for (int k = 0; k < _plan.Rank; k++)
        {
            double[] few = _plan.M < _plan.N ? [.. Enumerable.Range(0, _plan.M).Select(row => Left[row, k])] : [.. Enumerable.Range(0, _plan.N).Select(j => Right[k, j])];
            double scale = Math.Sqrt(Squares(few) / few.Length), ofFew = scale > 0 ? 1 / scale : 1, ofMany = gain / ofFew;
            var (left, right) = _plan.M < _plan.N ? (ofFew, ofMany) : (ofMany, ofFew);
            for (int row = 0; row < _plan.M; row++) Left[row, k] *= left;
            for (int j = 0; j < _plan.N; j++) Right[k, j] *= right;
        }
    }

    private void FitGains()
    {
        double[] products = new double[_period], squares = new double[_period];
        for (int row = 0, i = 0; i < _matrix.Length; row++)
        {
            for (int j = 0; j < _plan.N && i < _matrix.Length; j++, i++)
            {
                double sum = 0;
                for (int k = 0; k < _plan.Rank; k++) sum += Left[row, k] * Right[k, j];
                int at = i % _plan.Q % _period;
                products[at] += _matrix[i] * sum;
                squares[at] += sum * sum;
            }
        }

        for (int q = 0; q < _period; q++) Gains[q] = squares[q] > 0 ? products[q] / squares[q] : 0;
        for (int i = 0; i < _gainOf.Length; i++) _gainOf[i] = (float)Gains[i % _plan.Q % _period];
    }
}
