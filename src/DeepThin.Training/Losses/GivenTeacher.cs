namespace DeepThin.Training;

/// <summary>Logits that were computed before.</summary>
internal sealed class GivenTeacher(ReadOnlyMemory<float> given) : Teacher
{
    public override string Name => "of given logits";

    public override string? Fault(IDataSource data)
    {
        long predictions = PredictionsOf(data);
        string what = predictions == data.Count ? "training samples" : "steps of the training sequences";
        return Refusal.Unless(
            given.Length == predictions * data.Outputs,
            $"There are {given.Length} logits of the teacher; the {predictions} {what} of {data.Outputs} classes need {predictions} × {data.Outputs} = {predictions * data.Outputs}.");
    }

    public override void Predict(IDataSource data, int first, int count, int threads, Span<float> logits)
    {
        int outputs = data.Outputs;
        for (int i = 0; i < count; i++)
        {
            int index = data is SourcePart { IsDrawn: true } drawn ? drawn.IndexOf(first + i) : first + i;
            given.Span.Slice(index * outputs, outputs).CopyTo(logits[(i * outputs)..]);
        }
    }
}
