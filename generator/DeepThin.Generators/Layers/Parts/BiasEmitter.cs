using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Emitting;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>Writes a bias: none, a vector, or two factors.</summary>
/// <param name="bias">The bias, or null for none.</param>
/// <param name="tensors">Its tensors.</param>
/// <param name="step">The step of the layer, which has the places of its tensors.</param>
internal sealed class BiasEmitter(BiasPlan? bias, IReadOnlyList<TensorInfo> tensors, StepPlan step)
{
    /// <summary>Whether there is one.</summary>
    public bool IsThere => bias != null;

    /// <summary>Whether it is a vector, which is added where the activation is applied.</summary>
    public bool IsVector => bias is { Factors: null };

    /// <summary>Whether it is two factors, which are added to the sums of one sample before.</summary>
    public bool IsFactored => bias is { Factors: not null };

    /// <summary>The bias of row c of a panel, in all lanes.</summary>
    public string Row => IsVector ? "TSimd.Broadcast(ref b, c)" : "TSimd.Broadcast(At(ref bxf, c / BiasN) * At(ref bwf, c % BiasN))";

    private string[] Names => bias == null ? [] : IsVector ? ["b"] : ["bxf", "bwf"];

    /// <summary>The plan of the bias in a line, or null where there is nothing to say.</summary>
    public string? Describe() => bias?.Factors is not { } factors ? null
        : $"b 1×{Numbers.Text(bias.Length)} = ReLayout({Numbers.Text(factors.M)}×1 · 1×{Numbers.Text(factors.N)}), α = {Numbers.Percent(factors.Ratio)}.";

    /// <summary>The places of the tensors behind the first one of the layer, as constants.</summary>
    public IEnumerable<string> Places() => Names.Select((name, i) => $"{SourceWriter.Constant(name)} = {SourceWriter.Literal(tensors[i].Offset - step.Parameters)}");

    /// <summary>Writes the sizes of the factors as constants.</summary>
    public void EmitSizes(SourceWriter writer)
    {
        if (bias?.Factors is { } factors) writer.Write($"private const int BiasM = {factors.M}, BiasN = {factors.N};");
    }

    /// <summary>Writes references to the tensors; with a d before them in a block of gradients.</summary>
    public void EmitTensors(SourceWriter writer, string block, string prefix)
    {
        foreach (string name in Names) writer.Write($"ref float {prefix}{name} = ref At(ref {block}, {SourceWriter.Constant(name)});");
    }

    /// <summary>Adds a factored bias to the sums of one sample.</summary>
    public void EmitOneSample(SourceWriter writer)
    {
        if (!IsFactored) return;
        writer.Write("""
            // z[j·n + p] = sums[j·n + p] + X_b[j]·W_b[p]
            for (int j = 0; j < BiasM; j++)
            {
                TVector scale = TSimd.Broadcast(ref bxf, j);
                for (int p = 0; p < BiasN; p += TSimd.Count)
                {
                    ref float z = ref At(ref sums, j * BiasN + p);
                    TVector values = TSimd.LoadPartial(ref bwf, p, Math.Min(TSimd.Count, BiasN - p));
                    TSimd.Store(TSimd.MultiplyAdd(scale, values, TSimd.Load(ref z, 0)), ref z, 0);
                }
            }

            """);
    }

    /// <summary>From the gradients g of a panel to those of the bias.</summary>
    public void EmitBackward(SourceWriter writer)
    {
        if (bias == null) return;
        EmitTensors(writer, "gradients", "d");
        if (IsVector)
        {
            writer.Write($"""

                // ∂L/∂b[c] = Σ_b g[c, b]
                {PanelKernels}.AddRowSums(ref g, R, ref db);
                """);
        }
        else
        {
            EmitTensors(writer, "parameters", "");
            writer.Write($$"""

                // ∂L/∂b[c] = Σ_b g[c, b]; ∂L/∂X_b[j] = Σ_p ∂L/∂b[j·n + p]·W_b[p], ∂L/∂W_b[p] = Σ_j ∂L/∂b[j·n + p]·X_b[j]
                Clear(ref scratch, R);
                {{PanelKernels}}.AddRowSums(ref g, R, ref scratch);
                for (int c = 0; c < R; c++)
                {
                    At(ref dbxf, c / BiasN) += At(ref scratch, c) * At(ref bwf, c % BiasN);
                    At(ref dbwf, c % BiasN) += At(ref scratch, c) * At(ref bxf, c / BiasN);
                }
                """);
        }

        writer.Skip();
    }
}
