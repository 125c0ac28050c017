using DeepThin.Generators.Tests.Weights;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Tests.Generation;

/// <summary>Everything generated says that it is, and nothing of the user's does: coverage tools and analyzers go by that.</summary>
public sealed class GeneratedCodeTests
{
    [Theory]
    [InlineData("[DeepThinModel, Dense(4, 3)] public partial class Model { }")]
    [InlineData("[DeepThinModel(NativeExports = \"net\"), Dense(256, 200, Ratio = 0.05, BiasRatio = 0.2), Dense(200, 10, Activation = Activation.Softmax)] public partial class Model { }")]
    [InlineData("[DeepThinModel(Training = true, NativeExports = \"net\"), Dense(256, 200, Ratio = 0.05, Activation = Activation.Gelu), LowRank(200, 100, Rank = 2), Hashed(100, 90, Ratio = 0.1), Pruned(90, 9, Ratio = 0.1)] public partial class Model { }")]
    [InlineData("[DeepThinModel(Weights = WeightType.Int8), Dense(256, 200, Ratio = 0.2, Form = Form.Tall), Dense(200, 10)] public partial class Model { }")]
    [InlineData("[DeepThinModel(Training = true), Dense(4, 0)] public partial class Model { static int Load(string path) => 1; }")]
    [InlineData("[DeepThinModel, Dense(4, 0)] public static partial class Model { }")]
    [InlineData("[Dense(4, 3)] public class Model { }")]
    [InlineData("public abstract class Base(int x) { int X => x; public abstract void Forward(System.ReadOnlySpan<float> x, System.Span<float> y); } [DeepThinModel, Dense(4, 3)] public partial class Model : Base { }")]
    public void Every_generated_member_and_no_other_has_the_attribute(string declaration)
    {
        var compilation = Generate.From(Compile.Sources("using DeepThin; " + declaration), new WeightsText("Model")).Compilation;
        var members = Members(Compile.Type(compilation, "Model")).Where(member => !member.IsImplicitlyDeclared).ToList();
        Assert.Contains(members, IsGenerated);
        Assert.All(members, member => Assert.Equal(IsGenerated(member), IsMarked(member)));
        Assert.False(HasAttribute(Compile.Type(compilation, "Model")), "A tool would leave out the user's part as well.");
    }

    private static IEnumerable<ISymbol> Members(INamedTypeSymbol type) =>
        type.GetMembers().Where(member => member is not IMethodSymbol { AssociatedSymbol: not null }).SelectMany(member => member is INamedTypeSymbol nested ? Members(nested).Prepend(nested) : [member]);

    private static bool IsGenerated(ISymbol member) =>
        member.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal));

    // On itself, or on the nested type around it.
    private static bool IsMarked(ISymbol member)
    {
        for (var symbol = member; symbol.ContainingType != null; symbol = symbol.ContainingType)
        {
            if (HasAttribute(symbol)) return true;
        }

        return false;
    }

    private static bool HasAttribute(ISymbol symbol) => symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "GeneratedCodeAttribute");
}
