using DeepThin.Onnx.Graphs;

namespace DeepThin.Onnx.Operators;

/// <summary>Where the values of an output of an operator come from that only moves values.</summary>
/// <param name="Dims">The dimensions of the output.</param>
/// <param name="Places">The place of each value in the inputs one behind the other, or a negative number for <see cref="Fill"/>; null where all stay in their order.</param>
/// <param name="Fill">The value of what comes from no place.</param>
internal sealed record Move(int[] Dims, int[]? Places, double Fill = 0)
{
    /// <summary>The places, also where all stay in their order.</summary>
    public int[] AllPlaces() => Places ?? [.. Enumerable.Range(0, Graphs.Dims.Length(Dims))];
}

/// <summary>
/// The operators that move values and compute nothing: reshapes, transpositions, slices, joins, paddings. One description of each serves the folding of
/// constants and the tracing of the values of a network.
/// </summary>
internal static class Movement
{
    /// <summary>The operators that only move values.</summary>
    public static IReadOnlySet<string> Operators { get; } = new HashSet<string>(
        ["Concat", "DepthToSpace", "Dropout", "Expand", "Flatten", "Gather", "Identity", "Pad", "Reshape", "Slice", "SpaceToDepth", "Split", "Squeeze", "Tile", "Transpose", "Unsqueeze"]);

    /// <summary>Whether an operator only moves values.</summary>
    public static bool Is(string name) => Operators.Contains(name);

    /// <summary>Says where the outputs of a node come from.</summary>
    /// <param name="node">The node.</param>
    /// <param name="dims">The dimensions of its inputs; null where one is not given.</param>
    /// <param name="constants">The inputs that are known; null for others.</param>
    /// <returns>An output each.</returns>
    /// <exception cref="OnnxException">The node cannot be followed: the message says why.</exception>
    public static Move[] Of(Node node, IReadOnlyList<int[]?> dims, IReadOnlyList<Constant?> constants)
    {
        int[] input = dims.Count > 0 && dims[0] is { } first ? first : throw node.Error("the input is missing.");
        long[]? Given(int index, string? attribute = null)
        {
            if (attribute is not null && node.Integers(attribute) is { } values) return values;
            if (index < 0 || !node.HasInput(index)) return null;
            return (constants[index] ?? throw node.Error($"input {index + 1} is computed by the network; a constant is read there.")).Longs();
        }

        switch (node.Operator)
        {
            case "Identity" or "Dropout":
                return node.Operator == "Dropout" && node.Outputs.Count > 1 && node.Outputs[1].Length > 0 ? throw node.Error("its mask is read; a network that predicts has none.") : [new(input, null)];
            case "Reshape":
                return [new(Reshaped(node, input, Given(1, "shape") ?? throw node.Error("the shape is missing.")), null)];
            case "Flatten":
                int axis = node.Integer("axis", 1) is var cut && cut == input.Length ? input.Length : Dims.Axis(cut, input.Length);
                return [new([Dims.Length(input[..axis]), Dims.Length(input[axis..])], null)];
            case "Squeeze":
                return [new(Squeezed(node, input, Given(1, "axes")), null)];
            case "Unsqueeze":
                return [new(Unsqueezed(input, Given(1, "axes") ?? throw node.Error("the axes are missing.")), null)];
            case "Transpose":
                return [Transposed(node, input)];
            case "Slice":
                return [Sliced(node, input, Given(1, "starts"), Given(2, "ends"), Given(3, "axes"), Given(4))];
            case "Gather":
                return [Gathered(node, input, constants[1] ?? throw node.Error("its indices are computed by the network; a constant is read there."))];
            case "Split":
                return Divided(node, input, Given(1, "split"));
            case "Concat":
                return [Joined(node, [.. dims.Select(dim => dim ?? throw node.Error("an input is missing."))])];
            case "Expand":
                return [Expanded(input, Given(1) ?? throw node.Error("the shape is missing."))];
            case "Tile":
                return [Tiled(node, input, Given(1) ?? throw node.Error("the repeats are missing."))];
            case "Pad":
                return [Padded(node, input, Given(1, "pads") ?? throw node.Error("the pads are missing."), constants)];
            default:
                return [Blocks(node, input)];
        }
    }

