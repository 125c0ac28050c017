using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DeepThin.Generators.CodeFixes;

/// <summary>
/// The base of all code fixes. What a fix writes comes from the diagnostic's properties and places, which the analyzer filled in. None carries
/// <c>[Shared]</c>: fixes from packages are created without MEF, and the attribute would tie the assembly to one version of it.
/// </summary>
public abstract class SourceFixProvider : CodeFixProvider
{
    private protected SourceFixProvider(params DiagnosticDescriptor[] rules) => FixableDiagnosticIds = ImmutableArray.CreateRange(rules.Select(rule => rule.Id));

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => SourceFixAllProvider.Instance;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var solution = context.Document.Project.Solution;
        foreach (var diagnostic in context.Diagnostics.Where(IsFixable))
        {
            foreach (var fix in await FindAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false))
            {
                var action = CodeAction.Create(fix.Title, cancellation => SourceFix.ApplyAsync(solution, fix.Changes, cancellation), fix.Key);
                context.RegisterCodeFix(action, diagnostic);
            }
        }
    }

    /// <summary>Whether a diagnostic is of a rule of this fix; hosts ask with others too.</summary>
    internal bool IsFixable(Diagnostic diagnostic) => FixableDiagnosticIds.Contains(diagnostic.Id);

    /// <summary>The fixes of a diagnostic that stands in this document; none where one would guess or lose something.</summary>
    internal abstract Task<IReadOnlyList<SourceFix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation);
}
