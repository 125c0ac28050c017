using DeepThin.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DeepThin.Generators.CodeFixes;

/// <summary>Takes the nearest length n that is coprime with the inputs: one fix for the one below, one for the one above.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CoprimeLengthFix))]
public sealed class CoprimeLengthFix() : ArgumentFixProvider([FixKeys.Value, FixKeys.OtherValue], Rules.NotCoprime);
