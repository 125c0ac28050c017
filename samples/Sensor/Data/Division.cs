namespace Sensor.Data;

/// <summary>A record divided by time: first what networks are trained with, then what chooses the best epoch, at the end what they are judged by.</summary>
/// <param name="values">The record.</param>
internal sealed class Division(float[] values)
{
    // In per cent of the record.
    private const int TrainingEnd = 60, ValidationEnd = 75;

    /// <summary>What networks are trained with.</summary>
    public ReadOnlySpan<float> Training => values.AsSpan(..At(TrainingEnd));

    /// <summary>What chooses the best epoch.</summary>
    public ReadOnlySpan<float> Validation => values.AsSpan(At(TrainingEnd)..At(ValidationEnd));

    /// <summary>What they are judged by.</summary>
    public ReadOnlySpan<float> Test => values.AsSpan(At(ValidationEnd)..);

    private int At(int percent) => (int)((long)values.Length * percent / 100);
}
