using System.Reflection;
using System.Runtime.Loader;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Parsing;
using DeepThin.Generators.Specs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>The models that are compiled while the tests run.</summary>
internal abstract partial class CompiledModel
{
    /// <summary>Compiles models as a strict user would: warnings are errors, overflow checks are on, unsafe code is not allowed.</summary>
    public static IReadOnlyList<CompiledModel> Build(IReadOnlyList<ModelSpec> specs, int seed)
    {
        var sources = specs.SelectMany(spec => spec.Emit()).Select(file => Compile.Tree(file.Text, file.HintName)).ToList();
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            checkOverflow: true,
            generalDiagnosticOption: ReportDiagnostic.Error,
            nullableContextOptions: NullableContextOptions.Enable);
        var compilation = Compile.Sources().WithOptions(options).AddSyntaxTrees(sources);
        using var file = new MemoryStream();
        var result = compilation.Emit(file);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Take(10)));
        file.Position = 0;
        var assembly = new AssemblyLoadContext("models", isCollectible: true).LoadFromStream(file);
        return [.. specs.Select(spec => WrapType(spec.Training ? nameof(WrapTraining) : nameof(Wrap), assembly.GetType(spec.Type.FullName, throwOnError: true)!, seed))];
    }

    private static CompiledModel WrapType(string method, Type type, int seed)
    {
        var wrap = typeof(CompiledModel).GetMethod(method, 1, BindingFlags.Public | BindingFlags.Static, [typeof(int)])!;
        return (CompiledModel)wrap.MakeGenericMethod(type).Invoke(null, [seed])!;
    }
}
