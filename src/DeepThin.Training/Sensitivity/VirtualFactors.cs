using System.Buffers;
using System.Numerics.Tensors;
using DeepThin.Planning;
using DeepThin.Runtime;

namespace DeepThin.Training;

/// <summary>
/// The factors of layers that a model has uncompressed: the trained values, from which W is rebuilt after every step. A weight of R×Q row-major
/// is W_aux row-major, cut at Q·R, so with G = ∂L/∂W read as rows of n, the last one filled with zeros, ∂L/∂X_f = G·W_fᵀ and ∂L/∂W_f = X_fᵀ·G.
/// Gains g for inputs multiply W[c, q] by g[q]: ∂L/∂g[q] = Σ_c G[c, q]·W[c, q] with W before it is multiplied, and G∘g takes the place of G. The plans have gains for
/// inputs or none, as those of the build.
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

    /// <summary>Draws the factors as a model that is generated with these plans does.</summary>
    /// <param name="dense">The uncompressed model.</param>
    /// <param name="plans">The plan of each layer; null for one that stays uncompressed.</param>
    /// <param name="seed">The same seed gives the same values.</param>
    public VirtualFactors(ModelInfo dense, IReadOnlyList<CompressedPlan?> plans, int seed)
    {
        int offset = 0;
        var layers = dense.Layers.Select((layer, i) => Compress(layer, plans[i], ref offset)).ToArray();
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

    /// <summary>The items of <see cref="PullGains"/>.</summary>
    public int GainItems => _gained.Count;

    /// <summary>The items of <see cref="Pull"/>.</summary>
    public int PullItems => _columns.Count + _rows.Count + _copies.Count;

    /// <summary>The items of <see cref="Rebuild"/>.</summary>
    public int RebuildItems => _rows.Count + _copies.Count;

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
        for (int c = 0; c < layer.Plan.R; c++)
        {
            layer.Read(Values, c * layer.Plan.Q + first, w);
            var g = modelGradients.Slice(layer.Weight + c * layer.Plan.Q + first, w.Length);
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
            int q = (int)((long)j * layer.Plan.N % layer.Plan.Q);
            for (int p = 0; p < row.Length; q = 0)
            {
                var part = row.Slice(p, Math.Min(layer.Plan.Q - q, row.Length - p));
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

    private LayerInfo Compress(LayerInfo layer, CompressedPlan? plan, ref int offset)
    {
        var tensors = new List<TensorInfo>();
        foreach (var tensor in layer.Tensors)
        {
            if (plan == null || tensor.Role != TensorRole.Weight)
            {
                tensors.Add(Place(tensor, tensor.Name, ref offset));
                _copies.Add(new(tensor.Offset, tensors[^1].Offset, tensor.Length));
                continue;
            }

            string prefix = tensor.Name[..(tensor.Name.LastIndexOf('.') + 1)];
            var own = plan.Factors.Tensors(Initial.Variance(layer.Activation, layer.Inputs, layer.Outputs)).Concat(LinearMap.GainTensors(layer.Inputs, layer.Outputs, plan.Gains));
            foreach (var found in own) tensors.Add(Place(found, prefix + found.Name, ref offset));
            int OffsetOf(TensorRole role) => tensors.Find(placed => placed.Role == role)?.Offset ?? -1;
            CutIntoItems(new Factored(plan.Factors, tensor.Offset, OffsetOf(TensorRole.LeftFactor), OffsetOf(TensorRole.RightFactor), OffsetOf(TensorRole.InputGain)));
        }

        return new LayerInfo(layer) { Maps = plan == null ? layer.Maps : [Compressed(layer.Maps[0], plan)], Tensors = tensors };
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
        if (layer.GainOffset < 0) return;
        int inputs = Math.Max(Alignment, ItemLength / layer.Plan.R / Alignment * Alignment);
        for (int q = 0; q < layer.Plan.Q; q += inputs) _gained.Add(new(layer, q, Math.Min(layer.Plan.Q, q + inputs)));
    }

    private static TensorInfo Place(TensorInfo tensor, string name, ref int offset)
    {
        var placed = new TensorInfo(tensor, name, offset);
        offset += (int)placed.BlockLength;
        return placed;
    }

    /// <summary>A layer with factors: the places of W in the model's block, of X_f, of W_f and of gains for inputs, −1 for none, in that of the values.</summary>
    private sealed record Factored(ReLayoutPlan Plan, int Weight, int LeftOffset, int RightOffset, int GainOffset)
    {
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

        private int RowLength(int j) => Math.Min(Plan.N, Plan.Q * Plan.R - j * Plan.N);
    }

    /// <summary>Rows of W_aux.</summary>
    private readonly record struct Rows(Factored Layer, int First, int End);

    /// <summary>Columns of W_aux.</summary>
    private readonly record struct Columns(Factored Layer, int First, int End);

    /// <summary>Inputs with gains.</summary>
    private readonly record struct Gained(Factored Layer, int First, int End);

    /// <summary>A tensor that is trained as it is.</summary>
    private readonly record struct Copied(int From, int To, int Length);
}