    private static int[] Reshaped(Node node, int[] input, long[] shape)
    {
        int[] dims = new int[shape.Length];
        int open = -1, length = Dims.Length(input);
        long known = 1;
        for (int i = 0; i < dims.Length; i++)
        {
            if (shape[i] == -1 && open < 0)
            {
                open = i;
                continue;
            }

            dims[i] = shape[i] == 0 && node.Integer("allowzero", 0) == 0 && i < input.Length ? input[i]
                : shape[i] is >= 0 and <= Dims.MaxLength ? (int)shape[i] : throw node.Error($"the shape {string.Join('×', shape)} is none.");
            known *= dims[i];
        }

        if (open >= 0) dims[open] = known > 0 && length % known == 0 ? (int)(length / known) : 0;
        return Dims.Length(dims) == length ? dims : throw node.Error($"{Dims.Text(input)} values cannot be reshaped to {string.Join('×', shape)}.");
    }

    private static int[] Squeezed(Node node, int[] input, long[]? axes)
    {
        HashSet<int> gone = axes is null ? [.. Enumerable.Range(0, input.Length).Where(i => input[i] == 1)] : [.. axes.Select(axis => Dims.Axis(axis, input.Length))];
        return gone.All(axis => input[axis] == 1) ? [.. input.Where((_, i) => !gone.Contains(i))] : throw node.Error($"it takes away axis {gone.First(axis => input[axis] != 1)} of {Dims.Text(input)}, which is longer than 1.");
    }

    private static int[] Unsqueezed(int[] input, long[] axes)
    {
        int rank = input.Length + axes.Length;
        HashSet<int> added = [.. axes.Select(axis => Dims.Axis(axis, rank))];
        if (added.Count < axes.Length) throw new OnnxException($"An axis is added twice: {string.Join(", ", axes)}.");
        var rest = new Queue<int>(input);
        return [.. Enumerable.Range(0, rank).Select(i => added.Contains(i) ? 1 : rest.Dequeue())];
    }

    private static Move Transposed(Node node, int[] input)
    {
        int[] order = node.Integers("perm") is { } perm ? [.. perm.Select(axis => Dims.Axis(axis, input.Length))] : [.. Enumerable.Range(0, input.Length).Reverse()];
        if (order.Length != input.Length || order.Distinct().Count() < order.Length) throw node.Error($"the order {string.Join(", ", order)} is none of {input.Length} axes.");
        int[] strides = Dims.Strides(input), dims = [.. order.Select(axis => input[axis])];
        // Axes of one value may go anywhere.
        bool stays = order.Where(axis => input[axis] > 1).SequenceEqual(order.Where(axis => input[axis] > 1).Order());
        return new(dims, stays ? null : Dims.Walk(dims, [.. order.Select(axis => strides[axis])], 0));
    }

    private static Move Sliced(Node node, int[] input, long[]? starts, long[]? ends, long[]? axes, long[]? steps)
    {
        if (starts is null || ends is null || starts.Length != ends.Length) throw node.Error("starts and ends are missing, or differ in number.");
        int[] dims = [.. input], strides = Dims.Strides(input);
        int start = 0;
        for (int i = 0; i < starts.Length; i++)
        {
            int axis = Dims.Axis(axes is null ? i : axes[i], input.Length), length = input[axis];
            long step = steps is null ? 1 : steps[i];
            if (step is 0 or < int.MinValue or > int.MaxValue) throw node.Error($"the step {step} is none.");
            long first = Math.Clamp(starts[i] < 0 ? starts[i] + length : starts[i], 0, step > 0 ? length : length - 1);
            long last = Math.Clamp(ends[i] < 0 ? Math.Max(ends[i], -(long)length - 1) + length : ends[i], step > 0 ? 0 : -1, length);
            dims[axis] = (int)Math.Max(0, step > 0 ? (last - first + step - 1) / step : (first - last - step - 1) / -step);
            start += (int)first * strides[axis];
            strides[axis] *= (int)step;
        }

        return dims.SequenceEqual(input) && start == 0 ? new(dims, null) : new(dims, Dims.Walk(dims, strides, start));
    }

