namespace DeepThin.Samples;

/// <summary>Where samples write what they make.</summary>
internal static class Artifacts
{
    /// <summary>The repository that the program was built in; null where there is none.</summary>
    public static string? Repository { get; } = RepositoryOf(AppContext.BaseDirectory);

    /// <summary><c>artifacts/NAME</c> in the repository that the program was built in, or else in the current folder.</summary>
    /// <param name="name">The name of the sample.</param>
    public static string Folder(string name) => Path.Combine(Repository ?? Environment.CurrentDirectory, "artifacts", name);

    private static string? RepositoryOf(string? folder)
    {
        while (folder != null && !File.Exists(Path.Combine(folder, "DeepThin.Generators.sln"))) folder = Path.GetDirectoryName(folder);
        return folder;
    }
}
