using System.Reflection;
using System.Runtime.Intrinsics;
using DeepThin.Runtime;
using Xunit.Sdk;

namespace DeepThin.Kernels.Tests;

/// <summary>Runs a test with the kernels of one vector width, or skips it by name where this processor lacks the width.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class WidthAttribute : DataAttribute
{
    private readonly int _bits;

    /// <summary>A vector width.</summary>
    /// <param name="bits">32, which are plain loops, 128, 256 or 512.</param>
    public WidthAttribute(int bits)
    {
        _bits = bits;
        if (!IsSupported(bits)) Skip = $"This processor has no {bits}-bit vectors.";
    }

    /// <summary>The width in bits.</summary>
    public int Bits => _bits;

    /// <inheritdoc/>
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[_bits]];

    private static bool IsSupported(int bits) => bits switch
    {
        512 => Simd512.IsSupported,
        256 => Simd256.IsSupported,
        128 => Vector128.IsHardwareAccelerated,
        _ => true,
    };
}
