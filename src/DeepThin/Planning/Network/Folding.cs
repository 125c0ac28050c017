using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Planning;

/// <summary>
/// What predictions do to each value alone costs least where the value is written. So in a network that does not train a <c>[BatchNorm]</c>, and an <c>[Activate]</c>, belong to the epilogue of the layer before them
/// that has one, if they alone read what it writes.
/// </summary>
internal static class Folding
{
    /// <summary>Marks the layers of a network that are folded, and gives the epilogues of all.</summary>
    /// <param name="layers">The layers; receives those that are folded.</param>
    /// <param name="reads">The values that each reads: first the inputs of the network, then the outputs of the layers.</param>
    /// <param name="written">The values that are outputs of the network.</param>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="isFolding">Whether anything is folded: the traces of a network that trains need each value, and one of passes folds in each of them.</param>
    public static EpiloguePlan[] Fold(LayerPlan[] layers, int[][] reads, int[] written, int inputs, bool isFolding)
    {
        EpiloguePlan[] epilogues = [.. layers.Select(layer => new EpiloguePlan(null, layer.Activation))];
        for (int step = 0; step < layers.Length && isFolding; step++)
        {
            if (WriterOf(step) is not { } writer || layers[step].FoldInto(epilogues[writer]) is not { } epilogue) continue;
            epilogues[writer] = epilogue;
            layers[step] = layers[step] with { IsFolded = true };
        }

        return epilogues;

        // The step with an epilogue behind which, but for other names, stands nothing but what a step reads.
        int? WriterOf(int step)
        {
            for (int value = reads[step][0]; value >= inputs && IsReadOnce(value); value = reads[value - inputs][0])
            {
                var writer = layers[value - inputs];
                if (!writer.IsAlias) return writer.HasEpilogue && writer.Output == layers[step].Input ? value - inputs : null;
            }

            return null;
        }

        bool IsReadOnce(int value) => Array.IndexOf(written, value) < 0 && reads.Sum(some => some.Count(read => read == value)) == 1;
    }
}
