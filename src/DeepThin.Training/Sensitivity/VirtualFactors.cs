using System.Buffers;
using System.Numerics.Tensors;
using DeepThin.Planning;
using DeepThin.Runtime;

namespace DeepThin.Training;

/// <summary>
/// The factors of matrices that a model has uncompressed: the trained values, from which W is rebuilt after every step. A weight of R×Q row-major
/// is W_aux row-major, cut at Q·R, so with G = ∂L/∂W read as rows of n, the last one filled with zeros, ∂L/∂X_f = G·W_fᵀ and ∂L/∂W_f = X_fᵀ·G.
/// An uncompressed convolution has the weights of an output channel by channel, and a compressed one tap by tap: G is put in the latter order first, and W in the former one last.
/// Gains g for inputs multiply W[c, q] by g[q], of a convolution by that of its channel: ∂L/∂g[q] = Σ_c G[c, q]·W[c, q] with W before it is multiplied, and G∘g takes the place of G.
/// The plans have gains for inputs or none, as those of the build.
/// The work is cut into items that any thread may take; each value is computed within one item, so the bits do not depend on the threads.
/// </summary>
internal sealed class VirtualFactors
{
    /// <summary>About how many values of W an item reads.</summary>
    private const int ItemLength = 1 << 14;

    /// <summary>The floats to which tensors are aligned in a parameter block.</summary>
    private const int Alignment = 16;

    private readonly AlignedBuffer _values;
    private readonly AlignedBuffer _gradients;
    private readonly List<Copied> _copies = [];
    private readonly List<Rows> _rows = [];
    private readonly List<Columns> _columns = [];
    private readonly List<Gained> _gained = [];
    private readonly List<Ordered> _ordered = [];

    /// <summary>Draws the factors as a model that is generated with these plans does.</summary>
    /// <param name="dense">The uncompressed model.</param>
    /// <param name="plans">The plans of the matrices that are compressed, by layer and place in the layer.</param>
    /// <param name="seed">The same seed gives the same values.</param>
    public VirtualFactors(ModelInfo dense, IReadOnlyDictionary<(int Layer, int Map), CompressedPlan> plans, int seed)
    {
        int offset = 0;
        var layers = dense.Layers.Select((layer, index) => Compress(layer, [.. layer.Maps.Select((_, map) => plans.GetValueOrDefault((index, map)))], ref offset)).ToArray();
        Info = new ModelInfo(dense.Name, offset + Alignment, 0, layers);
        _values = Initializer.Create(Info, seed).Parameters;
        _gradients = new AlignedBuffer(Info.ParameterBlockLength);
    }

    /// <summary>The plan of the model as if it were compressed.</summary>
    public ModelInfo Info { get; }

    /// <summary>The trained values, in the layout of <see cref="Info"/>.</summary>
    public Span<float> Values => _values.Span;

    /// <summary>Their gradients; zero between steps.</summary>
    public Span<float> Gradients => _gradients.Span;

    /// <summary>The items of <see cref="ToChannelsLast"/> and <see cref="ToTapsLast"/>.</summary>
    public int OrderedItems => _ordered.Count;

    /// <summary>The items of <see cref="PullGains"/>.</summary>
    public int GainItems => _gained.Count;

    /// <summary>The items of <see cref="Pull"/>.</summary>
    public int PullItems => _columns.Count + _rows.Count + _copies.Count;

    /// <summary>The items of <see cref="Rebuild"/>.</summary>
    public int RebuildItems => _rows.Count + _copies.Count;

    /// <summary>Takes what is not trained, such as means and scales, from the parameters of a model.</summary>
    public void TakeUntrained(ReadOnlySpan<float> modelParameters)
    {
        foreach (var copy in _copies)
        {
            if (!copy.IsTrained) modelParameters.Slice(copy.From, copy.Length).CopyTo(Values[copy.To..]);
        }
    }

    /// <summary>Puts an item's gradients of the weights of convolutions in the order of factors. All items come before those of <see cref="PullGains"/>.</summary>
    public void ToChannelsLast(int item, Span<float> modelGradients)
    {
        var (layer, first, end) = _ordered[item];
        for (int c = first; c < end; c++) Transpose(layer.Output(modelGradients, c), layer.Period, layer.Taps);
    }

    /// <summary>Puts an item's weights of convolutions in the order that the model has. All items come after those of <see cref="Rebuild"/>.</summary>
    public void ToTapsLast(int item, Span<float> modelParameters)
    {
        var (layer, first, end) = _ordered[item];
        for (int c = first; c < end; c++) Transpose(layer.Output(modelParameters, c), layer.Taps, layer.Period);
    }

