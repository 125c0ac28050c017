using System;

namespace DeepThin;

/// <summary>
/// The values of their own that the inputs and the outputs of a compressed matrix are multiplied with, y = s∘((g∘x)W). They begin with 1, and are
/// trained with the factors.
/// </summary>
[Flags]
public enum Gains
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>g, a value for each of the Q inputs.</summary>
    Inputs = 1,

    /// <summary>s, a value for each of the R outputs.</summary>
    Outputs = 2,

    /// <summary>Both.</summary>
    Both = Inputs | Outputs,
}
