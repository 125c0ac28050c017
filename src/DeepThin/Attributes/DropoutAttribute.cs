namespace DeepThin;

/// <summary>
/// Leaves values out at random while a model trains, and multiplies the others with 1 / (1 − rate), so that their sums stay what they are (Srivastava, Hinton, Krizhevsky, Sutskever and
/// Salakhutdinov, JMLR 15, 2014). In predictions nothing is left out, and in a model that does not train nothing is computed.
/// </summary>
/// <param name="rate">The probability that a value is left out, 0 to below 1.</param>
public sealed class DropoutAttribute(double rate) : LayerAttribute
{
    /// <summary>The probability that a value is left out.</summary>
    public double Rate { get; } = rate;
}
