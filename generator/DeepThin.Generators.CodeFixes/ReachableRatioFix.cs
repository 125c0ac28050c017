using DeepThin.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DeepThin.Generators.CodeFixes;

/// <summary>Takes the smallest ratio that the planner reaches, for a layer or its bias.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReachableRatioFix))]
public sealed class ReachableRatioFix() : ArgumentFixProvider([FixKeys.Value], Rules.RatioTooSmall, Rules.BiasRatioTooSmall);
