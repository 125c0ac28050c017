extern alias Build;

using System.Text;
using System.Xml.Linq;
using DeepThin.Build.Tests;
using Microsoft.Build.Utilities;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DeepThin.Generators.Tests.Weights;

/// <summary>The way from a project's items to diagnostics: the task reads the files, and the analyzer what it wrote.</summary>
internal static class WeightsProject
{
    /// <summary>The ids of what the build says.</summary>
    /// <param name="source">The source.</param>
    /// <param name="items">The items of the project.</param>
    /// <param name="content">What is in every file: tensors, a line for each, or the text itself; null where there are no files.</param>
    public static IEnumerable<string> Ids(string source, string items, string? content)
    {
        using var folder = new WeightsFolder();
        XElement[] weights = [.. XElement.Parse($"<Items>{items}</Items>").Elements("DeepThinWeights")];
        if (content != null) Array.ForEach(weights, item => Write(folder, (string)item.Attribute("Include")!, content));
        var log = new ErrorLog();
        var task = new Build::DeepThin.Build.ReadWeights
        {
            BuildEngine = log,
            Project = folder.PathOf("App.csproj"),
            Folder = new TaskItem(folder.PathOf("obj")),
            Weights = [.. weights.Select(item => Item(folder, item))],
        };
        return task.Execute()
            ? [.. Compile.Analyze(Compile.Sources(source), [.. task.Texts.Select(text => new Text(text.ItemSpec))]).Select(diagnostic => diagnostic.Id)]
            : [.. log.Errors.Select(error => error.Code)];
    }

    private static TaskItem Item(WeightsFolder folder, XElement item) => new TaskItem(
        folder.PathOf((string)item.Attribute("Include")!),
        new Dictionary<string, string> { ["Model"] = (string?)item.Attribute("Model") ?? "" });

    private static void Write(WeightsFolder folder, string file, string content)
    {
        if (content.Contains(": F", StringComparison.Ordinal) || content.Contains(": B", StringComparison.Ordinal)) folder.Write(file, content);
        else File.WriteAllText(folder.PathOf(file), content);
    }

    private sealed class Text(string path) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(File.ReadAllText(path), Encoding.UTF8);
    }
}
