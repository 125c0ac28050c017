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
            Add(Rearranged(index + i, shape));
            if (_random.Next(2) == 0) Add(shape.IsVector ? WithGains(Layer(shape.Channels, _random.Next(2, 40), OfEach(shape))) : Convolution(shape, isSeries: shape.Height == 1));
        }

        if (index % 2 == 0)
        {
            Add(new FlattenSpec("flatten", shape));
            Add(WithGains(Layer(shape.Channels, _random.Next(1, 12), RandomActivation())));
        }

        return Model(index, [.. layers.Select((layer, place) => layer with { Name = $"layer{place}" })]);

        void Add(LayerSpec layer)
        {
            layers.Add(layer);
            shape = layer.Output;
        }
    }

    // The kinds take turns.
    private LayerSpec Rearranged(int kind, Shape shape) => (kind % 2) switch
    {
        0 => new ActivateSpec("activate", shape, OfEach(shape)),
        _ => new TransposeSpec("transpose", shape),
    };
}
