using System.Runtime.CompilerServices;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>Guarded memory from the first call of the first thread on: a thread that has run a model before has a block of its own, and keeps it.</summary>
internal static class GuardedProcess
{
    [ModuleInitializer]
    internal static void Begin() => WorkspaceGuard.SwitchOn();
}
