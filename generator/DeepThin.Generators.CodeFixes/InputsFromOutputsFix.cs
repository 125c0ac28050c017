using DeepThin.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepThin.Generators.CodeFixes;

/// <summary>Takes the inputs of a layer from the outputs of the layer before, as they are written there, so that a constant stays one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(InputsFromOutputsFix))]
public sealed class InputsFromOutputsFix() : ArgumentFixProvider([FixKeys.Value], Rules.BrokenChain)
{
    private protected override string? Text(Diagnostic diagnostic, string key, ExpressionSyntax expression)
    {
        var outputs = diagnostic.AdditionalLocations[0];
        if (outputs.SourceTree?.GetRoot().FindNode(outputs.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax written) return null;

        // Both stand on one declaration, so a name means the same in both. One constant for another leaves both constants as they are.
        bool isShort = !written.HasComments() && written.ToString().IndexOf('\n') < 0;
        return isShort && written.NamesConstants() ? written.ToString() : base.Text(diagnostic, key, expression);
    }
}
