using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Tests.Generation;

/// <summary>A reference to the library with an alias of its own: generated code names it by that, as the user's does.</summary>
public sealed class AliasTests
{
    private const string Models = """
        extern alias nets;
        using nets::DeepThin;

        namespace DeepThin.Edge
        {
            [DeepThinModel(NativeExports = "net"), Dense(256, 256, Ratio = 0.05), Dense(256, 10, Activation = Activation.Softmax)] partial class Plain { }
            [DeepThinModel(Training = true), Dense(256, 256, Ratio = 0.05, BiasRatio = 0.5)] partial class Trains { }
            [DeepThinModel(Training = true), Dense(4, 0)] partial class Invalid { }
            [DeepThinModel, Dense(4, 3)] static partial class Statics { }

            static class User
            {
                static T Make<T>() where T : class, IModel<T> => T.Create(1);
                static object Use(float[] x)
                {
                    Plain.Create(1).Forward(x, x);
                    Invalid.Load("weights").Backward(x, 1, x, x, x);
                    Statics.Create(1).Save("weights");
                    return (Make<Plain>(), Make<Trains>().Parameters.Length, Make<Invalid>(), Plain.Info);
                }
            }
        }
        """;

    [Fact]
    public void A_library_that_has_only_an_alias_is_named_by_it()
    {
        var user = Compile.Sources(Models).WithReferences(References("nets"));
        var output = Generate.From(user);
        Assert.Empty(Compile.Errors(output.Compilation));
        Assert.Equal(["DT0103", "DT0201"], Compile.Analyze(output.Compilation).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Id).Order(StringComparer.Ordinal));
        Assert.All(output.Files.Values, text => Assert.DoesNotContain("global::DeepThin.Runtime", text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_library_that_has_an_alias_besides_is_named_as_ever()
    {
        string source = Generate.Model("[Dense(256, 10)]");
        var plain = Generate.Sources(source);
        var aliased = Generate.From(Compile.Sources(source).WithReferences(References("global", "nets")));
        Assert.Equal(plain.Files, aliased.Files);
    }

    private static IEnumerable<MetadataReference> References(params string[] aliases) =>
        Compile.References.Select(reference => Path.GetFileName(reference.Display) == "DeepThin.dll" ? reference.WithAliases(aliases) : reference);
}
