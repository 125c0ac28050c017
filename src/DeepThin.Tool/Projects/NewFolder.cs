namespace DeepThin.Tool.Projects;

/// <summary>A folder that is written completely or not at all: it is filled beside its place, and renamed.</summary>
internal sealed class NewFolder : IDisposable
{
    private readonly string _place;

    /// <summary>Begins one.</summary>
    /// <param name="place">Where it will be.</param>
    /// <param name="replaces">Whether a folder that is there is replaced.</param>
    /// <exception cref="ToolException">Something is there.</exception>
    public NewFolder(string place, bool replaces)
    {
        _place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(place));
        if (File.Exists(_place)) throw new ToolException($"{place} is a file; name a folder that is not there yet.");
        if (Directory.Exists(_place) && Directory.EnumerateFileSystemEntries(_place).Any())
        {
            if (!replaces) throw new ToolException($"{place} is there and not empty. Name another folder, or replace it with --force.");
            // What somebody else put there is never deleted.
            if (!File.Exists(Path.Combine(_place, Manifest.FileName))) throw new ToolException($"{place} has no {Manifest.FileName}, so that this tool did not write it; only folders of this tool are replaced.");
        }

        string parent = Path.GetDirectoryName(_place) ?? throw new ToolException($"{place} is no place for a folder.");
        Directory.CreateDirectory(parent);
        Filled = Directory.CreateDirectory(Path.Combine(parent, $".{Path.GetFileName(_place)}.{Environment.ProcessId}")).FullName;
    }

    /// <summary>Where it is filled.</summary>
    public string Filled { get; }

    /// <summary>Puts it in its place.</summary>
    public void Keep()
    {
        string old = $"{Filled}.old";
        if (Directory.Exists(_place)) Directory.Move(_place, old);
        Directory.Move(Filled, _place);
        if (Directory.Exists(old)) Directory.Delete(old, recursive: true);
    }

    /// <summary>Removes what is not in its place.</summary>
    public void Dispose()
    {
        if (Directory.Exists(Filled)) Directory.Delete(Filled, recursive: true);
    }
}
