namespace Acoustic.Synthesis;

/// <summary>A spoken sentence.</summary>
/// <param name="Signal">The samples, −1 to 1, 16 000 in a second.</param>
/// <param name="Phones">The phones and when each ends.</param>
internal sealed record Speech(double[] Signal, PhoneTime[] Phones);
