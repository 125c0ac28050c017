using System.Numerics.Tensors;

namespace DeepThin;

/// <summary>
/// What the outputs of a model say about classes. More than one output: one for each class, as logits (Identity), logarithms of probabilities (LogSoftmax)
/// or probabilities (Softmax). One output after a Sigmoid: the probability of class 1 of the classes 0 and 1.
/// </summary>
/// <remarks>No names of enumerations by their formatting, which brings 80 KB of the framework into a program compiled ahead of time.</remarks>
internal static class ClassOutputs
{
    /// <summary>What <see cref="Best"/> gives where there is no best class.</summary>
    public const int NoClass = -1;

    private const string WhatToDo = "Read the outputs with Forward, or give the last layer Identity (logits), LogSoftmax or Softmax, with an output for each class.";

    /// <summary>The number of classes that so many outputs tell apart.</summary>
    public static int Count(int outputs) => outputs == 1 ? 2 : outputs;

    /// <summary>Why the outputs of a model say nothing about classes, and what to do; null if they do.</summary>
    /// <param name="model">The model.</param>
    public static string? Fault(ModelInfo model) => model.Outputs.Count == 1
        ? Fault(model.Name, model.Outputs[0].Length, model.OutputActivation)
        : $"{model.Name} has {model.Outputs.Count} outputs, and none of them is the class: read them with Forward, and take each out of the prediction with Of, as in {model.Name}.Outputs.";

    /// <summary>Why the outputs say nothing about classes, and what to do; null if they do.</summary>
    /// <param name="name">What gives the outputs.</param>
    /// <param name="outputs">How many it gives.</param>
    /// <param name="last">The activation they went through.</param>
    public static string? Fault(string name, int outputs, Activation last) => last switch
    {
        Activation.Sigmoid when outputs == 1 => null,
        _ when outputs == 1 =>
            $"{name} has a single output, and its last activation is not Sigmoid but {NameOf(last)}: that is a value, and no class. Read it with Forward, or give the last layer Sigmoid (for classes 0 and 1) or an output for each class.",
        Activation.Identity or Activation.LogSoftmax or Activation.Softmax => null,
        Activation.Sigmoid =>
            $"The last activation of {name} is Sigmoid: each of its {outputs} outputs is a probability of its own, and none need be the class. Compare each output of Forward with 0.5, or give the last layer Identity (logits), LogSoftmax or Softmax.",
        _ => $"The last activation of {name} is {NameOf(last)}: the outputs are neither logits nor probabilities. {WhatToDo}",
    };

    /// <summary>The class of the largest output, the lowest one of several; of a single output class 1 above 0.5. <see cref="NoClass"/> where an output is NaN, or the largest one infinite.</summary>
    /// <param name="outputs">The outputs of one sample.</param>
    public static int Best(ReadOnlySpan<float> outputs)
    {
        if (outputs.Length == 1) return float.IsNaN(outputs[0]) ? NoClass : outputs[0] > 0.5f ? 1 : 0;
        int best = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            if (float.IsNaN(outputs[i])) return NoClass;
            if (outputs[i] > outputs[best]) best = i;
        }

        return float.IsFinite(outputs[best]) ? best : NoClass;
    }

    /// <summary>Why there is no best class, in words that follow those of the sample.</summary>
    /// <param name="outputs">The outputs of one sample, for which <see cref="Best"/> gave <see cref="NoClass"/>.</param>
    public static string WhyNone(ReadOnlySpan<float> outputs)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            if (float.IsNaN(outputs[i])) return $"output {i} is NaN";
        }

        int best = outputs.IndexOf(TensorPrimitives.Max(outputs));
        return float.IsNegative(outputs[best]) ? "all outputs are −∞" : $"output {best} is ∞";
    }

    /// <summary>Makes probabilities of the outputs of a sample, in place.</summary>
    /// <param name="values">The outputs, one for each class; for two classes the outputs may be one, at the beginning. <see cref="Best"/> gave a class.</param>
    /// <param name="last">The activation that they went through.</param>
    /// <param name="temperature">T: the probabilities are softmax(logits / T).</param>
    public static void ToProbabilities(Span<float> values, Activation last, float temperature)
    {
        if (last == Activation.Sigmoid)
        {
            (values[0], values[1]) = OfSigmoid(values[0], temperature);
            return;
        }

        if (last == Activation.Softmax && temperature == 1) return;
        if (last == Activation.Softmax) TensorPrimitives.Log(values, values);

        // Less the largest, so that none becomes infinite.
        TensorPrimitives.Subtract(values, TensorPrimitives.Max<float>(values), values);
        TensorPrimitives.Divide(values, temperature, values);
        TensorPrimitives.Exp(values, values);
        TensorPrimitives.Divide(values, TensorPrimitives.Sum<float>(values), values);
    }

    private static (float Zero, float One) OfSigmoid(float one, float temperature)
    {
        if (temperature == 1) return (1 - one, one);
        double logit = (Math.Log(one) - Math.Log(1.0 - one)) / temperature;
        return ((float)(1 / (1 + Math.Exp(logit))), (float)(1 / (1 + Math.Exp(-logit))));
    }

    private static string NameOf(Activation activation) => activation switch
    {
        Activation.Identity => nameof(Activation.Identity),
        Activation.Relu => nameof(Activation.Relu),
        Activation.LeakyRelu => nameof(Activation.LeakyRelu),
        Activation.ClippedRelu => nameof(Activation.ClippedRelu),
        Activation.Sigmoid => nameof(Activation.Sigmoid),
        Activation.Tanh => nameof(Activation.Tanh),
        Activation.Gelu => nameof(Activation.Gelu),
        Activation.GeluTanh => nameof(Activation.GeluTanh),
        Activation.Silu => nameof(Activation.Silu),
        Activation.Elu => nameof(Activation.Elu),
        Activation.Softplus => nameof(Activation.Softplus),
        Activation.HardSigmoid => nameof(Activation.HardSigmoid),
        Activation.HardSwish => nameof(Activation.HardSwish),
        Activation.Softmax => nameof(Activation.Softmax),
        Activation.LogSoftmax => nameof(Activation.LogSoftmax),
        _ => "unknown",
    };
}
