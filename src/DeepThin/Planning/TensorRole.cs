namespace DeepThin;

/// <summary>What a tensor is to its layer. Optimisers, the types of a weights file and studies of a layer ask for it, never for a name.</summary>
public enum TensorRole
{
    /// <summary>The weights as they are, the two factors of a rank factorisation, or the values that hashed weights share.</summary>
    Weight,

    /// <summary>X_f of m×r, the left one of the two factors of a DeepThin layer.</summary>
    LeftFactor,

    /// <summary>W_f of r×n, the right one.</summary>
    RightFactor,

    /// <summary>The bias, or one of the two factors of a compressed bias.</summary>
    Bias,

    /// <summary>g, the values that the inputs of a matrix are multiplied with.</summary>
    InputGain,

    /// <summary>s, the values that the outputs of a matrix are multiplied with, before the bias is added.</summary>
    OutputGain,

    /// <summary>What is subtracted from each input of a layer that standardises; not trained.</summary>
    Mean,

    /// <summary>What each of its inputs is multiplied with then; not trained.</summary>
    Scale,

    /// <summary>What a layer without a matrix multiplies channels, or values, with: all of them, or those below zero.</summary>
    Gain,

    /// <summary>The running mean of each channel. Its gradient is how far it is from that of the samples, and a step of training follows it whatever the learning rate.</summary>
    RunningMean,

    /// <summary>The running variance of each channel, which follows that of the samples in the same way.</summary>
    RunningVariance,
}
