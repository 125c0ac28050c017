using System.Diagnostics;
using System.Globalization;

namespace DeepThin.Benchmarks.Machine;

/// <summary>The sizes of the data caches that one core reads through, in bytes.</summary>
internal sealed record CacheSizes(long L1, long L2, long L3)
{
    private const string Folder = "/sys/devices/system/cpu/cpu0/cache";

    private static readonly CacheSizes Usual = new(32 << 10, 1 << 20, 32 << 20);

    /// <summary>The sizes as the system reports them, a usual one where it does not.</summary>
    public static CacheSizes Read() => new(
        ReadLevel(1, "LEVEL1_DCACHE_SIZE") ?? Usual.L1,
        ReadLevel(2, "LEVEL2_CACHE_SIZE") ?? Usual.L2,
        ReadLevel(3, "LEVEL3_CACHE_SIZE") ?? Usual.L3);

    // Virtual machines often have no such folder; the C library then asks the processor.
    private static long? ReadLevel(int level, string variable) => FromFolder(level) ?? FromLibrary(variable);

    private static long? FromFolder(int level)
    {
        if (!Directory.Exists(Folder)) return null;
        foreach (string cache in Directory.GetDirectories(Folder, "index*"))
        {
            if (Text(cache, "level") == level.ToString(CultureInfo.InvariantCulture) && Text(cache, "type") != "Instruction") return Bytes(Text(cache, "size"));
        }

        return null;
    }

    private static string Text(string cache, string name)
    {
        string path = Path.Combine(cache, name);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : "";
    }

    // Such as 48K.
    private static long? Bytes(string size)
    {
        long unit = size.EndsWith('K') ? 1 << 10 : size.EndsWith('M') ? 1 << 20 : 1;
        return long.TryParse(size.TrimEnd('K', 'M'), CultureInfo.InvariantCulture, out long value) && value > 0 ? value * unit : null;
    }

    private static long? FromLibrary(string variable)
    {
        if (!File.Exists("/usr/bin/getconf")) return null;
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/getconf", variable) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return Bytes(printed.Trim());
    }
}
