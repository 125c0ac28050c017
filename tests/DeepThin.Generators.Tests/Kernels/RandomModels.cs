using DeepThin.Generators.Parsing;
using DeepThin.Generators.Specs;
using DeepThin.Planning;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>Draws specs of valid models: every kernel, any shape, any coprime n, ranks 1 to 16, biases of each kind, all activations.</summary>
internal sealed partial class RandomModels(int seed)
{
    /// <summary>The most multiply-adds of a kernel that is named: a correlation with thousands of taps takes fifty times the others' time, and shows nothing more.</summary>
    private const double MostNamed = 2e6;

    private static readonly ActivationSpec[] Activations =
    [
        new(Activation.Identity, 0), new(Activation.Relu, 0), new(Activation.LeakyRelu, 0.1f), new(Activation.LeakyRelu, 0), new(Activation.ClippedRelu, 0.75f),
        new(Activation.Sigmoid, 0), new(Activation.Tanh, 0), new(Activation.Gelu, 0), new(Activation.GeluTanh, 0), new(Activation.Silu, 0), new(Activation.Elu, 1.5f),
        new(Activation.Softplus, 0), new(Activation.HardSigmoid, 0), new(Activation.HardSwish, 0), new(Activation.Softmax, 0), new(Activation.LogSoftmax, 0),
    ];

    // The last one leaves many gates at 0 or 1.
    private static readonly float[] GateSlopes = [1 / 6f, 0.2f, 0.8f];

    private readonly Random _random = new(seed), _gains = new(~seed), _many = new(seed + 5000), _groups = new(seed + 9000), _folds = new(seed + 11000), _gates = new(seed + 13000);

    /// <summary>A model of one layer, whose shape and factors are all a kernel depends on. In each kind of layer the activations take turns, from seed to seed.</summary>
    public ModelSpec OneLayer(int index)
    {
        var layer = (index % 8) switch
        {
            0 => GridLayer(residues: 1, sign: 1),
            1 => GridLayer(residues: 1, sign: -1),
            2 => GridLayer(_random.Next(2, 6), sign: 1),
            3 => GridLayer(_random.Next(2, 6), sign: -1),
            4 => TallLayer(),
            5 => FewColumnsLayer(),
            6 => ManyTapsLayer(),
            _ => Layer(Size(), Size(), Identity),
        };
        return Model(index, WithGains(layer with { Activation = Activations[(index / 8 + 5 * seed) % Activations.Length] }));
    }

    /// <summary>A model of one compressed layer whose kernel is named, chosen for memory, or both.</summary>
    public ModelSpec SteeredLayer(int index)
    {
        var shape = (index / 2 % 5) switch
        {
            0 => TallLayer(),
            1 => FewColumnsLayer(),
            2 => SomeColumnsLayer(),
            3 => GridLayer(residues: 1, sign: 1 - index % 2 * 2),
            _ => LayerOf(Size(), Size() + 1, _random.Next(1, 300)),
        };
        var factors = (ReLayoutPlan)shape.Weights;
        var layer = shape with { Weights = new ReLayoutPlan(factors.Q, factors.R, 1 + index / 10 % 3, factors.N) };
        var optimize = index % 2 == 0 ? Optimize.Memory : Optimize.Speed;
        Kernel[] kernels = [.. Enum.GetValues<Kernel>().Where(kernel => kernel != Kernel.Auto && Fits(layer, kernel, optimize))];
        var kernel = optimize == Optimize.Speed ? kernels[_random.Next(kernels.Length)] : _random.Next(2) == 0 && Fits(layer, Kernel.Correlation, optimize) ? Kernel.Correlation : Kernel.Auto;
        return Model(index, WithGains(layer with { Kernel = kernel, Activation = Activations[(index / 10 + 4 * seed) % Activations.Length] })).With(optimize);
    }

    /// <summary>A model of one layer of low rank, hashed or pruned.</summary>
    public ModelSpec OtherLayer(int index) => Model(index, WithGains(OtherLayer(index, Size() + 1, Size() + 1, Activations[(index / 3 + 4 * seed) % Activations.Length])));

    /// <summary>A model of two or three layers of any kind.</summary>
    public ModelSpec Network(int index)
    {
        int[] sizes = [.. Enumerable.Range(0, _random.Next(3, 5)).Select(_ => Size() / 2 + 2)];
        FullyConnectedSpec[] layers = [.. sizes.Zip(sizes.Skip(1), AnyLayer).Select(WithGains)];

        // In front or between two, before layers with gains and without.
        int place = index / 2 % layers.Length;
        return Model(index, index % 2 == 0 ? layers : [.. layers[..place], new StandardizeSpec("standardize", layers[place].Input), .. layers[place..]]);
    }

