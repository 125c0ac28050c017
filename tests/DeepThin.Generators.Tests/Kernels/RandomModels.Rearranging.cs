using DeepThin.Generators.Specs;
using DeepThin.Planning;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>Layers that have values in another order, between layers with weights and gains.</summary>
internal sealed partial class RandomModels
{
    /// <summary>A model whose layers have the values of a vector, a series or an image in another order, in half of the cases with a fully connected layer behind.</summary>
    public ModelSpec Rearranging(int index)
    {
        var layers = new List<LayerSpec>();
        var shape = (index % 3) switch
        {
            0 => new Shape(_random.Next(2, 40)),
            1 => new Shape(_random.Next(1, 24), 1, _random.Next(2, 24)),
            _ => new Shape(_random.Next(1, 6), _random.Next(2, 7), _random.Next(2, 7)),
        };
        for (int i = 0; i < 4; i++)
        {
            if ((index + i) % 5 == 4) Multiply();
            else Add(Rearranged((index + i) % 5, shape));
            if (_random.Next(2) == 0) Add(shape.IsVector ? WithGains(Layer(shape.Channels, _random.Next(2, 40), OfEach(shape))) : Convolution(shape, isSeries: shape.Height == 1));
        }

        if (index % 2 == 0)
        {
            Add(ReshapeSpec.Flatten("flatten", shape));
            Add(WithGains(Layer(shape.Channels, _random.Next(1, 12), RandomActivation())));
        }

        return Model(index, [.. layers.Select((layer, place) => layer with { Name = $"layer{place}" })]);

        void Add(LayerSpec layer)
        {
            layers.Add(layer);
            shape = layer.Output;
        }

        // What stands before with a value of its shape, which may be itself, or with a gate, either of them first. The input of the network is the first value.
        void Multiply()
        {
            int value = layers.Count;
            if (shape.IsVector || _random.Next(3) == 0)
            {
                if (_random.Next(4) > 0) Add(new ActivateSpec("activate", shape, new(Activation.Tanh, 0)));
                Add(new MultiplySpec("multiply", shape, shape, OfEach(shape)) { Reads = new([layers.Count, value]) });
                return;
            }

            var (gated, window) = (shape, new SlidingWindow(shape.Channels, new(shape.Height, shape.Height, 1, 1, 0, 0), new(shape.Width, shape.Width, 1, 1, 0, 0)));
            Add(new PoolingSpec("pooling", window, PoolingKind.Average));
            Add(TestLayers.Dense("layer", shape.Channels, shape.Channels, activation: new(Activation.Sigmoid, 0)));
            bool isFirst = _random.Next(2) == 0;
            Add(new MultiplySpec("multiply", isFirst ? shape : gated, isFirst ? gated : shape, OfEach(gated)) { Reads = new(isFirst ? [layers.Count, value] : [value, layers.Count]) });
        }
    }

    // Each step has its values in another order before a layer that follows the steps, and of what that writes one half multiplies the other; at an end, what stood before it is read again.
    private ModelSpec RearrangingSteps(int index, Func<int, LayerSpec> follow)
    {
        var series = new Shape(_random.Next(2, 6), 1, _random.Next(2, 6));
        var layers = new List<LayerSpec>();
        Add(TestLayers.Dense("layer", _random.Next(1, 12), (int)series.Length, activation: OfEach(new(1))));
        Add(new ReshapeSpec("reshape", layers[^1].Output, series));
        Add(new TransposeSpec("transpose", series));
        Add(new ChannelsSpec("channels", layers[^1].Output, 1, series.Width - 1));
        Add(ReshapeSpec.Flatten("flatten", layers[^1].Output));
        Add(follow((int)layers[^1].Output.Length));
        int half = layers[^1].Output.Channels / 2, followed = layers.Count;
        Add(new ChannelsSpec("channels", layers[^1].Output, half, half));
        Add(new ActivateSpec("activate", new(half), new(Activation.Sigmoid, 0)));
        Add(new ChannelsSpec("channels", new(2 * half), 0, half) with { Reads = new([followed]) });
        Add(new MultiplySpec("multiply", new(half), new(half), Identity) { Reads = new([layers.Count, layers.Count - 1]) });

        // The gate of a channel is what the steps before have come to, and multiplies what stands there without them.
        Add(WithGains(Layer(half, series.Width, Identity)));
        Add(new MultiplySpec("multiply", new(series.Width), new(series.Width, 1, series.Channels), OfEach(series)) { Reads = new([layers.Count, 3]) });
        return Model(index, [.. layers.Select((layer, place) => layer with { Name = $"layer{place}" })]);

        void Add(LayerSpec layer) => layers.Add(layer);
    }

    // The kinds take turns.
    private LayerSpec Rearranged(int kind, Shape shape) => kind switch
    {
        0 => new ActivateSpec("activate", shape, OfEach(shape)),
        1 => new ReshapeSpec("reshape", shape, AnyShapeOf((int)shape.Length)),
        2 when _random.Next(shape.Channels) is var first => new ChannelsSpec("channels", shape, first, _random.Next(4) == 0 ? shape.Channels - first : _random.Next(1, shape.Channels - first + 1)),
        _ => new TransposeSpec("transpose", shape),
    };

    // A vector, a series or an image of so many values.
    private Shape AnyShapeOf(int values)
    {
        int channels = AnyDivisorOf(values), height = _random.Next(2) == 0 ? 1 : AnyDivisorOf(values / channels);
        return new(channels, height, values / channels / height);
    }

    private int AnyDivisorOf(int number)
    {
        int[] divisors = [.. Enumerable.Range(1, number).Where(divisor => number % divisor == 0)];
        return divisors[_random.Next(divisors.Length)];
    }
}