    private static Move Gathered(Node node, int[] input, Constant indices)
    {
        int axis = Dims.Axis(node.Integer("axis", 0), input.Length), inner = Dims.Length(input[(axis + 1)..]), outer = Dims.Length(input[..axis]);
        int[] chosen = [.. indices.Ints().Select(index => Dims.Axis(index, input[axis]))];
        int[] places = new int[outer * chosen.Length * inner];
        for (int i = 0, place = 0; i < outer; i++)
        {
            foreach (int index in chosen)
            {
                for (int k = 0; k < inner; k++) places[place++] = (i * input[axis] + index) * inner + k;
            }
        }

        return new([.. input[..axis], .. indices.Dims, .. input[(axis + 1)..]], places);
    }

    private static Move[] Divided(Node node, int[] input, long[]? sizes)
    {
        int axis = Dims.Axis(node.Integer("axis", 0), input.Length), parts = sizes?.Length ?? (int)node.Integer("num_outputs", node.Outputs.Count);
        if (parts < 1) throw node.Error("it has no outputs.");
        int even = (input[axis] + parts - 1) / parts;
        sizes ??= [.. Enumerable.Range(0, parts).Select(i => (long)Math.Clamp(input[axis] - i * even, 0, even))];
        if (sizes.Any(size => size < 0) || sizes.Sum() != input[axis]) throw node.Error($"the parts {string.Join(", ", sizes)} are not {input[axis]} together.");
        int[] strides = Dims.Strides(input);
        int start = 0;
        return [.. sizes.Select(size =>
        {
            int[] dims = [.. input];
            dims[axis] = (int)size;
            int from = start;
            start += (int)size * strides[axis];
            return new Move(dims, Dims.Walk(dims, strides, from));
        })];
    }

    private static Move Joined(Node node, int[][] inputs)
    {
        int axis = Dims.Axis(node.Integer("axis", 0), inputs[0].Length);
        int[] dims = [.. inputs[0]];
        foreach (int[] input in inputs.Skip(1))
        {
            if (input.Length != dims.Length || input.Where((length, i) => i != axis && length != dims[i]).Any()) throw node.Error($"{string.Join(" and ", inputs.Select(Dims.Text))} cannot be joined along axis {axis}.");
        }

        dims[axis] = inputs.Sum(input => input[axis]);
        int[] places = new int[Dims.Length(dims)];
        int outer = Dims.Length(dims[..axis]), start = 0, at = 0;
        int row = Dims.Length(dims[axis..]);
        foreach (int[] input in inputs)
        {
            int part = Dims.Length(input[axis..]);
            for (int i = 0; i < outer; i++)
            {
                for (int k = 0; k < part; k++) places[i * row + at + k] = start + i * part + k;
            }

            start += outer * part;
            at += part;
        }

        return new(dims, places);
    }

    private static Move Expanded(int[] input, long[] shape)
    {
        int[] dims = Dims.Broadcast(input, [.. shape.Select(length => length is > 0 and <= Dims.MaxLength ? (int)length : throw new OnnxException($"It is expanded to {string.Join('×', shape)}, which is no shape."))]);
        return Dims.Length(dims) == Dims.Length(input) ? new(dims, null) : new(dims, Dims.Places(input, dims));
    }

    private static Move Tiled(Node node, int[] input, long[] repeats)
    {
        if (repeats.Length != input.Length || repeats.Any(count => count is < 0 or > Dims.MaxLength)) throw node.Error($"the repeats {string.Join(", ", repeats)} do not fit {Dims.Text(input)}.");
        int[] dims = [.. input.Select((length, i) => length * (int)repeats[i])], strides = Dims.Strides(input);
        return new(dims, Gather(dims, index => index.Select((at, axis) => at % input[axis] * strides[axis]).Sum()));
    }

