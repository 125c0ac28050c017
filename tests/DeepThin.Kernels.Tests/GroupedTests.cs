using CsCheck;
using DeepThin.Planning;

namespace DeepThin.Kernels.Tests;

public class GroupedTests
{
    private const int Cases = 40, Size = KernelShape.PanelSize;

    private static readonly Gen<GroupedConvolution> Convolutions =
        Gen.Select(Window.Any.Where(window => window.Positions <= 100), Gen.Int[1, 4], Gen.Int[1, 7], (window, groups, outputs) => new GroupedConvolution(window, groups, outputs));

    private static readonly Gen<int> Seed = Gen.Int[0, 1000];

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void Sums_and_Scatter_give_the_outputs_of_each_group_of_its_own_channels(int bits) => Gen.Select(Convolutions, Seed).Sample(
        (grouped, seed) =>
        {
            var plan = Plan(grouped);
            int positions = grouped.Window.Positions, lanes = KernelShape.Lanes;
            Block x = Block.Zeros((int)plan.Input.Length + lanes), w = Block.Random(seed, plan.Output.Channels * grouped.Inputs);
            Block.Random(seed + 1, (int)plan.Input.Length).Values.CopyTo(x.Values);
            Block scratch = Block.Zeros((int)plan.Need(Mode.OneSample).Scratch), y = Block.Zeros((int)plan.Output.Length);
            KernelLibrary.Of(bits).GroupedSums(ref x.First, grouped, ref w.First, ref scratch.First);
            scratch.AssertMargins();
            KernelLibrary.Of(bits).GroupedScatter(grouped, ref scratch.Values[(int)plan.PlaceOfSums], ref y.First);
            y.AssertNear(i => Magnitudes(Terms(grouped, i / positions, i % positions).Select(term => (double)w[term.Weight] * x[term.Input])));
        },
        iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void SumRows_does_so_for_a_panel(int bits) => Gen.Select(Convolutions, Seed).Sample(
        (grouped, seed) =>
        {
            var plan = Plan(grouped);
            int positions = grouped.Window.Positions;
            Block x = Block.Random(seed, (int)plan.Input.Length * Size), w = Block.Random(seed + 1, plan.Output.Channels * grouped.Inputs);
            Block scratch = Block.Zeros((int)plan.Need(Mode.Panel).Scratch), y = Block.Zeros((int)plan.Output.Length * Size);
            KernelLibrary.Of(bits).GroupedSumRows(ref x.First, grouped, ref w.First, ref scratch.First, ref y.First);
            scratch.AssertMargins();
            y.AssertNear(i => Magnitudes(
                Terms(grouped, i / Size / positions, i / Size % positions).Select(term => (double)w[term.Weight] * x[term.Input * Size + i % Size])));
        },
        iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void SumRowsBackward_gives_the_gradients_of_each_group(int bits) => Gen.Select(Convolutions, Seed, Gen.Bool).Sample(
        (grouped, seed, wantsInput) =>
        {
            var plan = Plan(grouped);
            int positions = grouped.Window.Positions, inputs = (int)plan.Input.Length, outputs = (int)plan.Output.Length, weights = plan.Output.Channels * grouped.Inputs;
            Block x = Block.Random(seed, inputs * Size), w = Block.Random(seed + 1, weights), g = Block.Random(seed + 2, outputs * Size);
            Block scratch = Block.Zeros((int)plan.Need(Mode.Backward).Scratch), dw = Block.Random(seed + 3, weights + KernelShape.Lanes), gx = Block.Zeros(inputs * Size), before = dw.Copy();
            KernelLibrary.Of(bits).GroupedSumRowsBackward(
                ref x.First, grouped, ref w.First, ref g.First, ref dw.First, ref gx.First, wantsInput, ref scratch.First, plan.SampleStride);
            scratch.AssertMargins();
            var ofWeights = new List<double>[weights + KernelShape.Lanes];
            var ofInputs = new List<double>[inputs * Size];
            for (int i = 0; i < ofWeights.Length; i++) ofWeights[i] = [before[i]];
            for (int i = 0; i < ofInputs.Length; i++) ofInputs[i] = [];
            for (int output = 0; output < outputs; output++)
            {
                foreach (var (weight, input) in Terms(grouped, output / positions, output % positions))
                {
                    for (int b = 0; b < Size; b++)
                    {
                        double slope = g[output * Size + b];
                        ofWeights[weight].Add(slope * x[input * Size + b]);
                        if (wantsInput) ofInputs[input * Size + b].Add(slope * w[weight]);
                    }
                }
            }

            dw.AssertNear(i => Magnitudes(ofWeights[i]));
            gx.AssertNear(i => Magnitudes(ofInputs[i]));
        },
        iter: Cases / 2);

    private static GroupedPlan Plan(GroupedConvolution grouped) =>
        (GroupedPlan)new GroupedSpec("grouped", grouped, new DenseWeights(grouped.Inputs, grouped.Groups * grouped.Outputs), Bias: false, default).Plan(0, new(new([])));

    // The weights and the inputs of an output at a position.
    private static IEnumerable<(int Weight, int Input)> Terms(GroupedConvolution grouped, int output, int position)
    {
        var window = grouped.Window;
        int taps = window.Rows.Kernel * window.Columns.Kernel, plane = window.Rows.Length * window.Columns.Length;
        for (int channel = 0; channel < window.Channels; channel++)
        {
            foreach (var (tap, place) in Window.Inside(window, position))
            {
                yield return ((output * window.Channels + channel) * taps + tap, (output / grouped.Outputs * window.Channels + channel) * plane + place);
            }
        }
    }

    private static (double Value, double Magnitude) Magnitudes(IEnumerable<double> terms)
    {
        double[] all = [.. terms];
        return (all.Sum(), all.Sum(Math.Abs));
    }
}
