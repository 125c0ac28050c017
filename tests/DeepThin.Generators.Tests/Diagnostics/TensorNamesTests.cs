using DeepThin.Generators.Tests.Generation;

namespace DeepThin.Generators.Tests.Diagnostics;

public sealed class TensorNamesTests
{
    private const string Works = "letters, digits, dots, underscores and hyphens, and one * at most, such as \"encoder.conv1\" or \"rnn.*_l0\"";

    [Theory]
    [InlineData("\"\"", "\"\"", "which names nothing")]
    [InlineData("\"a.*.*\"", "\"a.*.*\"", "which has several stars")]
    [InlineData("\"größe\"", "\"größe\"", "which has a character that names in files do not")]
    public void Names_that_no_file_has(string given, string shown, string what) =>
        Expect.OneInLayers("DT0251", $"Tensors of layer 'dense0' is {shown}, {what}; use {Works}", $"[Dense(4, 8, Tensors = [|{given}|])]");

    [Theory]
    [InlineData("[Dense(4, 8, Tensors = \"a\")] [Dense(8, 3, Tensors = [|\"a\"|])]", "dense1", "a", "dense0")]
    [InlineData("[Dense(4, 8, Tensors = \"a.*\")] [Dense(8, 3, Tensors = [|\"a\"|])]", "dense1", "a", "dense0")]
    [InlineData("[Dense(4, 8, Tensors = [|\"layers.1\"|])] [Dense(8, 3)]", "dense0", "layers.1", "dense1")]
    public void Names_that_another_layer_has(string layers, string layer, string given, string other) => Expect.OneInLayers(
        "DT0251", $"Tensors of layer '{layer}' is \"{given}\", which those of layer '{other}' have; use another for each layer", layers);

    [Fact]
    public void Tensors_are_called_in_files_as_a_layer_says_and_in_the_code_as_ever()
    {
        const string Layers = "[Dense(64, 50, Ratio = 0.4, BiasRatio = 0.5{0})]\n    [Lstm(50, 20, Ratio = 0.5{1})]\n    [Gru(20, 8{2})]\n    [Dense(8, 3)]";
        var plain = Generate.Sources(Generate.Model(string.Format(null, Layers, "", "", ""), training: true)).Files;
        var named = Generate.Sources(Generate.Model(string.Format(null, Layers, ", Tensors = \"encoder.0\"", ", Tensors = \"rnn.*_l0\"", ", Tensors = \"rnn.*_l1\""), training: true)).Files;
        string network = named["Edge.Model.Network.g.cs"];
        foreach (string name in (string[])["encoder.0.xf", "encoder.0.bias.wf", "rnn.xf_ih_l0", "rnn.bias_hh_l0", "rnn.weight_hh_l0", "rnn.weight_ih_l1", "layers.3.weight"])
        {
            Assert.Contains($"new(\"{name}\", ", network, StringComparison.Ordinal);
        }

        Assert.Equal(plain.Keys, named.Keys);
        Assert.All(plain.Where(file => file.Key.Contains("Layer", StringComparison.Ordinal)), file => Assert.Equal(file.Value, named[file.Key]));
    }
}
