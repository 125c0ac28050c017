using DeepThin.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DeepThin.Generators.CodeFixes;

/// <summary>Makes an identifier of C of a prefix of native functions.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NativePrefixFix))]
public sealed class NativePrefixFix() : ArgumentFixProvider([FixKeys.Value], Rules.InvalidExports);
