using DeepThin.Generators.CodeFixes;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Tests.CodeFixes;

public sealed class GatherLayersFixTests
{
    [Fact]
    public Task Behind_the_layers_that_stay() => Fix.One<GatherLayersFix>(
        """
        /// <summary>A classifier.</summary>
        [DeepThinModel(Training = true)]
        [Dense(784, 100, Ratio = 0.05)] // hidden
        public sealed partial class Classifier;

        // The head.
        [{|DT0113:Dense(100,  10)|}]   // scores
        [System.Obsolete]
        // not the last
        [Dense(10, 5)]
          public sealed partial class Classifier
        {
        }
        """,
        """
        /// <summary>A classifier.</summary>
        [DeepThinModel(Training = true)]
        [Dense(784, 100, Ratio = 0.05)] // hidden
        [Dense(100,  10)]   // scores
        // not the last
        [Dense(10, 5)]
        public sealed partial class Classifier;

        // The head.
        [System.Obsolete]
          public sealed partial class Classifier
        {
        }
        """);

    [Fact]
    public Task Above_the_layers_that_stay() => Fix.One<GatherLayersFix>(
        """
        partial class Outer
        {
            [DeepThinModel]
            // The head.
            [Dense(100, 10)]
            sealed partial class Model;

            [{|DT0113:Dense(784, 300)|}, Dense(300, 100)]
            partial class Model
            {
            }
        }
        """,
        """
        partial class Outer
        {
            [DeepThinModel]
            [Dense(784, 300), Dense(300, 100)]
            // The head.
            [Dense(100, 10)]
            sealed partial class Model;

            partial class Model
            {
            }
        }
        """);

    [Fact]
    public Task From_both_sides_and_from_lists_with_others() => Fix.One<GatherLayersFix>(
        """
        [System.Obsolete, Dense(100, 10), Dense(10, 5)] partial class Model;
        [{|DT0113:Dense(784, 300)|}, System.Serializable] partial class Model;
        [DeepThinModel, Dense(300, 100)] partial class Model;
        """,
        """
        [System.Obsolete] partial class Model;
        [System.Serializable] partial class Model;
        [Dense(784, 300)]
        [DeepThinModel, Dense(300, 100)] [Dense(100, 10), Dense(10, 5)] partial class Model;
        """);

    [Fact]
    public Task To_a_model_without_layers_of_its_own() => Fix.One<GatherLayersFix>(
        "[Dense(2, 1)]\n[System.Obsolete] partial class Model;\n[{|DT0113:Dense(4, 3)|}] [Dense(3, 2)]\npartial class Model;\n[DeepThinModel]\npartial class Model;\n",
        "[System.Obsolete] partial class Model;\npartial class Model;\n[DeepThinModel]\n[Dense(4, 3)]\n[Dense(3, 2)]\n[Dense(2, 1)]\npartial class Model;\n");

    [Fact]
    public Task Between_files_with_other_line_ends() => Fix.Files<GatherLayersFix>(
        [
            "using DeepThin;\r\n\r\nnamespace A.B\r\n{\r\n\t[DeepThinModel]\r\n\t[Dense(4, 3)]\r\n\tpartial class Model { }\r\n}\r\n",
            "using Layer = DeepThin.DenseAttribute;\nnamespace A.B;\n\n[System.Obsolete]\n[{|DT0113:DeepThin.Dense(3,\n    2)|}]\n// last\n[DeepThin.Dense(2, 1)]\npartial class Model { int x ; }",
        ],
        [
            "using DeepThin;\r\n\r\nnamespace A.B\r\n{\r\n\t[DeepThinModel]\r\n\t[Dense(4, 3)]\r\n\t[DeepThin.Dense(3,\r\n    2)]\r\n\t// last\r\n\t[DeepThin.Dense(2, 1)]\r\n\tpartial class Model { }\r\n}\r\n",
            "using Layer = DeepThin.DenseAttribute;\nnamespace A.B;\n\n[System.Obsolete]\npartial class Model { int x ; }",
        ]);

    [Fact]
    public Task All_models_at_once() => Fix.Files<GatherLayersFix>(
        [
            "using DeepThin;\n[DeepThinModel, Dense(4, 3)] partial class A;\n[DeepThinModel, Dense(3, 2)] partial class B;\n",
            "using DeepThin;\n[{|DT0113:Dense(3, 2)|}]\npartial class A;\n[{|DT0113:Dense(4, 3)|}] partial class B;",
        ],
        [
            "using DeepThin;\n[DeepThinModel, Dense(4, 3)] [Dense(3, 2)] partial class A;\n[Dense(4, 3)]\n[DeepThinModel, Dense(3, 2)] partial class B;\n",
            "using DeepThin;\npartial class A;\npartial class B;",
        ]);

