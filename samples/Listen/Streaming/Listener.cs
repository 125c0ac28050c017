using DeepThin;

namespace Listen.Streaming;

/// <summary>Listens to one stream with a network: frames, features, and a session that follows them. It allocates nothing for a frame, and is for one thread at a time.</summary>
/// <typeparam name="TModel">The network.</typeparam>
/// <param name="model">The network, which any number of streams share.</param>
/// <param name="spectrum">Computes features; the streams of a thread share one.</param>
internal sealed class Listener<TModel>(TModel model, MelSpectrum spectrum) : IDisposable
    where TModel : class, ISequenceModel<TModel>
{
    private readonly Frames _frames = new();
    private readonly ModelSession<TModel> _session = new(model);
    private readonly float[] _features = new float[TModel.InputLength], _probability = new float[TModel.OutputLength];

    /// <summary>Takes samples until a frame is whole, and answers it.</summary>
    /// <param name="samples">The samples of a chunk that have not been taken; those that are taken go.</param>
    /// <param name="probability">Receives the probability that somebody speaks in the frame.</param>
    /// <returns>Whether a frame is whole; if none is, all samples were taken.</returns>
    public bool Next(ref ReadOnlySpan<short> samples, out float probability)
    {
        probability = 0;
        if (!_frames.Next(ref samples)) return false;
        spectrum.Compute(_frames.Window, _features);
        _session.Step(_features, _probability);
        probability = _probability[0];
        return true;
    }

    public void Dispose() => _session.Dispose();
}
