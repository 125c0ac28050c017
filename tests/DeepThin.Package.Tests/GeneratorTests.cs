using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Package.Tests;

/// <summary>The packed generator in the compiler of the SDK 8.0.100, the oldest that SDKs in support have.</summary>
[Collection(PackedTests.Name)]
public sealed class GeneratorTests(PackedFixture packed)
{
    private const string Folder = "analyzers/dotnet/cs/";

    private static readonly Version Oldest = new(4, 8, 0, 0);

    private static readonly Version OldestImmutable = new(7, 0, 0, 0);

    [Fact]
    public void No_component_needs_a_newer_compiler_or_brings_a_library_of_its_own()
    {
        using var package = packed.Open("DeepThin");
        foreach (string file in package.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var component = new PEReader(File.OpenRead(packed.Unpack(file)));
            var reader = component.GetMetadataReader();
            foreach (var reference in reader.AssemblyReferences.Select(reader.GetAssemblyReference))
            {
                string name = reader.GetString(reference.Name);
                bool isRoslyn = name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal);
                bool isFramework = name == "netstandard" || name.StartsWith("System.", StringComparison.Ordinal);
                Version most = isRoslyn ? Oldest : OldestImmutable;
                Assert.True(reference.Version <= most, $"{file} needs {name} {reference.Version}, and the oldest compiler has {most}");
                Assert.True(isRoslyn || isFramework || name == "DeepThin.Generators", $"{file} needs {name}, which no compiler has");
            }
        }
    }

    [Fact]
    public void The_generator_loads_and_works_in_it()
    {
        Assert.Equal(Oldest, typeof(CSharpCompilation).Assembly.GetName().Version);
        var assembly = Assembly.LoadFrom(packed.Unpack(Folder + "DeepThin.Generators.dll"));
        var generator = (IIncrementalGenerator)Activator.CreateInstance(assembly.GetType("DeepThin.Generators.ModelGenerator", throwOnError: true)!)!;
        const string Source = """
            using DeepThin;

            [DeepThinModel(Training = true)]
            [Dense(784, 256, Ratio = 0.03, Activation = Activation.Relu)]
            [Dense(256, 10)]
            public sealed partial class Net
            {
            }
            """;
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetDirectoryName(file) == framework)
            .Append(packed.Unpack("lib/net10.0/DeepThin.dll"))
            .Select(file => MetadataReference.CreateFromFile(file));
        var parsing = new CSharpParseOptions(LanguageVersion.Latest);
        var user = CSharpCompilation.Create(
            "User", [CSharpSyntaxTree.ParseText(Source, parsing)], references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: parsing).RunGeneratorsAndUpdateCompilation(user, out var output, out var faults);
        Assert.Empty(faults);
        Assert.Empty(output.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        Assert.Contains("Forward", output.GetTypeByMetadataName("Net")!.MemberNames);
    }
}
