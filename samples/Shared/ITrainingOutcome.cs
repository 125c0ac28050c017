namespace DeepThin.Samples;

/// <summary>What came of the training of a network, as it is kept in a <see cref="ResultFolder"/>.</summary>
internal interface ITrainingOutcome
{
    /// <summary>The network, as the command line calls it.</summary>
    string Key { get; }

    /// <summary>Its layers, the data and how it was trained; a result of another recipe is not taken.</summary>
    string Recipe { get; }
}
