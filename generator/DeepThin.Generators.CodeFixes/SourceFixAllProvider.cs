using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DeepThin.Generators.CodeFixes;

/// <summary>Makes the fixes of all diagnostics in a document, a project or the solution at once. What overlaps another fix is left for the next run.</summary>
internal sealed class SourceFixAllProvider : FixAllProvider
{
    private SourceFixAllProvider()
    {
    }

    public static SourceFixAllProvider Instance { get; } = new();

    public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
    {
        var diagnostics = await DiagnosticsAsync(context).ConfigureAwait(false);
        return diagnostics.IsEmpty ? null : CodeAction.Create("Fix all: " + string.Join(", ", context.DiagnosticIds), Fix, context.CodeActionEquivalenceKey);

        async Task<Solution> Fix(CancellationToken cancellation)
        {
            var changes = await ChangesAsync(context, diagnostics, cancellation).ConfigureAwait(false);
            return await SourceFix.ApplyAsync(context.Solution, changes, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(FixAllContext context)
    {
        switch (context.Scope)
        {
            case FixAllScope.Document when context.Document is { } document:
                return await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
            case FixAllScope.Project:
                return await context.GetAllDiagnosticsAsync(context.Project).ConfigureAwait(false);
            case FixAllScope.Solution:
                var found = ImmutableArray.CreateBuilder<Diagnostic>();
                foreach (var project in context.Solution.Projects.Where(project => project.Language == LanguageNames.CSharp))
                {
                    found.AddRange(await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false));
                }

                return found.ToImmutable();
            default:
                return ImmutableArray<Diagnostic>.Empty;
        }
    }

    private static async Task<List<SourceChange>> ChangesAsync(
        FixAllContext context, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        // `dotnet format` gives no key where the first diagnostic that it finds is of another rule.
        string? key = context.CodeActionEquivalenceKey;
        var provider = (SourceFixProvider)context.CodeFixProvider;
        var changes = new List<SourceChange>();
        foreach (var diagnostic in diagnostics.Where(provider.IsFixable))
        {
            if (context.Solution.GetDocument(diagnostic.Location.SourceTree) is not { } document) continue;
            var fixes = await provider.FindAsync(document, diagnostic, cancellation).ConfigureAwait(false);
            if (fixes.FirstOrDefault(fix => key == null || fix.Key == key) is not { } fix) continue;

            // Two models in one container want the same change.
            if (!fix.Changes.Any(change => changes.Any(other => Overlap(change, other)))) changes.AddRange(fix.Changes);
        }

        return changes;
    }

    private static bool Overlap(SourceChange a, SourceChange b) => a.Document == b.Document && a.Text.Span.IntersectsWith(b.Text.Span);
}