    /// <summary>A model with convolutions and poolings over an image or a series, in half of the cases with a fully connected layer behind.</summary>
    public ModelSpec Convolutions(int index)
    {
        if (index >= ModelSet.Few + 4) return Model(index, Groups(isSeries: index % 2 == 0));
        if (index >= ModelSet.Few) return Model(index, index % 2 == 0 ? ManyChannels() : ThreeByThree(index % 4 == 1));
        bool isSeries = index % 3 == 0;
        var shape = new Shape(_random.Next(1, 7), isSeries ? 1 : _random.Next(2, 12), isSeries ? _random.Next(3, 60) : _random.Next(2, 12));
        var layers = new List<LayerSpec>();
        for (int i = _random.Next(1, 4); i > 0 || layers.All(layer => layer is PoolingSpec); i--)
        {
            layers.Add(_random.Next(4) switch { 0 => Pooling(shape, isSeries), 1 => Depthwise(shape, isSeries), _ => Convolution(shape, isSeries) });
            shape = layers[^1].Output;
        }

        if (index % 4 == 1) layers.Insert(0, new StandardizeSpec("standardize", layers[0].Input));
        if (index % 2 == 1) return Model(index, [.. layers]);
        var dense = Layer((int)shape.Length, _random.Next(1, 12), RandomActivation());
        return Model(index, [.. layers, ReshapeSpec.Flatten("flatten", shape), WithGains(dense)]);
    }

    /// <summary>A model whose layers read any value before them, of one to three inputs, vectors or images; what nobody reads is an output.</summary>
    public ModelSpec Graph(int index)
    {
        bool isImage = index % 3 == 2;
        var size = isImage ? new Shape(1, _random.Next(2, 7), _random.Next(2, 7)) : new Shape(1);
        InputSpec[] inputs = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(input => new InputSpec($"input{input}", size with { Channels = isImage ? _random.Next(1, 5) : _random.Next(1, 40) }))];
        List<Shape> values = [.. inputs.Select(input => input.Shape)];
        var layers = new List<LayerSpec>();
        var read = new HashSet<int>();
        for (int i = _random.Next(4, 9); i > 0; i--) Add(AnyOf());

        // The inputs that are left are read as well.
        for (int input = 0; input < inputs.Length; input++)
        {
            if (!read.Contains(input)) Add((Matrix(input), [input]));
        }

        int[] ends = [.. Enumerable.Range(0, layers.Count).Where(layer => !read.Contains(inputs.Length + layer) || _random.Next(8) == 0)];
        var model = Model(index, [.. layers.Select((layer, place) => layer with { Name = $"layer{place}" })]);
        return model with { Network = model.Network with { Inputs = new(inputs), Outputs = new([.. ends.Select((layer, place) => new OutputSpec($"output{place}", layer))]) } };

        void Add((LayerSpec Layer, int[] Reads) layer)
        {
            layers.Add(layer.Layer with { Reads = new(layer.Reads) });
            values.Add(layer.Layer.Output);
            read.UnionWith(layer.Reads);
        }

        (LayerSpec Layer, int[] Reads) AnyOf()
        {
            int first = Any(_ => true);
            int[] alike = [.. Enumerable.Range(0, values.Count).Where(value => (values[value].Height, values[value].Width) == (values[first].Height, values[first].Width))];
            int second = alike[_random.Next(alike.Length)], third = alike[_random.Next(alike.Length)];
            int[] joined = _random.Next(2) == 0 ? [first, second] : [first, second, third];
            return _random.Next(6) switch
            {
                0 => (Sum(values[first], values[second]), [first, second]),
                1 when alike.Where(value => values[value] == values[first]).ToArray() is var same && same[_random.Next(same.Length)] is var other => (Sum(values[first], values[other]), [first, other]),
                2 when joined.Sum(value => values[value].Channels) < 100 => (new ConcatSpec("concat", new([.. joined.Select(value => values[value])])), joined),
                3 when isImage => (_random.Next(2) == 0 ? Pooling(values[first], isSeries: false) : ReshapeSpec.Flatten("flatten", values[first]), [first]),
                _ => (Matrix(first), [first]),
            };
        }

        // Later ones more often.
        int Any(Func<int, bool> fits) => Enumerable.Range(0, values.Count).Where(fits).MaxBy(value => _random.NextDouble() * (1 + value));

