using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DeepThin.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepThin.Generators.CodeFixes;

/// <summary>Replaces the value of an attribute's argument. Where a constant is named there, the fault may be the constant's, so nothing is offered.</summary>
public abstract class ArgumentFixProvider : SourceFixProvider
{
    private readonly string[] _keys;

    /// <param name="keys">The <see cref="FixKeys"/> of the values to choose from.</param>
    /// <param name="rules">The rules that have them.</param>
    private protected ArgumentFixProvider(string[] keys, params DiagnosticDescriptor[] rules)
        : base(rules) => _keys = keys;

    internal sealed override async Task<IReadOnlyList<SourceFix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        if (root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax expression || expression.HasComments()) return [];
        return [.. _keys.Select(key => Fix(document, diagnostic, expression, key)).OfType<SourceFix>()];
    }

    /// <summary>The text that replaces the value; null for no fix.</summary>
    private protected virtual string? Text(Diagnostic diagnostic, string key, ExpressionSyntax expression) =>
        expression.NamesConstants() ? null : diagnostic.Properties.TryGetValue(key, out string? value) ? value : null;

    private SourceFix? Fix(Document document, Diagnostic diagnostic, ExpressionSyntax expression, string key)
    {
        if (Text(diagnostic, key, expression) is not { } text) return null;
        string title = $"Use {diagnostic.Properties[FixKeys.Argument]} = {text}";
        return new(title, $"{GetType().Name}.{key}", [new(document.Id, new(expression.Span, text))]);
    }
}
