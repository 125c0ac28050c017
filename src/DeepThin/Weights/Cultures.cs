using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepThin;

/// <summary>
/// What wants a culture in a program that has none: compiled ahead of time, and started where there is no ICU, it is ended by the runtime that looks for one. On the
/// way of valid weights nothing looks, and messages need no more than numbers from 0 on, which have no culture. What is left asks here first.
/// </summary>
internal static partial class Cultures
{
    private const string Invariant = "System.Globalization.Invariant", OfTheProgram = "System.Globalization.AppLocalIcu";

    /// <summary>
    /// Where the runtime is about to look for ICU and will not find it: makes it go on with the invariant culture, unless the project demands others by
    /// <c>InvariantGlobalization</c> false. Asks as the runtime asks itself, so that nothing changes where there is one.
    /// </summary>
    public static void AllowNone()
    {
        if (RuntimeFeature.IsDynamicCodeSupported || !OperatingSystem.IsLinux()) return;
        if ((AppContext.TryGetSwitch(Invariant, out bool isInvariant) && isInvariant) || AppContext.GetData(OfTheProgram) != null) return;
        if (!HasIcu()) AppContext.SetSwitch(Invariant, true);
    }

    /// <summary>A value as it stands in messages.</summary>
    public static string Text(float value)
    {
        AllowNone();
        return value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A whole number as it stands in messages.</summary>
    public static string Text(long value)
    {
        AllowNone();
        return value.ToString(CultureInfo.InvariantCulture);
    }

    private static bool HasIcu()
    {
        try
        {
            return LoadIcu() != 0;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            // A runtime that has it elsewhere, and was started before.
            return true;
        }
    }

    // The runtime's own, which is linked into programs compiled ahead of time.
    [LibraryImport("libSystem.Globalization.Native", EntryPoint = "GlobalizationNative_LoadICU")]
    private static partial int LoadIcu();
}
