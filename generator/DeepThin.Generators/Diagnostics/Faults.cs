using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Diagnostics;

/// <summary>What a parser found wrong. The analyzer hears every fault; the generator only asks whether there was an error.</summary>
internal sealed class Faults(Action<Diagnostic>? report)
{
    /// <summary>Whether there was an error.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Whether somebody listens. If not, a parser need not look for warnings and infos.</summary>
    public bool AreHeard => report != null;

    /// <summary>Reports a fault. Its arguments are text, so the culture of the process cannot change them.</summary>
    public void Report(DiagnosticDescriptor rule, Location location, params string[] arguments) => Report(rule, location, [], arguments);

    /// <summary>Reports a fault that a code fix can use: <paramref name="fix"/> has <see cref="FixKeys"/> and their values.</summary>
    public void Report(DiagnosticDescriptor rule, Location location, (string Key, string Value)[] fix, params string[] arguments) =>
        Report(rule, location, fix, [], arguments);

    /// <summary>The same with other places that a code fix needs: the rule's fix says which.</summary>
    public void Report(DiagnosticDescriptor rule, Location location, (string Key, string Value)[] fix, Location[] places, params string[] arguments)
    {
        HasErrors |= rule.DefaultSeverity == DiagnosticSeverity.Error;
        if (report == null) return;
        var properties = ImmutableDictionary.CreateBuilder<string, string?>();
        foreach (var (key, value) in fix) properties.Add(key, value);
        report(Diagnostic.Create(rule, location, places, properties.ToImmutable(), [.. arguments]));
    }

    /// <summary>Notes an error of which the compiler speaks itself.</summary>
    public void LeaveToCompiler() => HasErrors = true;
}
