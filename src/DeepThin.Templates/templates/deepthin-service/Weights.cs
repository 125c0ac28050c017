using DeepThin;

/// <summary>
/// The model that predicts, and what replaces it: a file of weights that is looked at once a second. Put a new one in its place by renaming it, so that it is
/// whole: <c>cp new.safetensors DIR/next &amp;&amp; mv DIR/next DIR/model.safetensors</c>. A file that does not fit is refused, and the old model goes on.
/// </summary>
internal sealed partial class Weights : BackgroundService
{
    private readonly string _path;
    private readonly ILogger<Weights> _logger;
    private WaveClassifier _current;
    private WeightsState _state;
    private (DateTime Written, long Length) _seen;

    /// <summary>Loads the first weights, without which the service does not start.</summary>
    public Weights(string path, ILogger<Weights> logger)
    {
        (_path, _logger) = (path, logger);
        _seen = Stamp();
        _current = LoadAndTry();
        _state = new(DateTime.UtcNow, Refused: null);
    }

    /// <summary>The model that predicts from now on. It is released when the last request that has read it ends and another model has taken its place.</summary>
    public WaveClassifier Current => Volatile.Read(ref _current);

    /// <summary>What is known of the weights.</summary>
    public WeightsState State => Volatile.Read(ref _state);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken)) TakeWhatIsNew();
    }

    private void TakeWhatIsNew()
    {
        var stamp = Stamp();
        if (stamp == _seen) return;
        _seen = stamp;
        try
        {
            Volatile.Write(ref _current, LoadAndTry());
            Volatile.Write(ref _state, new(DateTime.UtcNow, Refused: null));
            Taken(_path);
        }
        catch (Exception error) when (error is WeightsException or IOException or UnauthorizedAccessException or NotFiniteNumberException)
        {
            Volatile.Write(ref _state, _state with { Refused = error.Message });
            Refused(error.Message);
        }
    }

    // The file must fit the model, and predict numbers.
    private WaveClassifier LoadAndTry()
    {
        var model = WaveClassifier.Load(_path);
        model.Predict(new float[WaveClassifier.InputLength]);
        return model;
    }

    private (DateTime Written, long Length) Stamp()
    {
        var file = new FileInfo(_path);
        return (file.LastWriteTimeUtc, file.Exists ? file.Length : -1);
    }

    [LoggerMessage(LogLevel.Information, "The weights in {Path} are taken.")]
    private partial void Taken(string path);

    [LoggerMessage(LogLevel.Error, "The new weights are refused, and the old ones go on. {Reason}")]
    private partial void Refused(string reason);
}
