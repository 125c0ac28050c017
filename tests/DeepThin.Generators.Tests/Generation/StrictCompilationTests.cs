using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Generators.Tests.Generation;

/// <summary>Emitted code under a user's strictest settings, with its own suppression of warnings taken away.</summary>
public sealed class StrictCompilationTests
{
    // Every kernel, every activation, both kinds of bias and none.
    private const string Models = """
        using DeepThin;

        /// <summary>One.</summary>
        [DeepThinModel(Training = true, NativeExports = "one")]
        [Dense(1024, 1024, Ratio = 0.03, Activation = Activation.Relu)]
        [Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall, Rank = 2, Activation = Activation.LeakyRelu)]
        [Dense(1024, 64, Ratio = 0.2, Bias = false, Activation = Activation.ClippedRelu)]
        [Dense(64, 32, Activation = Activation.Sigmoid)]
        [Dense(32, 100, BiasRatio = 0.5, Activation = Activation.Tanh)]
        [Dense(100, 100, N = 303, Activation = Activation.Gelu)]
        [Dense(100, 100, N = 33, Activation = Activation.Softmax)]
        [Dense(100, 10, Bias = false, Activation = Activation.LogSoftmax)]
        public sealed partial class One
        {
        }

        namespace Edge
        {
            /// <summary>Two.</summary>
            public partial struct Outer
            {
                /// <summary>Two.</summary>
                [DeepThinModel(NativeExports = "Two_2")]
                [Dense(512, 512, Ratio = 0.03, Activation = Activation.Gelu)]
                [Dense(512, 512, Ratio = 0.03, Form = Form.Tall, Bias = false)]
                [Dense(512, 1)]
                public partial class Two
                {
                }
            }

            /// <summary>Three.</summary>
            [DeepThinModel(Training = true)]
            [Dense(3, 2, Bias = false)]
            public sealed partial class Three
            {
            }
        }
        """;

    private const string Invalid = """
        /// <summary>A model.</summary>
        [DeepThin.DeepThinModel(Training = true)]
        public sealed partial class Model
        {
            private static int Load => 1;
        }
        """;

    [Theory]
    [InlineData(LanguageVersion.CSharp11, true, true, false)]
    [InlineData(LanguageVersion.CSharp11, false, false, true)]
    [InlineData(LanguageVersion.Default, true, false, false)]
    [InlineData(LanguageVersion.Default, false, true, true)]
    [InlineData(LanguageVersion.Preview, true, true, true)]
    [InlineData(LanguageVersion.Preview, false, false, false)]
    public void Emitted_code_raises_no_warning(LanguageVersion version, bool nullable, bool checks, bool allowsUnsafe)
    {
        var strict = new StrictCompilation(version, nullable, checks, allowsUnsafe);
        foreach (string source in (string[])[Models, Invalid]) Assert.Empty(StrictCompilation.Complaints(strict.Compile(source).Generated));
    }

    [Fact]
    public void Every_visible_member_is_documented()
    {
        var compilation = Generate.Sources(Models).Compilation;
        var model = Compile.Type(compilation, "One");
        var members = model.GetMembers().Where(member => member.DeclaredAccessibility == Accessibility.Public && !member.IsImplicitlyDeclared).ToList();
        Assert.True(members.Count > 15);
        Assert.All(members.Where(member => member is not IMethodSymbol { AssociatedSymbol: not null }), member => Assert.NotEqual("", member.GetDocumentationCommentXml()));
    }
}
