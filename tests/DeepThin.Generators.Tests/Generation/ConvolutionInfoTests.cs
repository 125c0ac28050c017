using DeepThin.Generators.Specs;
using DeepThin.Generators.Tests.Kernels;
using DeepThin.Generators.Weights;
using DeepThin.Planning;

namespace DeepThin.Generators.Tests.Generation;

/// <summary>What <c>Info</c> says of a compressed convolution is what computes one sample.</summary>
public sealed class ConvolutionInfoTests
{
    private const int Channels = 8, Kernel = 3, R = 20, N = 5, Rank = 2;

    // A ring of zeros around the image, so that there are as many positions as pixels.
    private static readonly WindowAxis Rows = new(9, Kernel, 1, 1, 1, 1), Columns = new(7, Kernel, 1, 1, 1, 1);

    private static readonly ModelSpec Shared = Model(Rows);

    private static int Positions => Rows.Length * Columns.Length;

    [Fact]
    public void What_positions_share_counts_once()
    {
        int pixels = (Rows.Length + 2) * (Columns.Length + 2), windows = Channels * N;
        int heads = Enumerable.Range(1, N - 1).Sum(), tails = Enumerable.Range(1, N - 1).Sum();
        Assert.Contains($"MultiplyAdds = {Rank * (pixels * (windows + heads + tails) + Positions * Pieces())},", Info(Shared), StringComparison.Ordinal);
    }

    [Fact]
    public void The_kernel_is_shared_and_the_reason_has_both_counts()
    {
        var plan = Plan(Shared);
        Assert.NotNull(plan.Shared);
        string info = Info(Shared), columns = plan.Columns.Map.OneSample.Name;
        Assert.Contains("Kernel = \"shared\",", info, StringComparison.Ordinal);
        Assert.Contains($"BatchKernel = \"{columns}\",", info, StringComparison.Ordinal);
        Assert.Contains(
            $"Reason = \"counted shared {Numbers.Short(plan.Cost)}, {columns} of columns {Numbers.Short((plan with { Shared = null }).Cost)}; batches {columns} ", info, StringComparison.Ordinal);
        Assert.Contains(" a column\",", info, StringComparison.Ordinal);
    }

    // With strides of 2 nothing is shared.
    [Fact]
    public void Other_convolutions_count_their_columns_at_all_positions()
    {
        var model = Model(Rows with { Stride = 2 });
        var plan = Plan(model);
        Assert.Null(plan.Shared);
        string info = Info(model);
        Assert.Contains($"MultiplyAdds = {(long)plan.Columns.Map.OneSample.MultiplyAdds * 5 * Columns.Length},", info, StringComparison.Ordinal);
        Assert.Contains($"Kernel = \"{plan.Columns.Map.OneSample.Name}\",", info, StringComparison.Ordinal);
    }

    // A tile of 2×2 outputs takes 16 products where columns take 36; two rows and two columns at a time, also where the last has one only.
    [Fact]
    public void Uncompressed_products_of_tiles_count_once()
    {
        const int Outputs = 64;
        var window = new SlidingWindow(4 * Channels, Rows, Columns);
        var model = RandomModels.Model(0, new ConvolutionSpec("convolution", window, new DenseWeights(window.Taps * window.Channels, Outputs), null, RandomModels.Identity));
        var plan = Plan(model);
        string info = Info(model);
        Assert.Contains($"MultiplyAdds = {16 * 5 * 4 * window.Channels * Outputs},", info, StringComparison.Ordinal);
        Assert.Contains("Kernel = \"winograd\",", info, StringComparison.Ordinal);
        Assert.Contains($"Reason = \"counted winograd {Numbers.Short(plan.Cost)}, dense of columns {Numbers.Short(new DirectConvolution(window, Outputs).Cost)}\",", info, StringComparison.Ordinal);
        Assert.Contains($"PreparedBytes = {sizeof(float) * 16 * window.Channels * Outputs}", info, StringComparison.Ordinal);
        Assert.Null(Plan(model.With(Optimize.Memory)).Winograd);
    }

    // A packed file names the kernels by Info, and the build compares them.
    [Fact]
    public void The_build_expects_packed_weights_for_the_kernels_of_Info()
    {
        var plan = new NetworkPlan(Shared.Network);
        string kernels = $"shared/{Plan(Shared).Columns.Map.Panel.Name}";
        Assert.Equal(kernels, WeightsParser.KernelsOf(plan));
    }

    private static ModelSpec Model(WindowAxis rows)
    {
        var window = new SlidingWindow(Channels, rows, Columns);
        return RandomModels.Model(0, new ConvolutionSpec("convolution", window, new ReLayoutPlan(window.Taps * Channels, R, Rank, N), TestLayers.Bias(R, null), RandomModels.Identity));
    }

    private static ConvolutionPlan Plan(ModelSpec model) => (ConvolutionPlan)new NetworkPlan(model.Network).Steps[0].Layer;

    private static string Info(ModelSpec model) => model.Emit().Single(file => file.Text.Contains("new MapInfo", StringComparison.Ordinal)).Text;

    // The pieces of all columns of W: a value begins one where the row of W_f or the row of the window is another than that of the value before it.
    private static int Pieces()
    {
        int q = Kernel * Kernel * Channels, pieces = 0;
        for (int c = 0; c < R; c++)
        {
            pieces += Enumerable.Range(0, q).Select(value => ((c * q + value) / N, value / (Kernel * Channels))).Distinct().Count();
        }

        return pieces;
    }
}
