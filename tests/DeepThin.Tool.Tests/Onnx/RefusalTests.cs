using CsCheck;
using DeepThin.Onnx;
using DeepThin.Onnx.Graphs;
using DeepThin.Onnx.Importing;
using DeepThin.Onnx.Schema;
using Google.Protobuf;

namespace DeepThin.Tool.Tests.Onnx;

/// <summary>What no layer does is refused by name, and a damaged or hostile file is an error: never a crash, a hang or a wrong network.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void All_operators_that_are_none_are_named_at_once()
    {
        var graph = new GraphBuilder().Input("x", 1, 4).Node("Hardmax", ["x"], "a").Node("Det", ["x"], "b").Node("Relu", ["a"], "c").Output("c", "b");
        var error = Assert.Throws<OnnxException>(() => Importer.Import(graph.Read(), new()));
        Assert.Equal(
            ["Hardmax 'the_hardmax': the operator is none that becomes a layer. docs/onnx.md lists those that do.", "Det 'the_det': the operator is none that becomes a layer. docs/onnx.md lists those that do."],
            error.Problems);
    }

    [Fact]
    public void What_nobody_reads_is_not_looked_at() =>
        Assert.Single(Importer.Import(new GraphBuilder().Input("x", 1, 4).Weights("w", 4, 2).Node("Hardmax", ["x"], "a").Node("MatMul", ["x", "w"], "y").Output("y").Read(), new()).Layers);

    [Fact]
    public void A_recurrent_layer_says_what_it_has_that_ours_have_not()
    {
        Refused("LSTM 'the_lstm': it has peepholes, which no layer has.", Lstm(["x", "w", "r", "", "", "", "", "p"], graph => graph.Weights("p", 1, 12)));
        Refused("LSTM 'the_lstm': it clips sums at 3 (clip), which no layer does.", Lstm(["x", "w", "r"], attributes: ("clip", 3f)));
        Refused("LSTM 'the_lstm': layout = 1 puts samples before steps; export it with layout = 0.", Lstm(["x", "w", "r"], attributes: ("layout", 1)));
        Refused("LSTM 'the_lstm': its input and forget gates are one (input_forget), which no layer does.", Lstm(["x", "w", "r"], attributes: ("input_forget", 1)));
        Refused("LSTM 'the_lstm': its direction is 'reverse'; layers go forward, or in both directions.", Lstm(["x", "w", "r"], attributes: ("direction", "reverse")));
        Refused("LSTM 'the_lstm': its activations are Sigmoid, Relu, Tanh; layers have Sigmoid, Tanh, Tanh, or HardSigmoid for gates.", Lstm(["x", "w", "r"], attributes: ("activations", new[] { "Sigmoid", "Relu", "Tanh" })));
        Refused("LSTM 'the_lstm': it has a length for each sequence (sequence_lens); give it whole sequences.", Lstm(["x", "w", "r", "", "n"], graph => graph.Constant(GraphBuilder.Tensor("n", [1], new[] { 3 }))));
        Refused("LSTM 'the_lstm': it begins with a state that is not 0; layers begin with zeros.", Lstm(["x", "w", "r", "", "", "s", "s"], graph => graph.Weights("s", 1, 1, 4)));
        Refused("LSTM 'the_lstm': its weights of 1×16×3 and 1×12×4 do not fit 4 hidden values.", Lstm(["x", "w", "short"], graph => graph.Weights("short", 1, 12, 4)));
    }

    [Fact]
    public void A_state_goes_in_and_comes_out_or_is_none()
    {
        // Given its hidden values only: the cells would begin anew at every call.
        Refused(
            "LSTM 'the_lstm': it is given its hidden values (initial_h) and begins with zeros in the cells; a session keeps both.",
            new GraphBuilder().Input("x", 1, 1, 3).Input("h", 1, 1, 4).Weights("w", 1, 16, 3).Weights("r", 1, 16, 4).Node("LSTM", ["x", "w", "r", "", "", "h"], ["y", "hn"]).Output("y", "hn"));
        Refused(
            "Input 'h' is the state of a recurrent layer, and no output gives it back in the same order; a session could not keep it.",
            new GraphBuilder().Input("x", 1, 1, 3).Input("h", 1, 1, 4).Weights("w", 1, 12, 3).Weights("r", 1, 12, 4).Node("GRU", ["x", "w", "r", "", "", "h"], ["y", "hn"]).Node("Relu", ["hn"], "z").Output("z"));
        Refused(
            "Gru 'the_gru2' begins with zeros at every call, while other layers go on from a state; a session goes on with all.",
            new GraphBuilder().Input("x", 1, 1, 4).Input("h", 1, 1, 4).Weights("w", 1, 12, 4).Weights("r", 1, 12, 4).Whole("one", 1)
                .Node("GRU", ["x", "w", "r", "", "", "h"], ["a", "hn"]).Node("Squeeze", ["a", "one"], "q").Node("GRU", ["q", "w", "r"], ["y"]).Output("y", "hn"));
    }

    [Fact]
    public void A_graph_says_what_it_needs()
    {
        var open = new GraphBuilder().Input("x", 0, 3, 0, 0).Weights("w", 4, 3, 3, 3).Node("Conv", ["x", "w"], "y").Output("y");
        Refused("Input 'x' is n0×3×n2×n3, which leaves a dimension open; say it: --input-shape x=1x3xNxN, with numbers for N.", open);
        Refused("Input 'x' is n0×3×n2×n3, and 1×4×8×8 was given.", open, new() { Shapes = new Dictionary<string, int[]> { ["x"] = [1, 4, 8, 8] } });
        Refused("The graph has no input 'z'; its inputs are 'x'.", open, new() { Values = new Dictionary<string, double> { ["z"] = 1 } });
        Refused(
            "If 'the_if': its condition depends on an input; give inputs that never change with --set name=value.",
            new GraphBuilder().Input("x", 1, 4).Input("c", ElementType.Bool, 1).Node("If", ["c"], "y", ("then_branch", new GraphProto()), ("else_branch", new GraphProto())).Output("y"));
    }

    [Fact]
    public void Nothing_is_left_out_in_silence()
    {
        var chosen = new GraphBuilder().Input("x", 1, 4).Weights("t", 4, 3).Node("ArgMax", ["x"], "best", ("axis", 1)).Node("Gather", ["t", "best"], "y").Output("y");
        Refused("Gather 'the_gather': it computes with classes that were chosen of predictions (ArgMax, TopK); a network ends where these are chosen.", chosen);
        var unread = new GraphBuilder().Input("x", 1, 4).Input("mask", 1, 4).Weights("w", 4, 2).Node("MatMul", ["x", "w"], "y").Output("y");
        Refused("No output depends on input 'mask'; leave it out with --set mask=0.", unread);
        Assert.Single(Importer.Import(unread.Read(), new() { Values = new Dictionary<string, double> { ["mask"] = 0 } }).Inputs);
        Assert.Equal(["output_label", "output_probability"], Importer.Import(Graphs.All["ScikitClassifier"].Graph.Read(), new()).Postscripts);
    }

    [Fact]
    public void Layers_have_their_limits()
    {
        Refused("BatchNormalization 'the_batchnormalization': it is in training mode; export the network for predictions (model.eval()).", new GraphBuilder().Input("x", 1, 4, 3, 3).Weights("g", 4).Node("BatchNormalization", ["x", "g", "g", "g", "g"], "y", ("training_mode", 1)).Output("y"));
        Refused("MatMul 'the_matmul': one of its two factors is computed by the network; layers keep it as a constant.", new GraphBuilder().Input("x", 1, 4).Input("z", 4, 4).Node("MatMul", ["x", "z"], "y").Output("y"));
        Refused("Div 'the_div': no layer computes it of 1×4 and 1×4, alone or with the operators before it.", new GraphBuilder().Input("x", 1, 4).Input("z", 1, 4).Node("Div", ["x", "z"], "y").Output("y"));
        Refused("Sin 'the_sin': no layer computes it of 1×4, alone or with the operators before it.", new GraphBuilder().Input("x", 1, 4).Node("Sin", ["x"], "y").Output("y"));
        Refused("Conv 'the_conv': it convolves a tensor of 1×1×4×4×4; series and images are convolved.", new GraphBuilder().Input("x", 1, 1, 4, 4, 4).Weights("w", 1, 1, 3, 3, 3).Node("Conv", ["x", "w"], "y").Output("y"));
        Refused("Concat 'the_concat': it puts constants other than 0 among values of the network, which no layer does.", new GraphBuilder().Input("x", 1, 4).Floats("one", [1, 1], 1).Node("Concat", ["x", "one"], "y", ("axis", 1)).Output("y"));
        Refused("Reshape 'the_reshape': 1×4 values cannot be reshaped to 3×3.", new GraphBuilder().Input("x", 1, 4).Whole("s", 3, 3).Node("Reshape", ["x", "s"], "y").Output("y"));
        Refused("Add 'the_add': Tensors of 1×4 and 1×3 do not fit together.", new GraphBuilder().Input("x", 1, 4).Weights("w", 1, 3).Node("Add", ["x", "w"], "y").Output("y"));
    }

    [Fact]
    public void A_file_that_is_no_graph_says_so()
    {
        Assert.StartsWith("This is no ONNX file, or it is damaged: ", ReadError([1, 2, 3, 4]), StringComparison.Ordinal);
        Assert.Equal("There is no graph in it; an ONNX file with a network is needed.", ReadError([]));
        Assert.Equal("The file was written for version 6 of ONNX's operators; 7 and later are read. onnx.version_converter makes it newer.", ReadError(new GraphBuilder(6).Input("x", 1).Output("x").ToArray()));
        Assert.Equal("Relu 'the_relu' reads the tensor 'z', which is neither an input, nor kept in the file, nor written by a node.", ReadError(new GraphBuilder().Input("x", 1).Node("Relu", ["z"], "y").Output("y").ToArray()));
        Assert.Equal("The graph has a cycle, through Relu 'the_relu'.", ReadError(new GraphBuilder().Input("x", 1).Node("Relu", ["b"], "a").Node("Tanh", ["a"], "b").Output("b").ToArray()));
        Assert.Equal("Output 'y' is written by no node.", ReadError(new GraphBuilder().Input("x", 1).Output("y").ToArray()));
        Assert.Equal("Relu 'the_relu' and Relu 'the_relu2' both write the tensor 'y'.".Replace("Relu 'the_relu' and Relu 'the_relu2'", "Relu 'the_relu2' and Relu 'the_relu'", StringComparison.Ordinal), ReadError(new GraphBuilder().Input("x", 1).Node("Relu", ["x"], "y").Node("Relu", ["x"], "y").Output("y").ToArray()));
        var shortTensor = GraphBuilder.Tensor("w", [2, 2], new[] { 1f, 2, 3, 4 });
        shortTensor.RawData = ByteString.CopyFrom(new byte[15]);
        Assert.Equal("Tensor 'w' has 15 bytes, and its 2×2 values of float need 16.", ReadError(new GraphBuilder().Input("x", 1, 2).Constant(shortTensor).Node("MatMul", ["x", "w"], "y").Output("y").ToArray()));
        var huge = new TensorProto { Name = "w", DataType = (int)ElementType.Float };
        huge.Dims.AddRange([1 << 20, 1 << 20]);
        Assert.Equal($"A tensor of {1 << 20}×{1 << 20} has more values than the {Dims.MaxLength} that are computed with.", ReadError(new GraphBuilder().Input("x", 1, 2).Constant(huge).Node("MatMul", ["x", "w"], "y").Output("y").ToArray()));
        var itself = new GraphBuilder().Input("x", 1).Foreign("own", "F", ["x"], ["y"]).Output("y");
        var function = new FunctionProto { Name = "F", Domain = "own" };
        function.Input.Add("a");
        function.Output.Add("b");
        var call = GraphBuilder.NodeOf("F", ["a"], ["b"]);
        call.Domain = "own";
        function.Node.Add(call);
        itself.Model.Functions.Add(function);
        Assert.Equal("Function 'F' calls itself, or calls are nested more than 16 deep.", ReadError(itself.ToArray()));
    }

    [Fact]
    public void Data_outside_of_the_file_stays_in_its_folder()
    {
        string folder = Directory.CreateTempSubdirectory("deepthin-onnx-").FullName, inside = Directory.CreateDirectory(Path.Combine(folder, "inside")).FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "secret.bin"), new byte[16]);
            File.WriteAllBytes(Path.Combine(inside, "weights.bin"), new byte[24]);
            Graph Read(string location, long offset = 0, long length = 16)
            {
                var tensor = new TensorProto { Name = "w", DataType = (int)ElementType.Float, DataLocation = TensorProto.Types.DataLocation.External };
                tensor.Dims.AddRange([2, 2]);
                foreach (var (key, value) in (ReadOnlySpan<(string, string)>)[("location", location), ("offset", $"{offset}"), ("length", $"{length}")]) tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
                string file = Path.Combine(inside, "model.onnx");
                File.WriteAllBytes(file, new GraphBuilder().Input("x", 1, 2).Constant(tensor).Node("MatMul", ["x", "w"], "y").Output("y").ToArray());
                return GraphReader.Read(file);
            }

            Assert.Equal(4, Read("weights.bin", offset: 8).Constants["w"].Length);
            Assert.Equal("Tensor 'w' lies in '../secret.bin', which is outside of the folder of the graph; only files inside it are read.", Assert.Throws<OnnxException>(() => Read("../secret.bin")).Message);
            Assert.Equal($"Tensor 'w' lies in '{Path.Combine(folder, "secret.bin")}', which is outside of the folder of the graph; only files inside it are read.", Assert.Throws<OnnxException>(() => Read(Path.Combine(folder, "secret.bin"))).Message);
            Assert.Equal("Tensor 'w' lies at 16 to 32 of 'weights.bin', which has 24 bytes.", Assert.Throws<OnnxException>(() => Read("weights.bin", offset: 16)).Message);
            Assert.Equal("Tensor 'w' has 20 bytes in 'weights.bin', and its values need 16.", Assert.Throws<OnnxException>(() => Read("weights.bin", length: 20)).Message);
            Assert.Equal("Tensor 'w' lies in 'none.bin', and there is no such file beside the graph.", Assert.Throws<OnnxException>(() => Read("none.bin")).Message);
            File.CreateSymbolicLink(Path.Combine(inside, "link.bin"), Path.Combine(folder, "secret.bin"));
            Assert.Equal("Tensor 'w' lies in 'link.bin', which is a link; only files inside the folder of the graph are read.", Assert.Throws<OnnxException>(() => Read("link.bin")).Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_little_file_does_not_become_gigabytes()
    {
        var graph = new GraphBuilder().Input("x", 1, 4).Whole("times", 1, 1 << 20);
        string at = "x";
        for (int i = 0; i < 60; i++)
        {
            graph.Node("Tile", ["x", "times"], $"t{i}");
            at = $"t{i}";
        }

        string message = Assert.Throws<OnnxException>(() => Importer.Import(graph.Node("Relu", [at], "y").Output("y").Read(), new())).Message;
        Assert.Equal("The tensors of the graph have more than 134217728 values together; Tile 'the_tile33' is the first beyond.", message);
        Refused("Tile 'the_tile': A tensor of 1×134217728 has more values than the 67108864 that are computed with.", new GraphBuilder().Input("x", 1, 4).Whole("times", 1, 1 << 25).Node("Tile", ["x", "times"], "t").Output("t"));
    }

    [Fact]
    public void Ten_thousand_nodes_are_read()
    {
        var graph = new GraphBuilder().Input("x", 1, 4).Weights("b", 4);
        string at = "x";
        for (int i = 0; i < 10_000; i++)
        {
            string next = $"t{i}";
            graph.Model.Graph.Node.Add(GraphBuilder.NodeOf(i % 2 == 0 ? "Add" : "Relu", i % 2 == 0 ? [at, "b"] : [at], [next]));
            at = next;
        }

        Assert.Equal(10_000, Importer.Import(graph.Output(at).Read(), new()).Layers.Count);
    }

    [Fact]
    public void A_damaged_file_is_an_error_or_a_network()
    {
        byte[][] files = [.. Graphs.All.Values.Select(graph => graph.Graph.ToArray())];
        Gen.Select(Gen.Int[0, files.Length - 1], Gen.Int[0, 3], Gen.Int[0, int.MaxValue], Gen.Byte).Sample((which, how, place, value) =>
        {
            byte[] file = [.. files[which]];
            place %= file.Length;
            if (how == 0) file = file[..place];
            else file[place] = value;
            try
            {
                Importer.Import(GraphReader.Read(new MemoryStream(file), null), new() { Values = which % 2 == 0 ? new Dictionary<string, double>() : [] });
            }
            catch (OnnxException)
            {
            }
        }, iter: 3000);
    }

    private static GraphBuilder Lstm(string[] inputs, Func<GraphBuilder, GraphBuilder>? more = null, params (string Name, object Value)[] attributes)
    {
        var graph = new GraphBuilder().Input("x", 5, 1, 3).Weights("w", 1, 16, 3).Weights("r", 1, 16, 4);
        return (more?.Invoke(graph) ?? graph).Node("LSTM", inputs, "y", attributes).Output("y");
    }

    private static void Refused(string message, GraphBuilder graph, ImportOptions? options = null) => Assert.Equal(message, Assert.Throws<OnnxException>(() => Importer.Import(graph.Read(), options ?? new())).Message);

    private static string ReadError(byte[] file) => Assert.Throws<OnnxException>(() => GraphReader.Read(new MemoryStream(file), null)).Message;
}