    /// <summary>
    /// Adds the gradients of an item's gains, and makes of the gradients of the model's parameters those of W before it is multiplied with the gains. All
    /// items come before those of <see cref="Pull"/>.
    /// </summary>
    public void PullGains(int item, Span<float> modelGradients)
    {
        var (layer, first, end) = _gained[item];
        float[] rented = ArrayPool<float>.Shared.Rent(end - first);
        var w = rented.AsSpan(0, end - first);
        var gains = Values.Slice(layer.GainOffset + first, w.Length);
        var sums = Gradients.Slice(layer.GainOffset + first, w.Length);
        for (int at = first; at < layer.Length; at += layer.Period)
        {
            layer.Read(Values, at, w);
            var g = modelGradients.Slice(layer.Weight + at, w.Length);
            TensorPrimitives.MultiplyAdd(g, w, sums, sums);
            TensorPrimitives.Multiply(g, gains, g);
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Adds the gradients of an item's values, which follow from those of the model's parameters.</summary>
    public void Pull(int item, ReadOnlySpan<float> modelGradients)
    {
        if (item < _columns.Count)
        {
            PullRight(_columns[item], modelGradients);
        }
        else if (item < _columns.Count + _rows.Count)
        {
            PullLeft(_rows[item - _columns.Count], modelGradients);
        }
        else
        {
            var copy = _copies[item - _columns.Count - _rows.Count];
            modelGradients.Slice(copy.From, copy.Length).CopyTo(Gradients[copy.To..]);
        }
    }

    /// <summary>Writes an item's parameters of the model, which follow from the values.</summary>
    public void Rebuild(int item, Span<float> modelParameters)
    {
        if (item >= _rows.Count)
        {
            var copy = _copies[item - _rows.Count];
            Values.Slice(copy.To, copy.Length).CopyTo(modelParameters[copy.From..]);
            return;
        }

        var (layer, first, end) = _rows[item];
        for (int j = first; j < end; j++)
        {
            var row = layer.Row(modelParameters, j);
            row.Clear();
            for (int k = 0; k < layer.Plan.Rank; k++) TensorPrimitives.MultiplyAdd(layer.Right(Values, k)[..row.Length], layer.Left(Values, j)[k], row, row);
            if (layer.GainOffset < 0) continue;
            int q = (int)((long)j * layer.Plan.N % layer.Period);
            for (int p = 0; p < row.Length; q = 0)
            {
                var part = row.Slice(p, Math.Min(layer.Period - q, row.Length - p));
                TensorPrimitives.Multiply(part, Values.Slice(layer.GainOffset + q, part.Length), part);
                p += part.Length;
            }
        }
    }

    private void PullLeft(Rows rows, ReadOnlySpan<float> modelGradients)
    {
        var layer = rows.Layer;
        for (int j = rows.First; j < rows.End; j++)
        {
            var g = layer.Row(modelGradients, j);
            var gradient = layer.Left(Gradients, j);
            for (int k = 0; k < gradient.Length; k++) gradient[k] = TensorPrimitives.Dot(g, layer.Right(Values, k)[..g.Length]);
        }
    }

    private void PullRight(Columns columns, ReadOnlySpan<float> modelGradients)
    {
        var layer = columns.Layer;
        for (int j = 0; j < layer.Plan.M; j++)
        {
            var row = layer.Row(modelGradients, j);
            var g = row[Math.Min(columns.First, row.Length)..Math.Min(columns.End, row.Length)];
            for (int k = 0; k < layer.Plan.Rank; k++)
            {
                var gradient = layer.Right(Gradients, k).Slice(columns.First, g.Length);
                TensorPrimitives.MultiplyAdd(g, layer.Left(Values, j)[k], gradient, gradient);
            }
        }
    }

    private LayerInfo Compress(LayerInfo layer, CompressedPlan?[] plans, ref int offset)
    {
        // Where a matrix has a plan, all of the layer are whole: each has one tensor of weights, in their order.
        bool isCompressed = Array.Exists(plans, plan => plan != null);
        var tensors = new List<TensorInfo>();
        int map = 0;
        foreach (var tensor in layer.Tensors)
        {
            if (!isCompressed || tensor.Role != TensorRole.Weight || plans[map++] is not { } plan)
            {
                tensors.Add(Place(tensor, tensor.Name, ref offset));
                _copies.Add(new(tensor.Offset, tensors[^1].Offset, tensor.Length, tensor.Role is not (TensorRole.Mean or TensorRole.Scale)));
                continue;
            }

            var own = new List<TensorInfo>();
            double deviation = tensor.Initial.Deviation;
            foreach (var found in plan.Factors.Tensors(deviation * deviation).Concat(LinearMap.GainTensors(plan.Period, plan.Factors.R, plan.Gains))) own.Add(Place(found, NameOf(tensor, found), ref offset));
            int OffsetOf(TensorRole role) => own.Find(placed => placed.Role == role)?.Offset ?? -1;
            CutIntoItems(new Factored(plan.Factors, plan.Period, tensor.Offset, OffsetOf(TensorRole.LeftFactor), OffsetOf(TensorRole.RightFactor), OffsetOf(TensorRole.InputGain)));
            tensors.AddRange(own);
        }

        return new LayerInfo(layer) { Maps = [.. layer.Maps.Select((info, i) => plans[i] is { } plan ? Compressed(info, plan) : info)], Tensors = tensors };
    }

    // layers.1.weight_ih gives layers.1.xf_ih.
    private static string NameOf(TensorInfo weight, TensorInfo factor)
    {
        const string Weight = "weight";
        int at = weight.Name.LastIndexOf(Weight, StringComparison.Ordinal);
        return string.Concat(weight.Name.AsSpan(0, at), factor.Name, weight.Name.AsSpan(at + Weight.Length));
    }

    /// <summary>Rows side by side become columns side by side.</summary>
    private static void Transpose(Span<float> values, int rows, int columns)
    {
        float[] rented = ArrayPool<float>.Shared.Rent(values.Length);
        var before = rented.AsSpan(0, values.Length);
        values.CopyTo(before);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++) values[column * rows + row] = before[row * columns + column];
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    private static MapInfo Compressed(MapInfo map, CompressedPlan plan) => new(map)
    {
        Kind = plan.Factors.Kind,
        Rank = plan.Factors.Rank,
        M = plan.Factors.M,
        N = plan.Factors.N,
        Form = plan.Factors.Form,
        Gains = plan.Gains,
        Ratio = plan.Parameters / ((double)plan.Factors.Q * plan.Factors.R),
    };

    private void CutIntoItems(Factored layer)
    {
        int rows = Math.Max(1, ItemLength / layer.Plan.N), columns = Math.Max(Alignment, ItemLength / layer.Plan.M / Alignment * Alignment);
        for (int j = 0; j < layer.Plan.M; j += rows) _rows.Add(new(layer, j, Math.Min(layer.Plan.M, j + rows)));
        for (int p = 0; p < layer.Plan.N; p += columns) _columns.Add(new(layer, p, Math.Min(layer.Plan.N, p + columns)));
        int outputs = Math.Max(1, ItemLength / layer.Plan.Q);
        for (int c = 0; c < layer.Plan.R && layer.Taps > 1; c += outputs) _ordered.Add(new(layer, c, Math.Min(layer.Plan.R, c + outputs)));
        int inputs = Math.Max(Alignment, ItemLength / (layer.Length / layer.Period) / Alignment * Alignment);
        for (int q = 0; q < layer.Period && layer.GainOffset >= 0; q += inputs) _gained.Add(new(layer, q, Math.Min(layer.Period, q + inputs)));
    }

    private static TensorInfo Place(TensorInfo tensor, string name, ref int offset)
    {
        var placed = new TensorInfo(tensor, name, offset);
        offset += (int)placed.BlockLength;
        return placed;
    }

    /// <summary>A matrix with factors: the inputs from one use of a gain to the next, the places of W in the model's block, of X_f, of W_f and of gains for inputs, −1 for none, in that of the values.</summary>
    private sealed record Factored(ReLayoutPlan Plan, int Period, int Weight, int LeftOffset, int RightOffset, int GainOffset)
    {
        /// <summary>The values of W.</summary>
        public int Length => Plan.Q * Plan.R;

        /// <summary>The taps of a convolution; 1 of other layers.</summary>
        public int Taps => Plan.Q / Period;

        /// <summary>The weights of an output.</summary>
        public Span<float> Output(Span<float> block, int c) => block.Slice(Weight + c * Plan.Q, Plan.Q);

        /// <summary>Some values of W one after the other, before gains.</summary>
        public void Read(Span<float> values, int first, Span<float> w)
        {
            w.Clear();
            int j = first / Plan.N, p = first % Plan.N;
            for (int i = 0; i < w.Length; j++, p = 0)
            {
                var part = w.Slice(i, Math.Min(Plan.N - p, w.Length - i));
                for (int k = 0; k < Plan.Rank; k++) TensorPrimitives.MultiplyAdd(Right(values, k).Slice(p, part.Length), Left(values, j)[k], part, part);
                i += part.Length;
            }
        }

        /// <summary>Row j of W_aux; the last one as far as W goes.</summary>
        public Span<float> Row(Span<float> block, int j) => block.Slice(Weight + j * Plan.N, RowLength(j));

        /// <inheritdoc cref="Row(Span{float}, int)"/>
        public ReadOnlySpan<float> Row(ReadOnlySpan<float> block, int j) => block.Slice(Weight + j * Plan.N, RowLength(j));

        /// <summary>Row j of X_f.</summary>
        public Span<float> Left(Span<float> values, int j) => values.Slice(LeftOffset + j * Plan.Rank, Plan.Rank);

        /// <summary>Row k of W_f.</summary>
        public Span<float> Right(Span<float> values, int k) => values.Slice(RightOffset + k * Plan.N, Plan.N);

        private int RowLength(int j) => Math.Min(Plan.N, Length - j * Plan.N);
    }

    /// <summary>Rows of W_aux.</summary>
    private readonly record struct Rows(Factored Layer, int First, int End);

    /// <summary>Columns of W_aux.</summary>
    private readonly record struct Columns(Factored Layer, int First, int End);

    /// <summary>Inputs with gains.</summary>
    private readonly record struct Gained(Factored Layer, int First, int End);

    /// <summary>Outputs of a convolution.</summary>
    private readonly record struct Ordered(Factored Layer, int First, int End);

    /// <summary>A tensor that is trained as it is, or not at all.</summary>
    private readonly record struct Copied(int From, int To, int Length, bool IsTrained);
}
