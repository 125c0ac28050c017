using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using DeepThin.Runtime;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// What an <see cref="Optimizer"/> remembers of a parameter block from step to step: blocks of the same length, and the number of steps.
/// A parameter that is zero and has a zero gradient stays zero, so the padding between tensors does.
/// </summary>
public abstract class OptimizerState
{
    private readonly AlignedBuffer[] _blocks;

    private protected OptimizerState(int length, int blocks)
    {
        Length = length;
        _blocks = [.. Enumerable.Range(0, blocks).Select(_ => new AlignedBuffer(length))];
    }

    /// <summary>The length of the parameter block in floats.</summary>
    public int Length { get; }

    /// <summary>The number of steps done.</summary>
    public long Steps { get; private set; }

    /// <summary>Changes the parameters by one step.</summary>
    /// <param name="parameters">The parameter block, <see cref="Length"/> floats.</param>
    /// <param name="gradients">The gradient in the same layout.</param>
    /// <param name="learningRate">The learning rate of this step.</param>
    /// <param name="gradientScale">What the gradient is multiplied by first.</param>
    /// <exception cref="ArgumentException">A length is wrong; nothing was changed.</exception>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradients, double learningRate, float gradientScale = 1)
    {
        CheckLength(parameters.Length, nameof(parameters));
        CheckLength(gradients.Length, nameof(gradients));
        BeginStep(learningRate);
        UpdateRange(0, parameters, gradients, gradientScale);
    }

    /// <summary>Writes the state, so that <see cref="Restore"/> gives the same bits.</summary>
    /// <param name="writer">Receives the number of steps and the blocks.</param>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Steps);
        foreach (var block in _blocks) writer.Write(MemoryMarshal.AsBytes(block.Span));
    }

    /// <summary>Takes over a state that <see cref="Save"/> wrote for the same optimiser and length.</summary>
    /// <param name="reader">Gives what was written.</param>
    /// <exception cref="EndOfStreamException">There is less than was written.</exception>
    public void Restore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Steps = reader.ReadInt64();
        foreach (var block in _blocks) reader.ReadExactly(MemoryMarshal.AsBytes(block.Span));
    }

    /// <summary>Begins a step, which then is one <see cref="UpdateRange"/> for each range of the block, in any order and from any threads.</summary>
    internal void BeginStep(double learningRate)
    {
        Steps++;
        Prepare(learningRate);
    }

    /// <summary>Changes the parameters that begin at start, with the learning rate of the step times a multiplier of theirs, with weight decay or without.</summary>
    /// <returns>
    /// Whether the parameters are finite and all that is remembered of them. x − x is 0 for a finite x and no number otherwise; an optimiser gathers the bits of
    /// these differences as it goes, which costs less than to look at the values once more.
    /// </returns>
    internal abstract bool UpdateRange(int start, Span<float> parameters, ReadOnlySpan<float> gradients, float gradientScale, double rateMultiplier = 1, bool decays = true);

    /// <summary>Whether all is finite that is remembered of the parameters that begin at start.</summary>
    internal bool IsFinite(int start, int length)
    {
        for (int i = 0; i < _blocks.Length; i++)
        {
            if (!TensorPrimitives.IsFiniteAll<float>(Range(i, start, length))) return false;
        }

        return true;
    }

    /// <summary>Computes what is the same for all parameters of the step.</summary>
    private protected abstract void Prepare(double learningRate);

    private protected Span<float> Range(int block, int start, int length) => _blocks[block].Span.Slice(start, length);

    private void CheckLength(int length, string argument)
    {
        if (length != Length)
        {
            throw new ArgumentException(Invariant($"The block has {length} floats, and the optimiser was started for {Length}."), argument);
        }
    }
}