    [Theory]
    [InlineData("[DeepThinModel, Dense(3, 3)] partial class Model; [{|DT0113:Dense(3, 3)|}] partial class Model;")]
    [InlineData("[DeepThinModel, Dense(4, 3)] partial class Model; [{|DT0113:Dense(3, 4)|}] partial class Model;")]
    [InlineData("[DeepThinModel, Dense(4, 3)] partial class Model; [{|DT0113:Dense(9, 2)|}] partial class Model;")]
    [InlineData("[DeepThinModel, Dense(4, 3)] partial class Model; [{|DT0113:Dense(3, 3)|}] partial class Model; [Dense(3, 3)] partial class Model;")]
    [InlineData("[DeepThinModel, Dense(4, {|DT0201:0|})] partial class Model; [{|DT0113:Dense(3, 2)|}] partial class Model;")]
    public Task Not_where_none_or_more_than_one_order_chains(string source) => Fix.None<GatherLayersFix>(source);

    [Theory]
    [InlineData("[DeepThinModel, Dense(4, 3)] partial class Model;\n[{|DT0113:Dense(3, 2)|}] // two\npartial class Model;")]
    [InlineData("[DeepThinModel, Dense(4, 3)] partial class Model;\n[System.Obsolete, {|DT0113:Dense(3, 2)|} /* two */] partial class Model;")]
    public Task Not_where_a_comment_would_be_lost(string source) => Fix.None<GatherLayersFix>(source);

    [Theory]
    [InlineData("[DeepThinModel]\n[Dense(4, 3)]\npartial class Model;\n#if !NEVER\n[{|DT0113:Dense(3, 2)|}]\n#endif\npartial class Model;")]
    [InlineData("[DeepThinModel]\n#if !NEVER\n[Dense(4, 3)]\n#endif\npartial class Model;\n[{|DT0113:Dense(3, 2)|}]\npartial class Model;")]
    [InlineData("[DeepThinModel]\n[Dense(4, 3)]\npartial class Model;\n#if !NEVER\n[{|DT0113:Dense(3, 2)|}]\npartial class Model;\n#endif")]
    [InlineData("[DeepThinModel]\n[Dense(4, 3)]\npartial class Model;\n[System.Obsolete]\n#region two\n[{|DT0113:Dense(3, 2)|}]\n#endregion\npartial class Model;")]
    public Task Not_across_a_directive(string source) => Fix.None<GatherLayersFix>(source);

    [Fact]
    public Task Under_one_condition() => Fix.One<GatherLayersFix>(
        "#if NEVER\n#elif ALWAYS\n#else\n[DeepThinModel]\n[Dense(4, 3)]\npartial class Model;\n#nullable enable\n[{|DT0113:Dense(3, 2)|}]\npartial class Model;\n#endif",
        "#if NEVER\n#elif ALWAYS\n#else\n[DeepThinModel]\n[Dense(4, 3)]\n[Dense(3, 2)]\npartial class Model;\n#nullable enable\npartial class Model;\n#endif");

    [Theory]
    [InlineData("using Layer = DeepThin.DenseAttribute; [{|DT0113:Layer(3, 2)|}] partial class Model;")]
    [InlineData("using static Second; [{|DT0113:DeepThin.Dense(3, Outputs)|}] partial class Model;")]
    [InlineData("using Sizes = Second; [{|DT0113:DeepThin.Dense(3, Sizes.Outputs)|}] partial class Model;")]
    public Task Not_where_a_name_means_another_thing_there(string source) => Fix.None<GatherLayersFix>(
        [
            "using DeepThin; using Sizes = First; [DeepThinModel, Dense(4, 3)] partial class Model;"
                + " static class First { public const int Outputs = 1; } static class Second { public const int Outputs = 2; }",
            source,
        ]);

    [Fact]
    public Task A_constant_that_means_the_same_there_moves_along() => Fix.Files<GatherLayersFix>(
        [
            "using DeepThin; [DeepThinModel, Dense(4, 3)] partial class Model; static class Sizes { public const int Outputs = 1; }",
            "[{|DT0113:DeepThin.Dense(3, Sizes.Outputs)|}] partial class Model;",
        ],
        [
            "using DeepThin; [DeepThinModel, Dense(4, 3)] [DeepThin.Dense(3, Sizes.Outputs)] partial class Model; static class Sizes { public const int Outputs = 1; }",
            "partial class Model;",
        ]);

    [Fact]
    public Task Not_from_a_file_that_a_generator_writes() => Fix.NoneBeside<GatherLayersFix, HeadGenerator>(
        "[DeepThinModel, Dense(4, 3)] partial class Model;\n[{|DT0113:Dense(3, 2)|}] partial class Model;\n");

    /// <summary>Writes another part of the model, with its last layer.</summary>
    private sealed class HeadGenerator : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterPostInitializationOutput(
            output => output.AddSource("Head.cs", "[DeepThin.Dense(2, 1)]\npartial class Model;\n"));
    }
}
