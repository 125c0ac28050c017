namespace DeepThin.Training;

/// <summary>What is known of sequences.</summary>
public enum SequenceGoal
{
    /// <summary>A label, or targets, of each step.</summary>
    Steps,

    /// <summary>A label, or targets, of each sequence: what the model predicts at the last step counts.</summary>
    Ends,

    /// <summary>A sequence of labels of each sequence, fewer than steps and at unknown places, such as the letters of speech: <see cref="Loss.Ctc"/>.</summary>
    Labellings,
}
