using System.Numerics.Tensors;

namespace DeepThin.Training;

/// <summary>The second half of a step: the gradient is completed and shortened to the ClipNorm, the optimiser changes the values, and the model follows them.</summary>
internal sealed class ParameterUpdate
{
    /// <summary>The floats whose squares are added in single precision, as torch does over whole tensors.</summary>
    private const int NormBlock = 256;

    private readonly TrainedParameters _parameters;
    private readonly OptimizerState _optimizer;
    private readonly RateMap _rates;
    private readonly double? _clipNorm;
    private readonly WorkerTeam _team;
    private readonly DivergenceCheck _check;
    private readonly double[] _squares;
    private readonly Action<int> _takeAndSquare;
    private readonly Action<int> _update;
    private readonly Action<int> _takeAndUpdate;
    private float _gradientScale = 1;
    private int _samples;
    private volatile bool _isFinite = true;

    public ParameterUpdate(TrainedParameters parameters, OptimizerState optimizer, TrainingOptions options, WorkerTeam team, DivergenceCheck check)
    {
        _parameters = parameters;
        _optimizer = optimizer;
        _rates = new RateMap(parameters.Info, options.FactorRates);
        _clipNorm = options.ClipNorm;
        _team = team;
        _check = check;
        _squares = new double[Chunks.Count(parameters.Length)];
        _takeAndSquare = TakeAndSquare;
        _update = Update;
        _takeAndUpdate = TakeAndUpdate;
    }

    /// <summary>Does it.</summary>
    /// <param name="learningRate">The learning rate of the step.</param>
    /// <param name="samples">The samples of the minibatch.</param>
    /// <exception cref="TrainingDivergedException">The norm of the gradient, a value or what the optimiser remembers is not finite.</exception>
    public void Run(double learningRate, int samples)
    {
        _samples = samples;
        _parameters.PrepareGradients();
        if (_clipNorm is { } clip)
        {
            _team.Run(_squares.Length, _takeAndSquare);
            double norm = Norm();
            _check.MustBeFinite(norm, "norm of the gradient");
            _gradientScale = ClipScale(norm, clip);
            _optimizer.BeginStep(learningRate);
            _team.Run(_squares.Length, _update);
        }
        else
        {
            _optimizer.BeginStep(learningRate);
            _team.Run(_squares.Length, _takeAndUpdate);
        }

        if (!_isFinite) GoBack();
        _parameters.ApplyToModel();
    }

    /// <summary>As torch.nn.utils.clip_grad_norm_, its small constant included.</summary>
    internal static float ClipScale(double norm, double clip) => (float)Math.Min(1, clip / (norm + 1e-6));

    private double Norm()
    {
        double sum = 0;
        foreach (double square in _squares) sum += square;
        return Math.Sqrt(sum);
    }

    private void TakeAndSquare(int chunk)
    {
        var gradients = Take(chunk);
        double squares = 0;
        for (int i = 0; i < gradients.Length; i += NormBlock) squares += TensorPrimitives.SumOfSquares<float>(gradients.Slice(i, Math.Min(NormBlock, gradients.Length - i)));
        _squares[chunk] = squares;
    }

    private void TakeAndUpdate(int chunk)
    {
        Take(chunk);
        Update(chunk);
    }

    /// <summary>Completes the gradient of a chunk; running statistics follow theirs at once, which is then zero.</summary>
    private Span<float> Take(int chunk)
    {
        var gradients = _parameters.TakeGradients(chunk);
        _rates.MoveRunning(chunk * Chunks.Length, Chunks.Of(_parameters.Values, chunk), gradients, _samples);
        return gradients;
    }

    /// <summary>Changes the chunk's values, and leaves zeros in the gradient.</summary>
    private void Update(int chunk)
    {
        var gradients = Chunks.Of(_parameters.Gradients, chunk);
        if (!_rates.Update(_optimizer, chunk * Chunks.Length, Chunks.Of(_parameters.Values, chunk), gradients, _gradientScale)) _isFinite = false;
        gradients.Clear();
    }

    /// <summary>Takes the kept values back: one is no longer finite, or the optimiser's memory is not, and it would never change that value again.</summary>
    private void GoBack()
    {
        var found = NotFinite.Find(_parameters.Info, _parameters.Values);
        _parameters.GoBack();
        if (found is { } value) _check.MustBeFinite(value.Value, $"parameter {value.Name}");
        _check.MustBeFinite(double.PositiveInfinity, "largest of the values that the optimiser remembers");
    }
}
