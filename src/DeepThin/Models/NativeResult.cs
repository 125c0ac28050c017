namespace DeepThin;

/// <summary>What a function that other languages call returns; the C header has a constant for each, in capital letters.</summary>
internal enum NativeResult
{
    /// <summary>The call did what it says.</summary>
    Ok = 0,

    /// <summary>A pointer is null.</summary>
    NullPointer = 1,

    /// <summary>A length is not that of the model.</summary>
    WrongLength = 2,

    /// <summary>A handle is not one of a model of this kind that is loaded.</summary>
    InvalidHandle = 3,

    /// <summary>The outputs share memory with the inputs.</summary>
    Overlap = 4,

    /// <summary>The weights are no valid file, or do not fit the model.</summary>
    Weights = 5,

    /// <summary>A file is not there or cannot be read.</summary>
    File = 6,

    /// <summary>Anything else, such as too little memory.</summary>
    Other = 7,

    /// <summary>A session cannot go on from its state, or the bytes are no state of the model. Of a model that takes sequences.</summary>
    State = 8,
}
