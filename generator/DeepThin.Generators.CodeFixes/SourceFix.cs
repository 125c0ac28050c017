using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.CodeFixes;

/// <summary>One way to fix one diagnostic.</summary>
/// <param name="Title">What the user reads.</param>
/// <param name="Key">What the same way has in common for all diagnostics of a rule.</param>
/// <param name="Changes">The changes; they do not overlap.</param>
internal sealed record SourceFix(string Title, string Key, IReadOnlyList<SourceChange> Changes)
{
    /// <summary>The solution with these changes, which do not overlap.</summary>
    public static async Task<Solution> ApplyAsync(Solution solution, IEnumerable<SourceChange> changes, CancellationToken cancellation)
    {
        foreach (var document in changes.GroupBy(change => change.Document))
        {
            var text = await solution.GetDocument(document.Key)!.GetTextAsync(cancellation).ConfigureAwait(false);
            solution = solution.WithDocumentText(document.Key, text.WithChanges(document.Select(change => change.Text).OrderBy(change => change.Span)));
        }

        return solution;
    }
}
