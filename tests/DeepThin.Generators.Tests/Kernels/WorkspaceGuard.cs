extern alias Library;

using System.Runtime.InteropServices;
using Library::DeepThin.Runtime;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>Gives all kernels of this process guarded memory to work in.</summary>
internal static class WorkspaceGuard
{
    [ThreadStatic]
    private static GuardedMemory? _memory;

    private static GuardedMemory Memory => _memory ??= new("workspace");

    /// <summary>Looks whether the kernel that ran last on this thread kept to its memory.</summary>
    /// <exception cref="InvalidOperationException">It wrote elsewhere.</exception>
    public static void Check() => Memory.Check();

    /// <summary>Gives it from now on.</summary>
    public static void SwitchOn() => Workspace.Instead = Rent;

    private static ref float Rent(int length) => ref MemoryMarshal.GetReference(Memory.Take(length));
}
