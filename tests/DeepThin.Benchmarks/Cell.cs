using System.Globalization;
using DeepThin.Benchmarks.Models;
using DeepThin.Planning;
using DeepThin.Runtime;

namespace DeepThin.Benchmarks;

/// <summary>A row of the table: a compressed layer, computed for a number of samples.</summary>
/// <param name="Ratio">The ratio asked for.</param>
/// <param name="Model">The layer.</param>
/// <param name="LowRank">Plain low rank at the same ratio.</param>
/// <param name="Batch">The number of samples.</param>
/// <param name="Target">How many times faster than dense it should be; null where nothing is asked.</param>
internal sealed record Cell(double Ratio, BenchModel Model, BenchModel LowRank, int Batch, double? Target)
{
    /// <summary>The plan of the layer.</summary>
    public LayerInfo Layer => Model.Info.Layers[0];

    /// <summary>The form, as files and filters write it.</summary>
    public string Form => Layer.Maps[0].Form == DeepThin.Form.Tall ? "tall" : "wide";

    /// <summary>What <c>--cells</c> compares with, such as <c>1024x1024/wide/3%</c>.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Layer.Inputs}x{Layer.Outputs}/{Form}/{100 * Ratio:0.##}%");

    /// <summary>The name of the kernel that computes so many samples.</summary>
    public string Kernel => Shape.Name;

    /// <summary>The counted multiply-adds of the kernel for all samples.</summary>
    public double MultiplyAdds => Batch * Shape.MultiplyAdds;

    /// <summary>The bytes that cannot but pass: inputs, outputs, and the parameters, as they are or as the kernel prepared them.</summary>
    public long Bytes => sizeof(float) * (long)Batch * (Layer.Inputs + Layer.Outputs) + (IsOneByOne ? Math.Max(Layer.Bytes, Layer.PreparedBytes) : Layer.Bytes);

    private bool IsOneByOne =>
        Batch < new NetworkPlan(new(new([new FullyConnectedSpec(Layer.Name, Weights, new(Layer.Outputs, null), default)]))).FewestSamples;

    private WeightsPlan Weights => Layer.Maps[0].N == 0 ? new DenseWeights(Layer.Inputs, Layer.Outputs) : new ReLayoutPlan(Layer.Inputs, Layer.Outputs, Layer.Maps[0].Rank, Layer.Maps[0].N);

    private KernelShape Shape
    {
        get
        {
            var kernels = KernelPlan.For(new ReLayoutPlan(Layer.Inputs, Layer.Outputs, Layer.Maps[0].Rank, Layer.Maps[0].N), DeepThin.Kernel.Auto, Optimize.Speed);
            return IsOneByOne ? kernels.OneSample : kernels.Panel;
        }
    }
}
