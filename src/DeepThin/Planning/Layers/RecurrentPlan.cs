using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Planning;

/// <summary>
/// The plan of a recurrent layer: two fully connected layers without an activation, one of the inputs and one of the hidden values of the step before, and the gates, which make new
/// hidden values of their sums. A third one has the candidate alone, where hidden values are reset before they are multiplied.
/// </summary>
/// <param name="Index">Its place among the layers of the network.</param>
/// <param name="Name">Its name.</param>
/// <param name="Cell">What the gates do.</param>
/// <param name="Sums">The layer of the inputs.</param>
/// <param name="RecurrentSums">The layer of the hidden values.</param>
internal sealed record RecurrentPlan(int Index, string Name, RecurrentCell Cell, FullyConnectedPlan Sums, FullyConnectedPlan RecurrentSums)
    : LayerPlan(Index, Name, new(Sums.Map.Q), new(RecurrentSums.Map.Q), ActivationOf(Cell))
{
    /// <summary>What the names of the tensors end with, those of the inputs and those of the hidden values, as PyTorch has them, and those of the candidate.</summary>
    public const string OfInputs = "_ih", OfHidden = "_hh", OfCandidate = "_hn";

    private const int Size = KernelShape.PanelSize;

    /// <summary>The layer of the hidden values that were reset, whose sums are those of the candidate; null where the recurrent matrix is over all gates.</summary>
    public FullyConnectedPlan? CandidateSums { get; init; }

    /// <summary>What gates make of their sums: a sigmoid, or a hard one with its slope.</summary>
    public ActivationSpec GateActivation { get; init; } = Sigmoid;

    /// <summary>The usual activation of gates.</summary>
    public static ActivationSpec Sigmoid => new(DeepThin.Activation.Sigmoid, 0);

    public override string Kind => Cell switch { RecurrentCell.Lstm => "lstm", RecurrentCell.Gru or RecurrentCell.GruResetBefore => "gru", _ => "rnn" };

    public override EquatableArray<LinearMap> Maps => new([Sums.Map, .. OfState.Select(plan => plan.Map)]);

    public override long Parameters => Sums.Parameters + OfState.Sum(plan => plan.Parameters);

    public override bool TakesScaledInput => Sums.TakesScaledInput;

    /// <summary>The hidden values, H.</summary>
    public int Hidden => RecurrentSums.Map.Q;

    /// <summary>The gates.</summary>
    public int Gates => GatesOf(Cell);

    /// <summary>The sums of a step, one for each hidden value and gate.</summary>
    public int SumsLength => Gates * Hidden;

    /// <summary>The floats that hidden values take, with padding.</summary>
    public int HiddenLength => (int)Placement.Align(Hidden);

    /// <summary>The state: the hidden values and, of long short-term memory, the cells.</summary>
    public override int StateLength => (Cell == RecurrentCell.Lstm ? 2 : 1) * HiddenLength;

    public override long Prepared => CandidateSums == null ? PreparedOfHidden + RecurrentSums.Prepared : PreparedOfCandidate + CandidateSums.Prepared;

    /// <summary>Where what the kernels of the recurrent matrix prepare begins in what is prepared.</summary>
    public long PreparedOfHidden => Placement.Align(Sums.Prepared);

    /// <summary>Where what the kernels of the matrix of the candidate prepare begins.</summary>
    public long PreparedOfCandidate => PreparedOfHidden + Placement.Align(RecurrentSums.Prepared);

    public override double Cost => Sums.Cost + OfState.Sum(plan => plan.Cost);

    public override double PanelCost => Sums.PanelCost + OfState.Sum(plan => plan.PanelCost);

    public override double CostBesideState => Sums.Cost;

    public override double PanelCostBesideState => Sums.PanelCost;

    /// <summary>The activation that the outputs went through.</summary>
    public static ActivationSpec ActivationOf(RecurrentCell cell) => new(cell == RecurrentCell.Relu ? DeepThin.Activation.Relu : DeepThin.Activation.Tanh, 0);

    /// <summary>The gates of a cell.</summary>
    public static int GatesOf(RecurrentCell cell) => cell switch { RecurrentCell.Lstm => 4, RecurrentCell.Gru or RecurrentCell.GruResetBefore => 3, _ => 1 };

    /// <summary>The gates that the recurrent matrix is over.</summary>
    public static int RecurrentGatesOf(RecurrentCell cell) => cell == RecurrentCell.GruResetBefore ? 2 : GatesOf(cell);

    public override LayerPlan At(int index, string name) => this with
    {
        Index = index,
        Name = name,
        Sums = (FullyConnectedPlan)Sums.At(index, name),
        RecurrentSums = (FullyConnectedPlan)RecurrentSums.At(index, name),
        CandidateSums = (FullyConnectedPlan?)CandidateSums?.At(index, name),
    };

    public override IEnumerable<TensorInfo> Tensors() =>
        [.. Named(Sums, OfInputs), .. Named(RecurrentSums, OfHidden), .. CandidateSums == null ? [] : Named(CandidateSums, OfCandidate)];

    public override Memory Need(Mode mode)
    {
        var sums = Sums.Need(mode);
        return mode switch
        {
            Mode.OneSample => new(sums.Before, sums.After, 0, CandidateOfSample.End),
            Mode.Panel => new(sums.Before, sums.After, sums.Kept + OfState.Sum(plan => plan.Need(mode).Kept), Math.Max(CandidateOfPanel.End, OfSteps.End)),
            Mode.Trace => new(sums.Before, sums.After, CandidateOfTrace.End, CandidateOfPanel.End),
            _ => new(0, sums.After, 0, OfBackward.End),
        };
    }

    /// <summary>Where things lie in the scratch memory of one sample.</summary>
    public SamplePlaces OfSample
    {
        get
        {
            Memory hidden = RecurrentSums.Need(Mode.OneSample);
            long sums = SumsLength + KernelShape.Lanes;
            long[] starts = Placement.InOrder(
                [sums, sums, hidden.Before + HiddenLength + hidden.After, MostScratch(Mode.OneSample) + KernelShape.Lanes], out long end);
            return new(starts[0], starts[1], starts[2] + hidden.Before, hidden.Before, hidden.After, starts[3], end);
        }
    }

    /// <summary>Where things lie in the scratch memory of a panel whose columns are samples; a trace has the hidden values in what it keeps.</summary>
    public SamplePlaces OfPanel
    {
        get
        {
            Memory hidden = RecurrentSums.Need(Mode.Panel);
            long scratch = Math.Max(MostScratch(Mode.Panel), MostScratch(Mode.Trace));
            long[] starts = Placement.InOrder([PanelOfSums, PanelOfSums, hidden.Before + (long)Hidden * Size + hidden.After, scratch + KernelShape.Lanes], out long end);
            return new(starts[0], starts[1], starts[2] + hidden.Before, hidden.Before, hidden.After, starts[3], end);
        }
    }

    /// <summary>Where things lie in the scratch memory of a panel whose columns are the steps of one sequence: the sums of its inputs as a panel, as rows, the hidden values as rows, and the memory of one sample.</summary>
    public (long Panel, long Rows, long Hidden, long Work, long End) OfSteps
    {
        get
        {
            long[] starts = Placement.InOrder(
                [PanelOfSums, (long)Size * SumsStride, (long)Size * HiddenLength, Math.Max(CandidateOfSample.End, Sums.Need(Mode.Panel).Scratch + KernelShape.Lanes)], out long end);
            return (starts[0], starts[1], starts[2], starts[3], end);
        }
    }

    /// <summary>The floats from the sums of a step to those of the next one.</summary>
    public int SumsStride => (int)Placement.Align(SumsLength);

    /// <summary>
    /// Where things lie in what a trace keeps: what both matrices keep, the hidden values of the step before with their margins, the gates, the cells of the step before, tanh of the new
    /// ones, and what the hidden values give the last gate of gated recurrent units.
    /// </summary>
    public (long Sums, long RecurrentSums, long Hidden, long Before, long After, long Gates, long Cells, long Shown, long End) OfTrace
    {
        get
        {
            Memory sums = Sums.Need(Mode.Trace), hidden = RecurrentSums.Need(Mode.Trace);
            long row = (long)Hidden * Size;
            long[] starts = Placement.InOrder(
                [sums.Kept, hidden.Kept, hidden.Before + row + hidden.After, PanelOfSums, Cell == RecurrentCell.Lstm ? row : 0, Cell is RecurrentCell.Lstm or RecurrentCell.Gru ? row : 0], out long end);
            return (starts[0], starts[1], starts[2] + hidden.Before, hidden.Before, hidden.After, starts[3], starts[4], starts[5], end);
        }
    }

    /// <summary>Where things lie in the scratch memory of the backward half: the gradients of the sums twice, since each matrix overwrites those that it is given, and those of the hidden values before.</summary>
    public (long Gradients, long RecurrentGradients, long Hidden, long Work, long End) OfBackward
    {
        get
        {
            Memory hidden = RecurrentSums.Need(Mode.Backward);
            long[] starts = Placement.InOrder(
                [PanelOfSums, PanelOfSums, hidden.Before + (long)Hidden * Size + hidden.After, MostScratch(Mode.Backward) + KernelShape.Lanes], out long end);
            return (starts[0], starts[1], starts[2] + hidden.Before, starts[3], end);
        }
    }

    /// <summary>Where what the candidate has of its own lies in the scratch memory of one sample, behind all else.</summary>
    public CandidatePlaces CandidateOfSample => Candidate(Mode.OneSample, OfSample.End, HiddenLength, HiddenLength + KernelShape.Lanes);

    /// <summary>Where it lies in that of a panel; a trace has the hidden values in what it keeps.</summary>
    public CandidatePlaces CandidateOfPanel => Candidate(Mode.Panel, OfPanel.End, (long)Hidden * Size, ReLayout.RoundUp(Hidden, KernelShape.PanelBlock) * (long)Size);

    /// <summary>Where it lies in what a trace keeps; the sums are those that the matrix keeps.</summary>
    public CandidatePlaces CandidateOfTrace => Candidate(Mode.Trace, OfTrace.End, (long)Hidden * Size, CandidateSums?.Need(Mode.Trace).Kept ?? 0);

    // The matrices that wait for the step before.
    private FullyConnectedPlan[] OfState => CandidateSums == null ? [RecurrentSums] : [RecurrentSums, CandidateSums];

    private CandidatePlaces Candidate(Mode mode, long behind, long row, long sums)
    {
        if (CandidateSums?.Need(mode) is not { } need) return new(behind, 0, 0, behind, behind);
        long[] starts = Placement.InOrder([behind, need.Before + row + need.After, sums], out long end);
        return new(starts[1] + need.Before, need.Before, need.After, starts[2], end);
    }

    private long MostScratch(Mode mode) => Math.Max(Sums.Need(mode).Scratch, OfState.Max(plan => plan.Need(mode).Scratch));

    private long PanelOfSums => ReLayout.RoundUp(SumsLength, KernelShape.PanelBlock) * (long)Size;

    private static IEnumerable<TensorInfo> Named(FullyConnectedPlan plan, string ending) => plan.Tensors().Select(tensor => new TensorInfo(tensor, tensor.Name + ending));
}

/// <summary>Where things lie in the scratch memory of a recurrent layer, in floats.</summary>
/// <param name="Sums">The sums of the inputs.</param>
/// <param name="RecurrentSums">Those of the hidden values.</param>
/// <param name="Hidden">The hidden values of the step before, as the recurrent matrix reads them.</param>
/// <param name="Before">The zeros before them.</param>
/// <param name="After">The zeros behind them.</param>
/// <param name="Work">What the kernels work in.</param>
/// <param name="End">The length of all.</param>
internal readonly record struct SamplePlaces(long Sums, long RecurrentSums, long Hidden, long Before, long After, long Work, long End);

/// <summary>Where what the candidate of gated recurrent units has of its own lies, in floats.</summary>
/// <param name="Reset">The hidden values that were reset, as the matrix of the candidate reads them.</param>
/// <param name="Before">The zeros before them.</param>
/// <param name="After">The zeros behind them.</param>
/// <param name="Sums">The sums of the candidate.</param>
/// <param name="End">The length of all.</param>
internal readonly record struct CandidatePlaces(long Reset, long Before, long After, long Sums, long End);
