using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DeepThin.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DeepThin.Generators.CodeFixes;

/// <summary>Writes <c>Training = true</c> to the attribute of a model that is trained, which may stand in another file; the diagnostic has its place.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TrainModelFix))]
public sealed class TrainModelFix() : SourceFixProvider(Rules.NotTrainable)
{
    private const string Argument = "Training";
    private const string Assignment = Argument + " = true";

    internal override async Task<IReadOnlyList<SourceFix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (diagnostic.AdditionalLocations is not [{ SourceTree: { } tree } place] || document.Project.DocumentOf(tree) is not { } target) return [];
        var root = await tree.GetRootAsync(cancellation).ConfigureAwait(false);
        if (root.FindNode(place.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute) return [];
        return Change(attribute) is { } change ? [new($"Set {Assignment}", nameof(TrainModelFix), [new(target, change)])] : [];
    }

    // A constant that is named in its place may be false for a reason.
    private static TextChange? Change(AttributeSyntax attribute)
    {
        if (attribute.ArgumentList is not { } list) return new(new(attribute.Name.Span.End, 0), $"({Assignment})");
        if (list.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == Argument)?.Expression is { } value)
        {
            return value.NamesConstants() || value.HasComments() ? null : new(value.Span, "true");
        }

        return list.Arguments.Count == 0
            ? new(new(list.OpenParenToken.Span.End, 0), Assignment)
            : new(new(list.Arguments.Last().Span.End, 0), ", " + Assignment);
    }
}
