using System.Buffers;

namespace DeepThin;

/// <summary>Sessions of models that take sequences.</summary>
public static class SequenceModels
{
    /// <summary>Begins a sequence, whose state the session keeps.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="model">The model, which any number of sessions share.</param>
    /// <exception cref="NotSupportedException">A layer of the model needs a whole sequence, so that it has no steps.</exception>
    public static ModelSession<TModel> CreateSession<TModel>(this TModel model)
        where TModel : class, ISequenceModel<TModel> => new(model);

    /// <summary>Goes on with many sessions by one step each, 64 at a time: faster than one after the other.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="model">The model of all of them.</param>
    /// <param name="sessions">The sessions, none of them twice.</param>
    /// <param name="inputs">A step of each, InputLength values.</param>
    /// <param name="outputs">Receives the predictions, OutputLength values for each session; must not overlap <paramref name="inputs"/>.</param>
    /// <exception cref="ArgumentException">A length is wrong, the spans overlap, or a session is one of another model; no session has gone on.</exception>
    /// <exception cref="InvalidOperationException">A session was given a part of a step; no session has gone on.</exception>
    /// <exception cref="ObjectDisposedException">A session has ended, or the model was disposed of; no session has gone on.</exception>
    public static void StepBatch<TModel>(this TModel model, ReadOnlySpan<ModelSession<TModel>> sessions, ReadOnlySpan<float> inputs, Span<float> outputs)
        where TModel : class, ISequenceModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach (var session in sessions)
        {
            if (session.Model != model) throw new ArgumentException("A session is one of another model; give those that were created from this one.", nameof(sessions));
            session.CheckStep();
        }

        int length = TModel.StateLength;
        float[] rented = ArrayPool<float>.Shared.Rent(sessions.Length * length);
        try
        {
            var states = rented.AsSpan(0, sessions.Length * length);
            for (int i = 0; i < sessions.Length; i++) sessions[i].State.CopyTo(states[(i * length)..]);
            model.StepBatch(inputs, outputs, states);
            for (int i = 0; i < sessions.Length; i++)
            {
                states.Slice(i * length, length).CopyTo(sessions[i].State);
                sessions[i].CountStep();
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }
}
