extern alias Library;

using System.Runtime.InteropServices;
using Library::DeepThin.Runtime;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>
/// Memory for a kernel that shows what is done with it: it is full of what is not a number, so that whoever reads before writing spoils the result, and
/// so is what lies around it, which must stay as it is.
/// </summary>
/// <param name="name">What it is, for messages.</param>
internal sealed class GuardedMemory(string name)
{
    private const int Margin = 1024, Undefined = 0x7FC0_1111, Canary = 0x7FC0_2222;

    private AlignedBuffer? _block;
    private int _length;

    /// <summary>The memory, as long as asked. Valid until it is taken again.</summary>
    /// <exception cref="InvalidOperationException">Around what was taken before something was written.</exception>
    public Span<float> Take(int length)
    {
        Check();
        if (_block == null || _block.Length < length + 2 * Margin) _block = new AlignedBuffer(length + 2 * Margin);
        _length = length;
        Before(_block).Fill(Canary);
        Bits(_block).Slice(Margin, length).Fill(Undefined);
        Behind(_block).Fill(Canary);
        return _block.Span.Slice(Margin, length);
    }

    /// <summary>Looks whether something was written around what was taken.</summary>
    /// <exception cref="InvalidOperationException">Something was.</exception>
    public void Check()
    {
        if (_block is not { } block) return;
        int before = Before(block).LastIndexOfAnyExcept(Canary), behind = Behind(block).IndexOfAnyExcept(Canary);
        if (before < 0 && behind < 0) return;
        _block = null;
        throw new InvalidOperationException(before >= 0
            ? $"The float {Margin - before} places before the {name} was written."
            : $"The float {behind} places behind the {name}, which has {_length}, was written.");
    }

    private static Span<int> Before(AlignedBuffer block) => Bits(block)[..Margin];

    // Not all of the block, which is as long as the longest that was ever taken.
    private Span<int> Behind(AlignedBuffer block) => Bits(block).Slice(Margin + _length, Margin);

    private static Span<int> Bits(AlignedBuffer block) => MemoryMarshal.Cast<float, int>(block.Span);
}
