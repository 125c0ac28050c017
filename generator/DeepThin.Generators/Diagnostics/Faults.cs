using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Diagnostics;

/// <summary>What a parser found wrong. The analyzer hears every fault; the generator only asks whether there was an error.</summary>
internal sealed class Faults(Action<Diagnostic>? report)
{
    /// <summary>Whether there was an error.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Whether anybody listens: what is no error need not be looked for otherwise.</summary>
    public bool AreHeard => report != null;

    /// <summary>Reports a fault. Arguments are text already, so that no culture has a say.</summary>
    public void Report(DiagnosticDescriptor rule, Location location, params string[] arguments) => Report(rule, location, [], arguments);

    /// <summary>Reports a fault that a code fix can use: <paramref name="fix"/> has <see cref="FixKeys"/> and their values.</summary>
    public void Report(DiagnosticDescriptor rule, Location location, (string Key, string Value)[] fix, params string[] arguments)
    {
        HasErrors |= rule.DefaultSeverity == DiagnosticSeverity.Error;
        if (report == null) return;
        var properties = ImmutableDictionary.CreateBuilder<string, string?>();
        foreach (var (key, value) in fix) properties.Add(key, value);
        report(Diagnostic.Create(rule, location, properties.ToImmutable(), [.. arguments]));
    }

    /// <summary>Notes an error of which the compiler speaks itself.</summary>
    public void LeaveToCompiler() => HasErrors = true;
}
