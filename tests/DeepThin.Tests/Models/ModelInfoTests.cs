namespace DeepThin.Tests.Models;

public sealed class ModelInfoTests
{
    [Fact]
    public void The_plan_is_a_table()
    {
        var info = new ModelInfo("Demo.Net", 3000, 100, Layer("first", Form.Wide, 0.0300499, "why"), Layer("second", null, 1, ""));

        Assert.Equal(
            """
            layer     kind      inputs  outputs  r  m   n  form  gains          α  parameters  bytes  prepared  multiply-adds  kernel   batches
            first     deepthin       4       50  1  7  28  wide  inputs    3.00 %        1234   4936        60           2000  fourier  segments
            second    dense          4       50                          100.00 %        1234   4936        60           2000  fourier  segments
            Demo.Net                                                                     2468   9872       120           4000
            first: why
            How to choose form, ratio and rank: https://github.com/deepthin/deepthin.generators/blob/main/docs/choosing.md

            """,
            info.ToString());
        Assert.Equal((2468, 2 * 4 * 50, 9872, 120, 4000), (info.Parameters, info.DenseParameters, info.Bytes, info.PreparedBytes, info.MultiplyAdds));
    }

    [Fact]
    public void A_layer_without_a_matrix_may_have_prepared_something()
    {
        var (some, none) = (new LayerInfo(Layer("some", null, 1, "")) { Kind = "batchnorm", Maps = [] }, new LayerInfo(Layer("none", null, 1, "")) { Kind = "flatten", PreparedBytes = 0, Maps = [] });
        string[] lines = new ModelInfo("Net", 0, 0, some, none).ToString().Split('\n');
        Assert.Matches("^some +batchnorm +4 +50 +1234 +4936 +60$", lines[1]);
        Assert.Matches("^none +flatten +4 +50 +1234 +4936$", lines[2]);
    }

    [Theory]
    [InlineData(0, "0.00 %")]
    [InlineData(0.00004999, "0.00 %")]
    [InlineData(0.00005001, "0.01 %")]
    [InlineData(0.0099, "0.99 %")]
    [InlineData(0.01005, "1.01 %")]
    [InlineData(0.125, "12.50 %")]
    [InlineData(0.99999, "100.00 %")]
    public void A_ratio_has_two_decimals(double ratio, string text) =>
        Assert.Contains($" {text} ", new ModelInfo("Net", 0, 0, Layer("layer", Form.Tall, ratio, "")).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Tensors_are_those_of_all_layers()
    {
        TensorInfo[] tensors = [new("a", 2, 3, 0), new("b", 5, 0, 16), new("c", 1, 1, 32)];
        var info = new ModelInfo("Net", 48, 0, Layer("first", null, 1, "", tensors[0], tensors[1]), Layer("second", null, 1, "", tensors[2]));

        Assert.Equal(tensors, info.Tensors);
    }

    [Fact]
    public void A_copy_of_a_layer_is_as_the_layer_in_all_that_is_not_set()
    {
        var layer = Layer("first", Form.Tall, 0.5, "why", new TensorInfo("a", 2, 3, 0));
        var copy = new LayerInfo(layer) { Name = "second" };

        Assert.Equal("second", copy.Name);
        Assert.All(typeof(LayerInfo).GetProperties().Where(property => property.Name != "Name"), property => Assert.Equal(property.GetValue(layer), property.GetValue(copy)));
    }

    [Fact]
    public void A_copy_of_a_matrix_is_as_the_matrix_in_all_that_is_not_set()
    {
        var map = Layer("first", Form.Tall, 0.5, "why").Maps[0];
        var copy = new MapInfo(map) { Kind = "other" };

        Assert.Equal("other", copy.Kind);
        Assert.All(typeof(MapInfo).GetProperties().Where(property => property.Name != "Kind"), property => Assert.Equal(property.GetValue(map), property.GetValue(copy)));
    }

    private static LayerInfo Layer(string name, Form? form, double ratio, string reason, params TensorInfo[] tensors) => new()
    {
        Name = name,
        Inputs = 4,
        Outputs = 50,
        Activation = Activation.Relu,
        Parameters = 1234,
        PreparedBytes = 60,
        Maps =
        [
            new()
            {
                Kind = form == null ? "dense" : "deepthin",
                Inputs = 4,
                Outputs = 50,
                Rank = form == null ? 0 : 1,
                M = form == null ? 0 : 7,
                N = form == null ? 0 : 28,
                Form = form,
                Gains = form == null ? Gains.None : Gains.Inputs,
                Ratio = ratio,
                MultiplyAdds = 2000,
                Kernel = "fourier",
                BatchKernel = "segments",
                Reason = reason,
            },
        ],
        Tensors = tensors,
    };
}