    private static Move Padded(Node node, int[] input, long[] pads, IReadOnlyList<Constant?> constants)
    {
        int rank = input.Length;
        int[] axes = node.HasInput(3) ? [.. (constants[3] ?? throw node.Error("its axes are computed by the network; a constant is read there.")).Longs().Select(axis => Dims.Axis(axis, rank))] : [.. Enumerable.Range(0, rank)];
        if (pads.Length != 2 * axes.Length) throw node.Error($"{pads.Length} pads are given for {axes.Length} axes; two for each are needed.");
        int[] before = new int[rank], after = new int[rank];
        for (int i = 0; i < axes.Length; i++)
        {
            if (Math.Max(Math.Abs(pads[i]), Math.Abs(pads[i + axes.Length])) > Dims.MaxLength) throw node.Error($"the pads {string.Join(", ", pads)} are too many.");
            (before[axes[i]], after[axes[i]]) = ((int)pads[i], (int)pads[i + axes.Length]);
        }

        int[] dims = [.. input.Select((length, i) => length + before[i] + after[i])], strides = Dims.Strides(input);
        string mode = node.Text("mode", "constant");
        double fill = node.HasInput(2) ? (constants[2] ?? throw node.Error("its value is computed by the network; a constant is read there.")).Doubles().FirstOrDefault() : node.Real("value", 0);
        int[] places = Gather(dims, index =>
        {
            int place = 0;
            for (int axis = 0; axis < rank; axis++)
            {
                int at = index[axis] - before[axis], length = input[axis];
                switch (mode)
                {
                    case "reflect":
                        if (at < 0) at = -at;
                        if (at >= length) at = 2 * (length - 1) - at;
                        if (at < 0 || at >= length) throw node.Error($"it reflects {Dims.Text(input)} farther than it is long.");
                        break;
                    case "edge": at = Math.Clamp(at, 0, length - 1); break;
                    case "constant": break;
                    default: throw node.Error($"the mode '{mode}' is not read; constant, reflect and edge are.");
                }

                if (at < 0 || at >= length) return -1;
                place += at * strides[axis];
            }

            return place;
        });
        return new(dims, places, fill);
    }

    private static Move Blocks(Node node, int[] input)
    {
        int block = (int)node.Integer("blocksize", 1);
        if (input.Length != 4 || block < 1) throw node.Error("it reads images with a block of 1 or more.");
        bool deep = node.Operator == "SpaceToDepth", rowsFirst = node.Text("mode", "DCR") == "DCR";
        int channels = input[1], height = input[2], width = input[3];
        if (deep ? height % block != 0 || width % block != 0 : channels % (block * block) != 0) throw node.Error($"{Dims.Text(input)} cannot be divided into blocks of {block}.");
        int[] strides = Dims.Strides(input);
        int few = channels / (block * block);
        return deep
            ? Of([input[0], channels * block * block, height / block, width / block], i => i[0] * strides[0] + i[1] % channels * strides[1] + (i[2] * block + i[1] / channels / block) * strides[2] + (i[3] * block + i[1] / channels % block) * strides[3])
            : Of([input[0], few, height * block, width * block], i =>
            {
                int inBlock = i[2] % block * block + i[3] % block;
                return i[0] * strides[0] + (rowsFirst ? inBlock * few + i[1] : i[1] * block * block + inBlock) * strides[1] + i[2] / block * strides[2] + i[3] / block * strides[3];
            });

        static Move Of(int[] dims, Func<int[], int> place) => new(dims, Gather(dims, place));
    }

    // The place of each value of a tensor, from its index.
    private static int[] Gather(int[] dims, Func<int[], int> place)
    {
        int[] places = new int[Dims.Length(dims)], index = new int[dims.Length];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = place(index);
            for (int axis = dims.Length - 1; axis >= 0 && ++index[axis] == dims[axis]; axis--) index[axis] = 0;
        }

        return places;
    }
}
