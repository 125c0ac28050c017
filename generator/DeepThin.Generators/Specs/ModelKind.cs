using System;

namespace DeepThin.Generators.Specs;

/// <summary>What a model is for besides predicting, which decides its interface.</summary>
[Flags]
internal enum ModelKind
{
    /// <summary>It predicts samples that stand for themselves.</summary>
    Plain = 0,

    /// <summary>It trains.</summary>
    Trainable = 1,

    /// <summary>It takes sequences.</summary>
    Sequence = 2,
}

/// <summary>Names of interfaces.</summary>
internal static class ModelKinds
{
    /// <summary>The interface of a model, without its type parameter.</summary>
    public static string InterfaceOf(this ModelKind kind) => kind switch
    {
        ModelKind.Plain => "IModel",
        ModelKind.Trainable => "ITrainableModel",
        ModelKind.Sequence => "ISequenceModel",
        _ => "ITrainableSequenceModel",
    };
}
