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
        _place = Path.GetFullPath(place);
        if (File.Exists(_place)) throw new ToolException($"{place} is a file; name a folder that is not there yet.");
        if (!replaces && Directory.Exists(_place) && Directory.EnumerateFileSystemEntries(_place).Any()) throw new ToolException($"{place} is there and not empty. Name another folder, or replace it with --force.");
        string parent = Path.GetDirectoryName(_place) ?? throw new ToolException($"{place} is no place for a folder.");
        Directory.CreateDirectory(parent);
        Filled = Directory.CreateDirectory(Path.Combine(parent, $".{Path.GetFileName(_place)}.{Environment.ProcessId}")).FullName;
    }

    /// <summary>Where it is filled.</summary>
    public string Filled { get; }

    /// <summary>Puts it in its place.</summary>
    public void Keep()
    {
        if (Directory.Exists(_place)) Directory.Delete(_place, recursive: true);
        Directory.Move(Filled, _place);
    }

    /// <summary>Removes what is not in its place.</summary>
    public void Dispose()
    {
        if (Directory.Exists(Filled)) Directory.Delete(Filled, recursive: true);
    }
}
