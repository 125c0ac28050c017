namespace Listen.Data;

/// <summary>What scenes are for.</summary>
internal enum Part
{
    /// <summary>Networks are trained with them.</summary>
    Training,

    /// <summary>They choose the best epoch.</summary>
    Validation,

    /// <summary>Networks are judged by them.</summary>
    Test,
}
