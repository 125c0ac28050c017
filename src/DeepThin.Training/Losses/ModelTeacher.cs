using System.Numerics.Tensors;

namespace DeepThin.Training;

/// <summary>Trained models of one type; of several the mean of the logits counts, which is that of the log-probabilities up to a number for each sample.</summary>
internal sealed class ModelTeacher<TModel>(IReadOnlyList<TModel> models) : Teacher
    where TModel : class, IModel<TModel>
{
    public override string Name => models.Count == 1 ? TModel.Info.Name : $"{models.Count} of {TModel.Info.Name}";

    public override string? Fault(IDataSource data) => Refusal.Unless(
        !(TModel.Info.EndsSequences && data is SequenceTerms { Data.Goal: not SequenceGoal.Ends }),
        $"The teacher {Name} gives one prediction of a sequence, and the training sequences have something for each step.") ?? Refusal.Unless(
        data.Features == TModel.InputLength && data.Outputs == TModel.OutputLength,
        $"The teacher {Name} takes {TModel.InputLength} features and gives {TModel.OutputLength} outputs, and the training samples have {data.Features} features and {data.Outputs} classes.");

    public override void Predict(IDataSource data, int first, int count, int threads, Span<float> logits)
    {
        if (TModel.Info.TakesSequences && data is SequenceTerms terms) PredictSequences(terms, first, count, logits);
        else PredictSamples(data, first, count, threads, logits);
        TensorPrimitives.Divide(logits, models.Count, logits);
    }

    private void PredictSamples(IDataSource data, int first, int count, int threads, Span<float> logits)
    {
        // Labels without places belong to a sequence, and the teacher is asked about its steps.
        if (data is SequenceTerms { Data: { Goal: SequenceGoal.Labellings } sequences }) data = sequences.StepSamples;
        float[] samples = new float[count * data.Features], some = new float[logits.Length];
        var memory = new SampleMemory(data);
        for (int i = 0; i < count; i++) memory.FeaturesOf(first + i).CopyTo(samples.AsSpan(i * data.Features));
        logits.Clear();
        foreach (var model in models)
        {
            model.ForwardBatch(samples, some, threads);
            TensorPrimitives.Add(logits, some, logits);
        }
    }

    // Whole sequences, of whose predictions those are taken that are asked for.
    private void PredictSequences(SequenceTerms terms, int first, int count, Span<float> logits)
    {
        var data = terms.Data;
        float[] some = [];
        logits.Clear();
        for (int i = 0, place = 0; i < data.Count && place < first + count; place += data.PredictionsOf(i++))
        {
            int from = Math.Max(first, place), to = Math.Min(first + count, place + data.PredictionsOf(i));
            if (from >= to) continue;
            int steps = data.Lengths.Span[i], length = (TModel.Info.EndsSequences ? 1 : steps) * data.Outputs;
            if (some.Length < length) some = new float[length];

            // Of predictions of steps, the last ones count.
            int begins = length - data.PredictionsOf(i) * data.Outputs;
            var wanted = logits.Slice((from - first) * data.Outputs, (to - from) * data.Outputs);
            foreach (var model in models)
            {
                model.Forward(data.Sequence(i), some.AsSpan(0, length));
                TensorPrimitives.Add(wanted, some.AsSpan(begins + (from - place) * data.Outputs, wanted.Length), wanted);
            }
        }
    }
}
