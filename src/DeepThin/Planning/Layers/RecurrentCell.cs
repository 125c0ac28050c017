namespace DeepThin.Planning;

/// <summary>What a recurrent layer makes of the sums of its two matrices and its state.</summary>
internal enum RecurrentCell
{
    /// <summary>Long short-term memory: four gates; the state is h and c.</summary>
    Lstm,

    /// <summary>Gated recurrent units: three gates; the state is h.</summary>
    Gru,

    /// <summary>A simple cell with tanh; the state is h.</summary>
    Tanh,

    /// <summary>A simple cell with the ReLU; the state is h.</summary>
    Relu,

    /// <summary>Gated recurrent units that reset the hidden values before they are multiplied with the matrix of the candidate; the state is h.</summary>
    GruResetBefore,
}
