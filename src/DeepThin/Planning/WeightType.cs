using System.Diagnostics.CodeAnalysis;

namespace DeepThin;

/// <summary>How values are stored in a weights file, or held by the kernels of a model. Whatever it is, inputs and outputs are in single precision.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "These are types of values, named as everywhere.")]
public enum WeightType
{
    /// <summary>Single precision, 4 bytes a value: exact.</summary>
    Float32,

    /// <summary>The upper half of single precision, 2 bytes a value: 8 bits of precision, the full range.</summary>
    BFloat16,

    /// <summary>Half precision, 2 bytes a value: 11 bits of precision, up to 65504.</summary>
    Float16,

    /// <summary>
    /// 1 byte a value, −127 to 127 times a scale in single precision: in a file for each 64 values of a row (tensor <c>{name}.scales</c>), in a kernel mostly
    /// for each output. Biases, and of two DeepThin factors the one with fewer values, stay in single precision.
    /// </summary>
    Int8,
}