        LayerSpec Matrix(int value) => values[value].IsVector ? WithGains(AnyLayer(values[value].Channels, _random.Next(1, 40))) : Convolution(values[value], isSeries: values[value].Height == 1 && _random.Next(2) == 0);

        ResidualSpec Sum(Shape a, Shape b) => new("residual", a, b, OfEach(a));
    }

    /// <summary>A model that looks up rows of a table, and in half of the cases multiplies them with gains.</summary>
    public ModelSpec Embedding(int index)
    {
        int rows = _random.Next(1, 300), size = _random.Next(1, 50), indices = index % 2 == 0 ? 1 : _random.Next(2, 9);
        WeightsPlan table = new DenseWeights(size, rows);
        if (index % 4 < 2)
        {
            int n = _random.Next(1, rows * size + 1);
            while (!ReLayout.AreCoprime(n, size)) n--;
            table = new ReLayoutPlan(size, rows, _random.Next(1, 4), n);
        }

        var embedding = new EmbeddingSpec("embedding", indices, table);
        var dense = WithGains(Layer(size * indices, _random.Next(1, 12), RandomActivation()));
        return index % 3 == 0 ? Model(index, embedding) : Model(index, [embedding, ReshapeSpec.Flatten("flatten", embedding.Output), dense]);
    }

    /// <summary>
    /// A model with layers that have no matrix, over a vector, a series or an image: first, or behind a convolution or a fully connected layer; in half of the cases with a fully connected layer behind.
    /// </summary>
    public ModelSpec Values(int index)
    {
        bool isSeries = index % 3 == 0, isVector = index % 3 == 1;
        var shape = new Shape(2 * _random.Next(1, isVector ? 40 : 6), isVector || isSeries ? 1 : _random.Next(2, 9), isVector ? 1 : _random.Next(3, isSeries ? 40 : 9));
        var layers = new List<LayerSpec>();
        if (index / 3 % 2 == 1) Add(isVector ? TestLayers.Dense("layer", shape.Channels, 2 * _random.Next(2, 20), activation: RandomActivation()) : Convolution(shape, isSeries));
        for (int i = _random.Next(1, 4); i > 0; i--) Add(OfValues(seed + index + layers.Count, shape));
        if (index % 2 == 1) return Model(index, [.. layers]);
        var dense = Layer((int)shape.Length, _random.Next(1, 12), RandomActivation());
        if (!shape.IsVector) Add(ReshapeSpec.Flatten("flatten", shape));
        return Model(index, [.. layers, WithGains(dense)]);

        void Add(LayerSpec layer)
        {
            layers.Add(layer);
            shape = layer.Output;
        }
    }

    /// <summary>
    /// A model of one or two recurrent layers, whose cells take turns, first or behind a fully connected layer or, in a quarter of the cases, a delay line and what passes over it; in half of the cases with another
    /// one behind.
    /// </summary>
    public ModelSpec Recurrent(int index)
    {
        if (index >= ModelSet.Few + 5) return RearrangingSteps(index, size => Recurrent((RecurrentCell)(index % 5), size, 2 * _random.Next(2, 12)));
        if (index >= ModelSet.Few) return Model(index, ResetBefore(index));
        int size = _random.Next(1, 60);
        var layers = new List<LayerSpec>();
        if (index % 3 == 2)
        {
            layers.Add(WithGains(AnyLayer(size, _random.Next(2, 40))));
            size = (int)layers[0].Output.Length;
        }

        if (index % 4 == 3)
        {
            AddDelay(layers, size);
            size = (int)layers[^1].Output.Length;
        }

        for (int i = _random.Next(1, 3); i > 0; i--)
        {
            layers.Add(Recurrent((RecurrentCell)((index + seed + i) % 5), size, _random.Next(1, 50)));
            size = (int)layers[^1].Output.Length;
        }

        return index % 2 == 1 ? Model(index, [.. layers]) : Model(index, [.. layers, WithGains(Layer(size, _random.Next(1, 12), RandomActivation()))]);
    }

    // A convolution along time, or all taps as one vector.
    private void AddDelay(List<LayerSpec> layers, int size)
    {
        layers.Add(new DelayLineSpec("delay", size, _random.Next(2, 6), _random.Next(1, 4)));
        var series = layers[^1].Output;
        if (_random.Next(2) == 0) layers.Add(Convolution(series, isSeries: true));
        layers.Add(ReshapeSpec.Flatten("flatten", layers[^1].Output));
    }

    /// <summary>
    /// A model that takes whole sequences, that ends them, or both: layers of both directions, layers behind that read what stands before them, several outputs, and the last step, the mean or the largest over
    /// time.
    /// </summary>
    public ModelSpec WholeSequences(int index)
    {
        if (index >= ModelSet.Whole) return RearrangingSteps(index, size => new BidirectionalSpec(Recurrent((RecurrentCell)(index % 5), size, _random.Next(2, 12))));
        int size = _random.Next(1, 30);
        var layers = new List<LayerSpec>();
        if (index % 2 == 1) Add(WithGains(AnyLayer(size, _random.Next(2, 30))));
        int first = layers.Count;
        for (int i = index % 5 == 4 ? 0 : _random.Next(1, 3); i > 0; i--) Add(new BidirectionalSpec(Recurrent((RecurrentCell)((index + i) % 5), size, _random.Next(1, 24))));
        if (index % 5 == 4 || _random.Next(3) == 0) Add(Recurrent((RecurrentCell)(index % 5), size, _random.Next(1, 24)));

        if (index % 4 == 2)
        {
            AddDelay(layers, size);
            size = (int)layers[^1].Output.Length;
        }

        // The layer before the first direction, or the inputs, behind the last one again.
        if (index % 4 == 3) Add(new ConcatSpec("concat", new([new(size), layers[first].Input])) { Reads = new([layers.Count, first]) });
        int ended = layers.Count;
        if (index % 3 != 0) Add(index % 3 == 1 ? new OverTimeSpec("over", (PoolingKind)_random.Next(2), new(size)) : new LastStepSpec("last", new(size)));
        if (_random.Next(4) > 0) Add(WithGains(Layer(size, _random.Next(1, 12), RandomActivation())));
        var model = Model(index, [.. layers.Select((layer, place) => layer with { Name = $"layer{place}" })]);
        return index % 6 != 0 ? model : model with { Network = model.Network with { Outputs = new([new OutputSpec("between", ended - 1), new OutputSpec("last", layers.Count - 1)]) } };

        void Add(LayerSpec layer)
        {
            layers.Add(layer);
            size = (int)layer.Output.Length;
        }
    }

    private RecurrentSpec Recurrent(RecurrentCell cell, int q, int hidden)
    {
        var sums = WithGains(AnyLayer(q, hidden * RecurrentPlan.GatesOf(cell)));
        var recurrentSums = WithGains(AnyLayer(hidden, hidden * RecurrentPlan.RecurrentGatesOf(cell)));
        var candidate = cell == RecurrentCell.GruResetBefore ? WithGains(AnyLayer(hidden, hidden)) : null;
        return new("recurrent", cell, hidden, sums.Weights, sums.Gains, recurrentSums.Weights, recurrentSums.Gains, HasBias: _random.Next(4) > 0)
        {
            CandidateWeights = candidate?.Weights,
            CandidateGains = candidate?.Gains ?? Gains.None,
            GateActivation = cell is RecurrentCell.Tanh or RecurrentCell.Relu || _gates.Next(3) > 0 ? RecurrentPlan.Sigmoid : new(Activation.HardSigmoid, GateSlopes[_gates.Next(GateSlopes.Length)]),
        };
    }

    // Ways of keeping the matrix of the candidate take turns.
    private RecurrentSpec ResetBefore(int index)
    {
        int hidden = _random.Next(40, 64);
        var candidate = WithGains((index % 5) switch
        {
            0 => TestLayers.Dense("layer", hidden, hidden),
            1 => OtherLayer(0, hidden, hidden, Identity),
            2 => OtherLayer(2, hidden, hidden, Identity),
            3 => Factors<FourierShape>(),
            _ => Factors<CorrelationShape>(),
        });
        return Recurrent(RecurrentCell.GruResetBefore, _random.Next(1, 60), hidden) with { CandidateWeights = candidate.Weights, CandidateGains = candidate.Gains };

        // Any n whose kernel is this one.
        FullyConnectedSpec Factors<TKernel>()
        {
            ReLayoutPlan plan;
            do plan = new(hidden, hidden, 1, _random.Next(2, hidden * hidden));
            while (!ReLayout.AreCoprime(plan.N, hidden) || plan.Kernels(Kernel.Auto, Optimize.Speed, WeightType.Float32).OneSample is not TKernel);
            return TestLayers.Dense("layer", hidden, hidden) with { Weights = plan };
        }
    }

    /// <summary>A model that begins with a layer of weights, of each kind in turn, and goes on with normalisations and activations: such as predictions compute in that layer, and such as they cannot.</summary>
    public ModelSpec Folding(int index)
    {
        // Four of fourteen have something that is in the way.
        int obstacle = _folds.Next(14);
        var first = OfWeights(index);
        var shape = first.Output;
        List<LayerSpec> layers = [first with { Activation = obstacle == 0 ? OfEach(shape) : Identity }];
        MaybeAdd(4, new DropoutSpec("dropout", shape, 0.3f));
        if (obstacle == 1) Add(Pooling(shape, isSeries: shape.Height == 1));
        int outputs = layers.Count;
        layers.Add(new BatchNormSpec("norm", shape, Epsilon: 0.1f, Momentum: 0.3f));
        MaybeAdd(4, new DropoutSpec("dropout", shape, 0.3f));
        if (_folds.Next(3) > 0) layers.Add(new ActivateSpec("activate", shape, OfEach(shape)));
        MaybeAdd(4, new BatchNormSpec("norm", shape, Epsilon: 0.1f, Momentum: 0.3f));
        if (obstacle == 2) layers.Add(new ResidualSpec("residual", shape, shape, OfEach(shape)) { Reads = new([outputs, layers.Count]) });
        if (_folds.Next(2) == 0) layers.AddRange([ReshapeSpec.Flatten("flatten", shape), Compressed(new((int)shape.Length))]);
        var model = Model(index, [.. layers.Select((layer, place) => layer with { Name = $"layer{place}" })]);
        return obstacle != 3 ? model : model with { Network = model.Network with { Outputs = new([new OutputSpec("between", outputs - 1), new OutputSpec("last", layers.Count - 1)]) } };

        void MaybeAdd(int oneOf, LayerSpec layer)
        {
            if (_folds.Next(oneOf) == 0) Add(layer);
        }

        void Add(LayerSpec layer)
        {
            layers.Add(layer);
            shape = layer.Output;
        }
    }

    // The kinds of layers with weights take turns.
    private LayerSpec OfWeights(int index) => (index / 2 % 8) switch
    {
        0 when index >= 16 => TestLayers.Dense("layer", _random.Next(2, 120), _random.Next(2, 120), bias: _folds.Next(2) == 0),
        0 => WithGains(Layer(_random.Next(2, 120), _random.Next(2, 120), Identity)),
        1 => WithGains(OtherLayer(seed + index + index / 16, _random.Next(2, 60), _random.Next(2, 60), Identity)),
        2 => ManyChannels()[0],
        3 => Groups(isSeries: _folds.Next(2) == 0).OfType<GroupedSpec>().Single(),
        4 => Depthwise(new(_random.Next(1, 7), _random.Next(2, 12), _random.Next(2, 12)), isSeries: false),
        5 => ThreeByThree(fills: index >= 16)[0],
        6 => Shared(),
        7 when index >= 16 && AnyConvolution() is var convolution => convolution with { Weights = new DenseWeights(convolution.Weights.Q, convolution.Weights.R), Gains = Gains.None },
        _ => AnyConvolution(),
    };

    private ConvolutionSpec AnyConvolution() => Convolution(_random.Next(2) == 0 ? new(_random.Next(1, 7), 1, _random.Next(3, 60)) : new(_random.Next(1, 7), _random.Next(2, 12), _random.Next(2, 12)), isSeries: false);

    // Whose positions share something, where weights are in single precision.
    private ConvolutionSpec Shared()
    {
        ConvolutionSpec convolution;
        do convolution = AnyConvolution();
        while (convolution.Plan(0, new(new([convolution]))) is not ConvolutionPlan { Shared: not null });
        return convolution;
    }

    // The kinds take turns.
    private LayerSpec OfValues(int kind, Shape shape) => (kind % 8) switch
    {
        0 => new ScaleSpec("scale", shape, Bias: _random.Next(3) > 0),
        1 when shape.Channels > 1 => new LayerNormSpec("norm", shape, PerPosition: _random.Next(2) == 0, Bias: _random.Next(3) > 0, Epsilon: 0.1f),
        2 when shape.Channels % 2 == 0 => new MagnitudeSpec("magnitude", shape with { Channels = shape.Channels / 2 }),
        3 => new PadSpec("pad", Around(shape)),
        7 => new ActivateSpec("activate", shape, OfEach(shape)),
        6 => new DropoutSpec("dropout", shape, 0.3f),
        4 => new BatchNormSpec("norm", shape, Epsilon: 0.1f, Momentum: 0.3f),
        _ => new PReluSpec("prelu", shape, Shared: _random.Next(2) == 0),
    };

    private ActivationSpec OfEach(Shape shape)
    {
        ActivationSpec activation;
        do activation = RandomActivation();
        while (activation.Kind is Activation.Softmax or Activation.LogSoftmax && !shape.IsVector);
        return activation;
    }

    private Padding Around(Shape shape)
    {
        var mode = (PadMode)_random.Next(3);
        int[] sides = [.. new[] { shape.Height, shape.Height, shape.Width, shape.Width }.Select(length => length == 1 ? 0 : _random.Next(0, Math.Min(mode == PadMode.Reflect ? length : 5, 5)))];
        return new(shape.Channels, shape.Height, shape.Width, sides[0], sides[1], sides[2], sides[3], _random.Next(3), _random.Next(3), mode);
    }

    // 3×3 convolutions of each channel alone, whose positions fill vectors or not.
    private LayerSpec[] ThreeByThree(bool fills)
    {
        int height = _many.Next(1, 4), width = fills ? 16 : _many.Next(1, 21);
        var window = new SlidingWindow(_many.Next(1, 6), new(height, 3, 1, 1, _many.Next(1, 4), _many.Next(1, 3)), new(width, 3, 1, 1, 1, fills ? 1 : _many.Next(1, 4)));
        var depthwise = new DepthwiseSpec("depthwise", window, _many.Next(4) > 0, new(Activation.LeakyRelu, 0.1f), IsSeries: false);
        return _many.Next(2) == 0 ? [depthwise] : [depthwise, ReshapeSpec.Flatten("flatten", depthwise.Output), Compressed(depthwise.Output)];
    }

    // Channels in groups, first or between other layers.
    private LayerSpec[] Groups(bool isSeries)
    {
        int groups = _groups.Next(2, 6), channels = _groups.Next(1, 5), outputs = _groups.Next(channels == 1 ? 2 : 1, 9);
        var window = new SlidingWindow(channels, isSeries ? Line(1) : Axis(_groups.Next(2, 12)), Axis(_groups.Next(3, 12)));
        var activation = _groups.Next(3) == 0 ? new ActivationSpec(Activation.Gelu, 0) : new(Activation.LeakyRelu, 0.1f);
        var convolution = new GroupedConvolution(window, groups, outputs);
        var grouped = new GroupedSpec("grouped", convolution, Kept(convolution.Window.Channels * convolution.Window.Taps, groups * outputs), _groups.Next(4) > 0, activation, isSeries);
        LayerSpec[] layers = [grouped, ReshapeSpec.Flatten("flatten", grouped.Output), Compressed(grouped.Output)];
        return _groups.Next(3) switch { 0 => layers[..1], 1 => layers, _ => [OfOneTap(_groups.Next(1, 4), grouped.Input), .. layers] };

        WeightsPlan Kept(int q, int r)
        {
            if (_groups.Next(2) == 0) return new DenseWeights(q, r);
            int n;
            do n = _groups.Next(1, q * r + 1);
            while (!ReLayout.AreCoprime(n, q));
            return new ReLayoutPlan(q, r, (outputs + groups) % 2 == 0 ? 3 : 1, n);
        }

        static ConvolutionSpec OfOneTap(int channels, Shape output) =>
            new("convolution", new(channels, Line(output.Height), Line(output.Width)), new DenseWeights(channels, output.Channels), null, Identity);
    }

    // An uncompressed 3×3 convolution of so many channels that it is worth transforming.
    private LayerSpec[] ManyChannels()
    {
        var window = new SlidingWindow(_many.Next(18, 35), Three(_many.Next(2, 9)), Three(_many.Next(2, 12)));
        int r = _many.Next(56, 65);
        var convolution = new ConvolutionSpec("convolution", window, new DenseWeights(9 * window.Channels, r), _many.Next(4) > 0 ? TestLayers.Bias(r, null) : null, new(Activation.LeakyRelu, 0.1f));
        return _many.Next(2) == 0 ? [convolution] : [convolution, ReshapeSpec.Flatten("flatten", convolution.Output), Compressed(convolution.Output)];

        WindowAxis Three(int length) => new(length, 3, 1, 1, _many.Next(1, 4), _many.Next(3));
    }

    // With gains, which the layer before multiplies its outputs with.
    private FullyConnectedSpec Compressed(Shape shape)
    {
        int q = (int)shape.Length, r = _many.Next(1, 6), n = _many.Next(1, q);
        while (!ReLayout.AreCoprime(n, q)) n--;
        return TestLayers.Dense("layer", q, r) with { Weights = new ReLayoutPlan(q, r, 1, n), Gains = Gains.Inputs };
    }

    private PoolingSpec Pooling(Shape shape, bool isSeries)
    {
        var kind = (PoolingKind)_random.Next(3);
        if (_random.Next(5) == 0) return new PoolingSpec("pooling", new(shape.Channels, new(shape.Height, shape.Height, 1, 1, 0, 0), new(shape.Width, shape.Width, 1, 1, 0, 0)), kind);
        return new PoolingSpec("pooling", new(shape.Channels, isSeries ? Line(1) : Inside(Axis(shape.Height)), Inside(Axis(shape.Width))), kind);

        static WindowAxis Inside(WindowAxis axis) =>
            axis with { Dilation = Math.Min(axis.Dilation, axis.Length), Before = 0, After = 0 } is var bare && bare.Positions < 1
                ? Line(axis.Length)
                : bare with { Before = (int)Math.Min(axis.Before, bare.Reach - 1), After = (int)Math.Min(axis.After, bare.Reach - 1) };
    }

    private DepthwiseSpec Depthwise(Shape shape, bool isSeries)
    {
        ActivationSpec activation;
        do activation = RandomActivation();
        while (activation.Kind is Activation.Softmax or Activation.LogSoftmax);
        return new("depthwise", new(shape.Channels, isSeries ? Line(1) : Axis(shape.Height), Axis(shape.Width)), _random.Next(4) > 0, activation, isSeries);
    }

    private ConvolutionSpec Convolution(Shape shape, bool isSeries)
    {
        var window = new SlidingWindow(shape.Channels, isSeries ? Line(1) : Axis(shape.Height), Axis(shape.Width));
        int q = window.Taps * shape.Channels, r = _random.Next(3) == 0 ? _random.Next(1, 4) : _random.Next(1, 20);
        WeightsPlan weights = new DenseWeights(q, r);
        if (_random.Next(3) > 0)
        {
            int n = _random.Next(2) == 0 ? _random.Next(1, Math.Min(q * r, q) + 1) : _random.Next(1, q * r + 1);
            while (!ReLayout.AreCoprime(n, q)) n--;
            weights = new ReLayoutPlan(q, r, _random.Next(3) > 0 ? 1 : _random.Next(2, 5), n);
        }

        var gains = weights is DenseWeights || _gains.Next(2) == 0 ? Gains.None : (Gains)_gains.Next(1, 4);
        return new("convolution", window, weights, _random.Next(4) > 0 ? TestLayers.Bias(r, null) : null, RandomActivation(), isSeries, gains);
    }

    private WindowAxis Axis(int length)
    {
        var axis = new WindowAxis(length, _random.Next(1, 5), _random.Next(2) == 0 ? 1 : _random.Next(1, 4), _random.Next(3) > 0 ? 1 : _random.Next(1, 4), _random.Next(3), _random.Next(3));
        return axis.Positions > 0 ? axis : axis with { Kernel = 1 };
    }

    private static WindowAxis Line(int length) => new(length, 1, 1, 1, 0, 0);

    // Half of the layers that can have gains.
    private FullyConnectedSpec WithGains(FullyConnectedSpec layer) =>
        layer.Weights is DenseWeights or PrunedPlan || _gains.Next(2) == 0 ? layer : layer with { Gains = (Gains)_gains.Next(1, 4) };

    private FullyConnectedSpec AnyLayer(int q, int r)
    {
        var activation = RandomActivation();
        return _random.Next(4) == 0 ? OtherLayer(_random.Next(3), q, r, activation) : Layer(q, r, activation);
    }

    private FullyConnectedSpec OtherLayer(int kind, int q, int r, ActivationSpec activation)
    {
        bool bias = _random.Next(4) > 0;
        int kept = _random.Next(1, q * r);
        return (kind % 3) switch
        {
            0 when LowRankPlan.MostRank(q, r) is > 0 and var most => TestLayers.Other(new LowRankPlan(q, r, _random.Next(1, most + 1)), activation, bias),
            1 => TestLayers.Other(new PrunedPlan(q, r, kept), activation, bias),
            _ => TestLayers.Other(new HashedPlan(q, r, kept, 0), activation, bias),
        };
    }

    /// <summary>A model of these layers.</summary>
    public static ModelSpec Model(int index, params LayerSpec[] layers)
    {
        string name = $"Model{index}";
        return new(new TypeSpec("", new([$"partial class {name}"]), name, name, name), new(new([.. layers.Select(Place)])) { Training = true });

        // A hash depends on the place of its layer.
        static LayerSpec Place(LayerSpec layer, int place) => layer switch
        {
            FullyConnectedSpec own => own with { Weights = Seeded(own.Weights, place, 0) },
            RecurrentSpec own => own with
            {
                Weights = Seeded(own.Weights, place, 0),
                RecurrentWeights = Seeded(own.RecurrentWeights, place, 1),
                CandidateWeights = own.CandidateWeights == null ? null : Seeded(own.CandidateWeights, place, 2),
            },
            BidirectionalSpec both => both with { Forward = (RecurrentSpec)Place(both.Forward, place) },
            _ => layer,
        };

        static WeightsPlan Seeded(WeightsPlan weights, int place, int matrix) => weights is HashedPlan hashed ? hashed with { Seed = HashedPlan.SeedOf(place, matrix) } : weights;
    }

    public static ActivationSpec Identity => new(default, 0);

    private ActivationSpec RandomActivation() => (Activation)_random.Next(Enum.GetValues<Activation>().Length) switch
    {
        Activation.LeakyRelu => new(Activation.LeakyRelu, 0.1f),
        Activation.ClippedRelu => new(Activation.ClippedRelu, 0.75f),
        Activation.Elu => new(Activation.Elu, 1.5f),
        var kind => new(kind, 0),
    };

    private int Size() => _random.Next(6) switch
    {
        0 => _random.Next(1, 5),
        1 => 1 << _random.Next(0, 9),
        2 => _random.Next(200, 500),
        _ => _random.Next(1, 150),
    };

    // Many columns of each phase.
    private FullyConnectedSpec TallLayer()
    {
        int n = _random.Next(2, 20);
        return LayerOf(_random.Next(50, 300), _random.Next(20, 40) * n, n);
    }

    // Fewer columns than phases.
    private FullyConnectedSpec FewColumnsLayer()
    {
        int n = _random.Next(10, 60);
        return LayerOf(_random.Next(50, 300), _random.Next(1, n), n);
    }

    // So many taps that a correlation tap by tap is not the fastest.
    private FullyConnectedSpec ManyTapsLayer()
    {
        int n = _random.Next(2) == 0 ? _random.Next(60, 250) : _random.Next(256, 550);
        return LayerOf(_random.Next(200, 400), _random.Next(4, 8) * n, n);
    }

    // A few columns of each phase, as many as a block of them or less.
    private FullyConnectedSpec SomeColumnsLayer()
    {
        int n = _random.Next(10, 40);
        return LayerOf(_random.Next(50, 300), _random.Next(2 * n, 6 * n), n);
    }

    // s·n = a·Q ± D with a small D: where the Fourier kernel is at home.
    private FullyConnectedSpec GridLayer(int residues, int sign)
    {
        int q = _random.Next(100, 500);
        return LayerOf(q, _random.Next(100, 500), (_random.Next(residues, 24) * q + sign * _random.Next(1, 30)) / residues);
    }

    private static bool Fits(FullyConnectedSpec layer, Kernel kernel, Optimize optimize) => KernelChoice.Named(kernel, (ReLayoutPlan)layer.Weights, optimize) is { MultiplyAdds: <= MostNamed };

    // Half of these have rank 1.
    private FullyConnectedSpec LayerOf(int q, int r, int n)
    {
        while (!ReLayout.AreCoprime(n, q)) n++;
        return TestLayers.Dense("layer", q, r, null, Form.Wide, _random.Next(2) == 0 ? 1 : _random.Next(2, 5), n, Identity, _random.Next(4) > 0, null);
    }

    private FullyConnectedSpec Layer(int q, int r, ActivationSpec activation)
    {
        double? biasRatio = _random.Next(4) == 0 && r > 8 ? Math.Min(0.99, 1.2 * ReLayoutPlanner.SmallestRatio(1, r, 1)) : null;
        var dense = TestLayers.Dense("layer", q, r, activation: activation, bias: _random.Next(4) > 0, biasRatio: biasRatio);
        int choice = _random.Next(10);
        if (choice == 0) return dense;
        if (choice < 5)
        {
            var form = _random.Next(2) == 0 ? Form.Wide : Form.Tall;
            int rank = _random.Next(3) == 0 ? _random.Next(1, 5) : 1;
            double ratio = ReLayoutPlanner.SmallestRatio(q, r, rank) * (1 + 2 * _random.NextDouble());
            if (ratio < 1) return dense with { Weights = ReLayoutPlanner.Plan(q, r, rank, ratio, form)! };
        }

        int n = _random.Next(3) == 0 ? _random.Next(1, Math.Min(q * r, 4 * q) + 1) : _random.Next(1, q * r + 1);
        while (!ReLayout.AreCoprime(n, q)) n--;
        return dense with { Weights = new ReLayoutPlan(q, r, _random.Next(2) == 0 ? 1 : _random.Next(1, 17), n) };
    }
}
