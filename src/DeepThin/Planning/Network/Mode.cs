namespace DeepThin.Planning;

/// <summary>A way in which a network is computed. Each has kernels and memory of its own.</summary>
internal enum Mode
{
    /// <summary>One sample forward; lanes run over its values.</summary>
    OneSample,

    /// <summary>A panel of samples forward; lanes run over the samples.</summary>
    Panel,

    /// <summary>A panel forward, which keeps what the backward half needs.</summary>
    Trace,

    /// <summary>A panel backward, from the gradients of the outputs to those of parameters and inputs.</summary>
    Backward,
}
