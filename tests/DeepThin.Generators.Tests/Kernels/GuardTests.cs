extern alias Library;

using System.Runtime.CompilerServices;
using DeepThin.Planning;
using Library::DeepThin.Runtime;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>The memory that kernels are tested with shows what is done with it.</summary>
public sealed class GuardTests
{
    [Theory]
    [InlineData(-1, "The float 1 places before the block was written.")]
    [InlineData(-200, "The float 200 places before the block was written.")]
    [InlineData(20, "The float 0 places behind the block, which has 20, was written.")]
    [InlineData(84, "The float 64 places behind the block, which has 20, was written.")]
    public void Who_writes_around_a_block_is_seen(int place, string message)
    {
        var memory = new GuardedMemory("block");
        memory.Take(500);
        var block = memory.Take(20);
        Assert.All(block.ToArray(), value => Assert.Equal(float.NaN, value));
        block.Fill(1);
        memory.Check();
        Unsafe.Add(ref block[0], place) = float.NaN;
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => memory.Take(20)).Message);
        memory.Take(20);
    }

    [Fact]
    public void Kernels_work_in_such_memory()
    {
        var model = CompiledModel.Build([RandomModels.Model(0, TestLayers.Dense("layer", 20, 10))], seed: 1).Single();
        model.Forward(new float[20], new float[10]);
        Assert.True(float.IsNaN(Workspace.Rent(1)));
        Unsafe.Add(ref Workspace.Rent(1), 1) = 0;
        Assert.Throws<InvalidOperationException>(() => model.Forward(new float[20], new float[10]));
        model.Forward(new float[20], new float[10]);
    }
}
