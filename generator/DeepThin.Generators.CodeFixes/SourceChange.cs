using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DeepThin.Generators.CodeFixes;

/// <summary>A change of the text of one document. Fixes change text, not trees, so that nothing else of a file is printed anew.</summary>
internal readonly record struct SourceChange(DocumentId Document, TextChange Text);
