using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Generators.Tests.Generation;

/// <summary>Models beside each other and beside a user's own types and members of any names.</summary>
public sealed class NeighbourTests
{
    private const string Attributes = "[global::DeepThin.DeepThinModel(Training = true), global::DeepThin.Dense(128, 128, Ratio = 0.1, Form = global::DeepThin.Form.Tall), global::DeepThin.Dense(128, 10)]";

    // Every kernel, a compressed bias, an activation with a backward pass of its own.
    private const string AllKernels = "[global::DeepThin.DeepThinModel(Training = true), "
        + "global::DeepThin.Dense(512, 500, Ratio = 0.05, Activation = global::DeepThin.Activation.Gelu, BiasRatio = 0.2), "
        + "global::DeepThin.Dense(500, 257, Ratio = 0.05, Form = global::DeepThin.Form.Tall), global::DeepThin.Dense(257, 7, Ratio = 0.2), global::DeepThin.Dense(7, 3)]";

    [Fact]
    public void Many_models_of_one_assembly()
    {
        string source = $$"""
            {{Attributes}} partial class Model { }
            {{Attributes}} partial class MODEL { }
            {{Attributes}} partial class Größe { }
            {{Attributes}} partial class @class { }
            partial class Model<T> { }
            namespace A { {{Attributes}} public partial class Model { } }
            namespace A.B { {{Attributes}} public sealed partial class Model { } }
            namespace a { {{Attributes}} public partial class Model { } }
            namespace @namespace.@int { {{Attributes}} partial class @record { } }
            namespace Κόσμος { {{Attributes}} partial class Μοντέλο { } }
            namespace Nested
            {
                partial class Outer { {{Attributes}} private partial class Model { } partial class Inner { {{Attributes}} protected partial class Model { } } }
                partial struct Value { {{Attributes}} internal partial class Model { } }
                partial record Record(int X) { {{Attributes}} internal partial class Model { } }
                readonly partial record struct RecordValue { {{Attributes}} internal partial class Model { } }
                partial interface IContract { {{Attributes}} partial class Model { } }
                static partial class Statics { {{Attributes}} internal partial class Model { } }
            }
            """;
        var output = Generate.Sources(source);
        CheckCompiles(output);
        const int Models = 16;
        Assert.Equal(4 * Models, output.Files.Count);
        Assert.Equal(4 * Models, output.Files.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(output.Files.Keys, name => Assert.DoesNotContain(name, c => c > 127 && !char.IsLetter(c)));
    }

    private static readonly string[] UsedNames =
    [
        "System", "DeepThin", "Runtime", "Math", "Span", "ReadOnlySpan", "Unsafe", "MethodImpl", "GeneratedCode", "MemoryMarshal",
        "Model", "ModelInfo", "LayerInfo", "TensorInfo", "IModel", "ITrainableModel", "Activation", "Form",
        "Batch", "Panel", "Product", "Check", "Workspace", "Simd128", "ISimd", "AlignedBuffer", "TSimd", "TVector",
        "Layer0", "Layer1", "Network", "Run", "RunPanel", "Prepare", "At", "Clear", "Q", "R", "M", "N", "Rank", "Starts", "parameters", "x",
        "var", "global", "nuint", "dynamic", "unmanaged", "notnull", "scoped", "record", "required", "field", "value", "nameof", "where", "when", "and", "or", "not", "with", "_",
    ];

    [Fact]
    public void Types_with_names_that_emitted_code_uses()
    {
        string types = string.Concat(UsedNames.Select(name => $"protected internal class @{name} {{ }} "));
        CheckCompiles(Generate.Sources(
            $$"""
            namespace Edge
            {
                {{types.Replace("protected ", "", StringComparison.Ordinal)}}
                class Base { {{types}} protected internal class Subject { } }
                partial class Outer { {{types}} {{Attributes}} partial class Subject { } }
                {{AllKernels}} partial class Subject { }
                {{Attributes}} partial class Other { {{types}} }
                {{Attributes}} partial class Derived : Base { }
            }

            namespace Edge.Inner { class Base { internal class Subject { } } {{Attributes}} partial class Subject : Base { } }
            """));
    }

    [Fact]
    public void Models_containers_and_namespaces_with_names_that_emitted_code_uses()
    {
        const string Small = "[global::DeepThin.DeepThinModel, global::DeepThin.Dense(3, 2)]";
        CheckCompiles(Generate.Sources(string.Concat(UsedNames.Select(name =>
            $$"""
            namespace Models { {{Small}} partial class @{{name}} { } }
            namespace Containers { partial class @{{name}} { {{Small}} partial class Subject { } } }
            namespace Spaces.@{{name}} { {{Small}} partial class Subject { } }
            """))));
    }

    [Fact]
    public void Aliases_with_names_that_emitted_code_uses() => CheckCompiles(Generate.Sources(
        $$"""
        {{string.Concat(UsedNames.Select(name => $"global using @{name} = System.String; "))}}
        namespace Edge { {{AllKernels}} partial class Subject { } }
        """));

    [Theory]
    [InlineData("DeepThin")]
    [InlineData("DeepThin.Runtime")]
    [InlineData("DeepThin.DeepThin.System")]
    [InlineData("System")]
    [InlineData("System.Runtime")]
    [InlineData("System.System.DeepThin")]
    [InlineData("Edge.DeepThin.Runtime")]
    [InlineData("Edge.System.Runtime")]
    public void Namespaces_that_begin_or_end_as_those_of_emitted_code(string name) => CheckCompiles(Generate.Sources(
        $$"""
        namespace {{name}} { {{Attributes}} partial class Subject { } }
        namespace {{name}}.Inner { {{Attributes}} partial class Subject { } class System { } class DeepThin { } }
        """));

    [Fact]
    public void Members_with_names_that_emitted_code_uses() => CheckCompiles(Generate.Sources(
        $$"""
        namespace Edge
        {
            class Base
            {
                protected internal int _parameters, _prepared, Network, Instance, Run, Layer0, Q, R, Starts, inputs, outputs, InputLength, Parameters;
                public static string Load(string path) => path;
                public virtual void Forward(System.ReadOnlySpan<float> input, System.Span<float> output) { }
                public void Save(string path) { }
                public object Info => this;
            }

            {{Attributes}}
            partial class Model : Base
            {
                private readonly int _parameters = 1, _prepared = 2, _network = 3;
                private int Run() => _parameters;
                private static void RunPanel<TSimd, TVector>() { }
                private void Prepare(ref float parameters) => parameters = _prepared + _network;
                private const string Layer0 = "", At = "", Panel = "", Math = "", Runtime = "", DeepThin = "", System = "", Edge = "", Invalid = "";
                private class Layer1<TSimd, TVector> { }
                private void RunTrace() { }
                private void RunBackward() { }
                public static Model Load(int version) => Load("weights." + version);
                public static void Forward(string x) { }
                public override string ToString() => Info.ToString();
            }
        }
        """));

    // A user writes no names with two underscores. What stands in a user's scope is what is generated besides the interface.
    [Fact]
    public void A_model_gets_no_names_but_its_interfaces_and_those_left_to_tools()
    {
        var compilation = Generate.Sources(Generate.Model("[Dense(128, 128, Ratio = 0.1), Dense(128, 10)]", training: true)).Compilation;
        var contract = compilation.GetTypeByMetadataName("DeepThin.ITrainableModel`1")!;
        var interfaces = contract.AllInterfaces.Add(contract).SelectMany(type => type.MemberNames);
        Assert.Equal(["__network"], Compile.Type(compilation, "Edge.Model").GetMembers()
            .Where(member => member is not IMethodSymbol { MethodKind: not MethodKind.Ordinary } && !member.IsImplicitlyDeclared)
            .Select(member => member.Name).Except(interfaces).Order(StringComparer.Ordinal));
    }

    private static void CheckCompiles(Generate.Output output)
    {
        Assert.Empty(Compile.Errors(output.Compilation));
        Assert.Empty(output.Complaints.Where(diagnostic => diagnostic.Location.SourceTree is { } tree && output.Files.Keys.Any(tree.FilePath.EndsWith)));
        Assert.NotEmpty(output.Files);
    }
}
