using System.Numerics.Tensors;
using DeepThin.Runtime;

namespace DeepThin.Training;

/// <summary>The gradient of a model's parameters as the slots of a step compute it: a block for each slot, zero between steps.</summary>
internal sealed class SlotGradients
{
    private readonly AlignedBuffer[] _blocks;

    public SlotGradients(int blockLength, int slots)
    {
        BlockLength = blockLength;
        _blocks = [.. Enumerable.Range(0, slots).Select(_ => new AlignedBuffer(blockLength))];
    }

    public int BlockLength { get; }

    public int Slots => _blocks.Length;

    /// <summary>The slots that take part in the step.</summary>
    public int Used { get; set; }

    /// <summary>The block of the first slot, to which those of the others are added.</summary>
    public Span<float> Sum => _blocks[0].Span;

    public Span<float> Of(int slot) => _blocks[slot].Span;

    /// <summary>Adds the chunk of all slots to that of the first, in order, and leaves zeros in the others.</summary>
    public Span<float> AddUp(int chunk)
    {
        var sum = Chunks.Of(Sum, chunk);
        foreach (var block in _blocks.AsSpan(1, Used - 1))
        {
            var gradients = Chunks.Of(block.Span, chunk);
            TensorPrimitives.Add(sum, gradients, sum);
            gradients.Clear();
        }

        return sum;
    }
}
