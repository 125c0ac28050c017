extern alias Library;

using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using System.Security.Cryptography;
using System.Text;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Parsing;
using DeepThin.Generators.Specs;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>The models that are compiled while the tests run.</summary>
internal abstract partial class CompiledModel
{
    // Two classes of tests check the same models: each set is compiled once for both.
    private static readonly ConcurrentDictionary<(string Name, int Seed), Lazy<Assembly>> Loaded = new();

    /// <summary>The models of a set, compiled with those that have narrow weights.</summary>
    public static IReadOnlyList<CompiledModel> Build(ModelSet set) => WrapAll(set.Models, AssemblyOf(set), set.Seed);

    /// <summary>The models of a set with narrow weights.</summary>
    public static IReadOnlyList<CompiledModel> BuildNarrow(ModelSet set) => WrapAll(Narrow(set), AssemblyOf(set), set.Seed);

    /// <summary>Compiles models as a strict user would: warnings are errors, overflow checks are on, unsafe code is not allowed.</summary>
    public static IReadOnlyList<CompiledModel> Build(IReadOnlyList<ModelSpec> specs, int seed) => WrapAll(specs, LoadAssembly(specs), seed);

    private static Assembly AssemblyOf(ModelSet set) => Loaded.GetOrAdd((set.Name, set.Seed), _ => new(() => LoadAssembly([.. set.Models, .. Narrow(set)]))).Value;

    // Under other names than those they are made of.
    private static ModelSpec[] Narrow(ModelSet set) => [.. set.Narrow.Select((spec, index) => spec with { Type = RandomModels.Model(index + set.Models.Count).Type })];

    // The runs at other vector widths load what the first one has compiled, a third of their time.
    private static Assembly LoadAssembly(IReadOnlyList<ModelSpec> specs)
    {
        var files = specs.SelectMany(spec => spec.Emit()).ToList();
        string folder = Path.Combine(AppContext.BaseDirectory, "CompiledModels"), path = Path.Combine(folder, NameOf(files) + ".dll");
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(folder);
            string own = path + "." + Guid.NewGuid().ToString("N");
            using (var file = File.Create(own)) EmitAssembly(files, file);
            File.Move(own, path, overwrite: true);
        }

        using var compiled = File.OpenRead(path);
        return new AssemblyLoadContext("models", isCollectible: true).LoadFromStream(compiled);
    }

    // Names all that an assembly is made of: the sources, the library, and how these tests compile.
    private static string NameOf(IReadOnlyList<SourceFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(typeof(Library::DeepThin.ModelInfo).Module.ModuleVersionId.ToByteArray());
        hash.AppendData(typeof(CompiledModel).Module.ModuleVersionId.ToByteArray());
        foreach (var file in files) hash.AppendData(Encoding.UTF8.GetBytes($"{file.HintName}\0{file.Text}\0"));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static void EmitAssembly(IReadOnlyList<SourceFile> files, Stream stream)
    {
        var sources = files.Select(file => Compile.Tree(file.Text, file.HintName));
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            checkOverflow: true,
            generalDiagnosticOption: ReportDiagnostic.Error,
            nullableContextOptions: NullableContextOptions.Enable);
        var compilation = Compile.Sources().WithOptions(options).AddSyntaxTrees(sources);
        var result = compilation.Emit(stream);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Take(10)));
    }

    private static CompiledModel[] WrapAll(IReadOnlyList<ModelSpec> specs, Assembly assembly, int seed) =>
        [.. specs.Select(spec => WrapType(!spec.Training ? nameof(Wrap) : new NetworkPlan(spec.Network).TakesSequences ? nameof(WrapSequences) : nameof(WrapTraining), assembly.GetType(spec.Type.FullName, throwOnError: true)!, seed))];

    private static CompiledModel WrapType(string method, Type type, int seed)
    {
        var wrap = typeof(CompiledModel).GetMethod(method, 1, BindingFlags.Public | BindingFlags.Static, [typeof(int)])!;
        return (CompiledModel)wrap.MakeGenericMethod(type).Invoke(null, [seed])!;
    }
}
