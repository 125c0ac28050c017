namespace DeepThin;

/// <summary>The root of r(m + n) = α·Q·R that a compressed layer takes for n: one ratio, two shapes of the auxiliary matrix.</summary>
public enum Form
{
    /// <summary>n large, m small: few long rows. The more accurate form of fully connected layers, and their default.</summary>
    Wide,

    /// <summary>n small, m large: many short rows. The faster form, and the default of convolutions.</summary>
    Tall,
}
