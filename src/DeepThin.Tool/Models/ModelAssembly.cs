using DeepThin.Tool.Projects;

namespace DeepThin.Tool.Models;

/// <summary>Finds the assembly in which a project declares its models.</summary>
internal static class ModelAssembly
{
    /// <summary>The assembly of a project, which is built for it.</summary>
    /// <param name="project">A project, the folder of one, or an assembly that is built already.</param>
    /// <param name="cancellation">Cancels the build.</param>
    /// <exception cref="ToolException">There is no such project, or it does not build.</exception>
    public static string Of(string project, CancellationToken cancellation)
    {
        if (!Path.Exists(project)) throw new ToolException($"--project {project}: there is no such file or folder.");
        if (Path.GetExtension(project).Equals(".dll", StringComparison.OrdinalIgnoreCase)) return project;
        string file = Directory.Exists(project) ? InFolder(project) : project;
        ToolProcess.Build(file, [], cancellation);
        var (code, printed, errors) = ToolProcess.Run("dotnet", ["msbuild", file, "-getProperty:TargetPath", "-p:Configuration=Release", "-nologo"], [], cancellation);
        string path = System.Text.Encoding.UTF8.GetString(printed).Trim();
        return code == 0 && File.Exists(path) ? path : throw new ToolException($"{file} was built, and its assembly is not found: {path} {errors}".Trim());
    }

    private static string InFolder(string folder)
    {
        string[] projects = Directory.GetFiles(folder, "*.*proj");
        // The folder that import wrote has its project below.
        if (projects.Length == 0 && File.Exists(Path.Combine(folder, Manifest.FileName))) projects = Directory.GetFiles(Path.Combine(folder, Manifest.Read(folder).Name), "*.*proj");
        return projects switch
        {
            [var project] => project,
            [] => throw new ToolException($"--project {folder}: the folder has no project."),
            _ => throw new ToolException($"--project {folder}: the folder has several projects; name one of them: {string.Join(", ", projects.Select(Path.GetFileName))}."),
        };
    }
}
