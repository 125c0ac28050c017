using DeepThin.Onnx.Graphs;
using DeepThin.Onnx.Layers;
using DeepThin.Planning;

namespace DeepThin.Onnx.Importing;

/// <summary>Makes the layers of a network, and finds the layers that bring values into the order in which another layer reads them.</summary>
internal sealed class NetworkBuilder
{
    private readonly List<NetworkValue> _values = [];
    private readonly Dictionary<string, NetworkValue> _shared = [];

    /// <summary>The layers, in the order in which they are computed.</summary>
    public List<ImportedLayer> Layers { get; } = [];

    /// <summary>The value of a number.</summary>
    public NetworkValue this[int id] => _values[id];

    /// <summary>Adds an input.</summary>
    /// <param name="input">The input of the graph.</param>
    /// <param name="length">The values of one step.</param>
    /// <param name="steps">The steps of a sequence, or 1.</param>
    public NetworkValue AddInput(GraphInput input, int length, int steps) => Add(new(_values.Count, length, steps) { Input = input });

    /// <summary>Adds a layer and what it writes.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="output">The shape of what it writes, at one step.</param>
    /// <param name="steps">The steps of what it writes: those of what it reads unless given.</param>
    public NetworkValue Add(ImportedLayer layer, Shape output, int? steps = null)
    {
        // Layers without tensors that do the same are one.
        string key = $"{layer.Kind}({string.Join(", ", layer.Arguments)}) {string.Join(", ", layer.Options)} of {string.Join(", ", layer.Inputs.Select(input => input.Id))}";
        if (layer.Tensors.Count == 0 && _shared.TryGetValue(key, out var shared)) return shared;
        Layers.Add(layer);
        layer.Output = Add(new NetworkValue(_values.Count, checked((int)output.Length), steps ?? layer.Inputs[0].Steps) { Shape = output, Writer = layer });
        if (layer.Tensors.Count == 0) _shared[key] = layer.Output;
        return layer.Output;
    }

    /// <summary>Adds the cells of a recurrent layer, which nothing but the state of a session holds.</summary>
    /// <param name="hidden">What the layer writes.</param>
    public NetworkValue AddCells(NetworkValue hidden) => Add(new NetworkValue(_values.Count, hidden.Length, 1) { CellsOf = hidden });

    /// <summary>A value in its own order.</summary>
    /// <param name="value">The value.</param>
    /// <param name="dims">The dimensions of the tensor; its steps, where it has any, are the outermost ones.</param>
    public static View ViewOf(NetworkValue value, params int[] dims)
    {
        var places = new Place[Dims.Length(dims)];
        for (int i = 0; i < places.Length; i++) places[i] = new(value.Id, i);
        return new(dims, places);
    }

    /// <summary>Takes the steps of a sequence out of a tensor.</summary>
    /// <param name="view">The tensor.</param>
    /// <param name="node">The node that reads it.</param>
    /// <returns>The tensor at the first step, and the axis along which the steps lie; −1 where there are none.</returns>
    /// <exception cref="OnnxException">The tensor mixes steps.</exception>
    public (View Step, int Axis) OneStep(View view, Node node)
    {
        int steps = view.Places.Where(place => !place.IsZero).Select(place => _values[place.Value].Steps).DefaultIfEmpty(1).Max();
        if (steps == 1) return (view, -1);
        for (int axis = 0; axis < view.Dims.Length; axis++)
        {
            if (view.Dims[axis] != steps) continue;
            if (AtFirstStep(view, axis) is { } first) return (first, axis);
        }

        // The last step of a sequence has a layer.
        int[] at = [.. view.Places.Where(place => !place.IsZero && _values[place.Value].Steps > 1).Select(place => place.Index / _values[place.Value].Length).Distinct()];
        if (at is [var last] && last == steps - 1) return (new(view.Dims, Array.ConvertAll(view.Places, place => place.IsZero || _values[place.Value].Steps == 1 ? place : Last(place))), -1);
        throw node.Error(at.Length == 1 ? $"it reads step {at[0]} of {steps} alone; the last one can be read alone." : $"it reads several of {steps} steps together; a layer reads one step, and recurrent layers keep the others.");

        Place Last(Place place) => new(EndOf(_values[place.Value], "LastStep", node).Id, place.Index % _values[place.Value].Length);
    }

    /// <summary>Adds a layer that ends a sequence.</summary>
    /// <param name="value">The sequence.</param>
    /// <param name="kind">The layer.</param>
    /// <param name="node">The node it is made of.</param>
    public NetworkValue EndOf(NetworkValue value, string kind, Node node) => Add(new(kind, node.Name, [value]), ShapeOf(value), steps: 1);

    /// <summary>Puts the steps back that <see cref="OneStep"/> took out.</summary>
    /// <param name="view">The tensor at the first step.</param>
    /// <param name="axis">The axis, or −1 where there are no steps.</param>
    public View AllSteps(View view, int axis)
    {
        if (axis < 0) return view;
        int steps = view.Places.Max(place => place.IsZero ? 1 : _values[place.Value].Steps);
        int inner = Dims.Length(view.Dims[(axis + 1)..]), outer = view.Places.Length / inner;
        int[] dims = [.. view.Dims];
        dims[axis] = steps;
        var places = new Place[outer * steps * inner];
        for (int i = 0; i < places.Length; i++)
        {
            int step = i / inner % steps;
            var place = view.Places[i / inner / steps * inner + i % inner];
            places[i] = place.IsZero || _values[place.Value].Steps == 1 ? place : new(place.Value, step * _values[place.Value].Length + place.Index);
        }

        return new(dims, places);
    }

    /// <summary>The shape of a value; an input that nobody has read is a vector.</summary>
    public static Shape ShapeOf(NetworkValue value) => value.Shape ??= new(value.Length);

    /// <summary>Whether a tensor at one step is a value, each of its numbers once.</summary>
    /// <param name="view">The tensor.</param>
    /// <param name="value">The value.</param>
    public bool IsAllOf(View view, out NetworkValue value)
    {
        value = null!;
        if (view.Places.Length == 0 || view.Places[0].IsZero) return false;
        value = _values[view.Places[0].Value];
        if (view.Places.Length != value.Length) return false;
        bool[] seen = new bool[value.Length];
        foreach (var place in view.Places)
        {
            if (place.Value != value.Id || place.Index >= seen.Length || seen[place.Index]) return false;
            seen[place.Index] = true;
        }

        return true;
    }

    /// <summary>The place within one step of a value, of each number of the graph's tensor: for an input whose order is another.</summary>
    public static int[] Inverse(NetworkValue value)
    {
        int[] inverse = new int[value.Length];
        for (int i = 0; i < inverse.Length; i++) inverse[value.Order?[i] ?? i] = i;
        return inverse;
    }

    /// <summary>Finds a value that has the numbers of a tensor in their order, or makes one with layers that pad and join.</summary>
    /// <param name="view">The tensor at one step.</param>
    /// <param name="shape">The shape in which it is read.</param>
    /// <param name="node">The node that reads it.</param>
    /// <exception cref="OnnxException">No layer brings the values into that order.</exception>
    public NetworkValue Read(View view, Shape shape, Node node)
    {
        int[] ids = [.. view.Places.Where(place => !place.IsZero).Select(place => place.Value).Distinct()];
        if (ids.Length == 0) throw node.Error("it reads nothing but constants.");
        if (ids.FirstOrDefault(id => _values[id].CellsOf is not null, -1) is var cells and >= 0) throw node.Error($"it reads the cells of {_values[cells].CellsOf!.Writer!.Kind}, which only its session knows.");
        if (ids.Length == 1)
        {
            var value = _values[ids[0]];
            if (value is { Shape: null } && IsAllOf(view, out _))
            {
                // Nobody has read the input yet: it is given in the order of its first reader.
                value.Shape = shape;
                int[] order = Array.ConvertAll(view.Places, place => place.Index);
                value.Order = IsCounting(order) ? null : order;
            }

            if (view.Places.Length == value.Length && IsInOrder(view.Places, 0, value)) return As(value, shape, node);
            if (Padded(view, shape, value, node) is { } padded) return padded;
            if (Channels(view, shape, value, node) is { } channels) return channels;
            if (Transposed(view, shape, value, node) is { } transposed) return transposed;
        }

        return Joined(view, shape, node) ?? throw node.Error($"it reads {shape} values in an order into which no layer brings them: layers read whole values, padded, flattened or joined channel by channel.");
    }

    private NetworkValue Add(NetworkValue value)
    {
        _values.Add(value);
        return value;
    }

    private static bool IsCounting(int[] order)
    {
        for (int i = 0; i < order.Length; i++)
        {
            if (order[i] != i) return false;
        }

        return true;
    }

    private static bool IsInOrder(Place[] places, int start, NetworkValue value)
    {
        if (places.Length - start < value.Length) return false;
        for (int i = 0; i < value.Length; i++)
        {
            if (places[start + i].Value != value.Id || places[start + i].Index != (value.Order?[i] ?? i)) return false;
        }

        return true;
    }

    // The first step, if the others have the same places at theirs.
    private View? AtFirstStep(View view, int axis)
    {
        int inner = Dims.Length(view.Dims[(axis + 1)..]), steps = view.Dims[axis];
        int[] dims = [.. view.Dims];
        dims[axis] = 1;
        var places = new Place[view.Places.Length / steps];
        for (int i = 0; i < view.Places.Length; i++)
        {
            int step = i / inner % steps;
            ref var first = ref places[i / inner / steps * inner + i % inner];
            var place = view.Places[i];
            if (!place.IsZero && _values[place.Value].Steps > 1)
            {
                int length = _values[place.Value].Length;
                if (place.Index / length != step) return null;
                place = new(place.Value, place.Index % length);
            }

            if (step == 0) first = place;
            else if (first != place) return null;
        }

        return new(dims, places);
    }

    private NetworkValue As(NetworkValue value, Shape shape, Node node)
    {
        var found = value.Shape ??= shape;
        return found == shape ? value
            : shape.IsVector ? Add(new ImportedLayer("Flatten", node.Name, [value]), shape)
            : Add(new ImportedLayer("Reshape", node.Name, [value], Sizes(shape)), shape);
    }

    private static string[] Sizes(Shape shape) => [.. (shape.IsVector ? [shape.Channels] : shape.Height == 1 ? [shape.Channels, shape.Width] : (int[])[shape.Channels, shape.Height, shape.Width]).Select(Text.Of)];

    // A stretch of the channels of a value.
    private NetworkValue? Channels(View view, Shape shape, NetworkValue value, Node node)
    {
        if (value.Shape is not { } all || view.Places.Length >= value.Length || view.Places[0].IsZero) return null;
        int first = view.Places[0].Index;
        if (view.Places.Where((place, i) => place != new Place(value.Id, first + i)).Any()) return null;
        return Stretch(view.Places, 0, value, all.Height * all.Width, node) is { } stretch && stretch.Length == view.Places.Length ? As(stretch, shape, node) : null;
    }

    // The longest stretch of the channels of a value with which a part of a tensor begins.
    private NetworkValue? Stretch(Place[] places, int at, NetworkValue value, int plane, Node node)
    {
        if (value.Shape is not { } all || value.Order is not null || all.Height * all.Width != plane) return null;
        int first = places[at].Index, length = 0;
        while (at + length < places.Length && places[at + length] == new Place(value.Id, first + length)) length++;
        int count = length / plane;
        return first % plane == 0 && count > 0 ? Add(new ImportedLayer("Channels", node.Name, [value], Text.Of(first / plane), Text.Of(count)), all with { Channels = count }) : null;
    }

    // The values of a matrix of n rows and m columns, column by column: channels and positions swapped, after the value got another shape where these are not its own.
    private NetworkValue? Transposed(View view, Shape shape, NetworkValue value, Node node)
    {
        if (value.Shape is not { } own || value.Order is not null || !IsAllOf(view, out _)) return null;
        int length = value.Length, columns = length > 1 ? view.Places[1].Index - view.Places[0].Index : 0;
        if (columns < 2 || length % columns != 0) return null;
        int rows = length / columns;
        for (int i = 0; i < length; i++)
        {
            if (view.Places[i].Index != i % rows * columns + i / rows) return null;
        }

        var matrix = own.Channels == rows ? value : As(value, new(rows, 1, columns), node);
        return As(Add(new ImportedLayer("Transpose", node.Name, [matrix]), new(columns, 1, rows)), shape, node);
    }

    // An input that nobody has read yet, and that begins with its padding: a series of one channel, or what the graph says of it.
    private static Shape? ShapeOfUnread(NetworkValue value, Shape read)
    {
        if (read is { Channels: 1, Height: 1 }) return new(1, 1, value.Length);
        Shape? given = value.Input?.Dims switch
        {
            [_, var channels, var length] => new(channels, 1, length),
            [_, var channels, var height, var width] => new(channels, height, width),
            _ => null,
        };
        return given?.Length == value.Length ? given : null;
    }

    private NetworkValue? Padded(View view, Shape shape, NetworkValue value, Node node)
    {
        if ((value.Shape ?? ShapeOfUnread(value, shape)) is not { } inside || inside.Channels > shape.Channels) return null;
        int[] inverse = Inverse(value);
        (int Channel, int Row, int Column)? At(int channel, int row, int column)
        {
            var place = view.Places[(channel * shape.Height + row) * shape.Width + column];
            if (place.IsZero) return null;
            int index = inverse[place.Index];
            return (index / (inside.Height * inside.Width), index / inside.Width % inside.Height, index % inside.Width);
        }

        foreach (string mode in (string[])["Zeros", "Reflect", "Edge"])
        {
            int Before(int length, Func<int, int?> at)
            {
                if (mode == "Zeros") return Enumerable.Range(0, length).FirstOrDefault(i => at(i) is not null, 0);
                return mode == "Reflect" ? at(0) ?? -1 : Enumerable.Range(0, length).TakeWhile(i => at(i) == 0).Count() - 1;
            }

            int firstChannel = Enumerable.Range(0, shape.Channels).FirstOrDefault(c => Enumerable.Range(0, shape.Height * shape.Width).Any(i => At(c, i / shape.Width, i % shape.Width) is not null));
            int row = Enumerable.Range(0, shape.Height).FirstOrDefault(i => Enumerable.Range(0, shape.Width).Any(j => At(firstChannel, i, j) is not null));
            int column = Enumerable.Range(0, shape.Width).FirstOrDefault(j => At(firstChannel, row, j) is not null);
            int top = Before(shape.Height, i => At(firstChannel, i, column)?.Row), left = Before(shape.Width, j => At(firstChannel, row, j)?.Column);
            int bottom = shape.Height - inside.Height - top, right = shape.Width - inside.Width - left, after = shape.Channels - inside.Channels - firstChannel;
            if (top < 0 || left < 0 || bottom < 0 || right < 0 || after < 0) continue;
            if (!Enumerable.Range(0, view.Places.Length).All(Fits)) continue;
            var layer = new ImportedLayer("Pad", node.Name, [value]);
            (string Name, int Count)[] sides = [("Top", top), ("Bottom", bottom), ("Left", left), ("Right", right), ("ChannelsBefore", firstChannel), ("ChannelsAfter", after)];
            layer.Options.AddRange(sides.Where(side => side.Count > 0).Select(side => (side.Name, Text.Of(side.Count))));
            if (mode != "Zeros") layer.Options.Add(("Mode", $"PadMode.{mode}"));
            value.Shape = inside;
            return Add(layer, shape);

            bool Fits(int i)
            {
                int c = i / (shape.Height * shape.Width), h = i / shape.Width % shape.Height, w = i % shape.Width;
                int? y = Source(h - top, inside.Height), x = Source(w - left, inside.Width);
                (int, int, int)? wanted = y is null || x is null || c < firstChannel || c >= firstChannel + inside.Channels ? null : (c - firstChannel, y.Value, x.Value);
                return At(c, h, w) == wanted;
            }

            int? Source(int at, int length) => at >= 0 && at < length ? at
                : mode == "Zeros" ? null
                : mode == "Edge" ? Math.Clamp(at, 0, length - 1)
                : at < 0 ? -at : 2 * (length - 1) - at;
        }

        return null;
    }

    // Whole values, or stretches of their channels, one behind the other, with channels of zeros before and behind.
    private NetworkValue? Joined(View view, Shape shape, Node node)
    {
        var parts = new List<NetworkValue>();
        int plane = shape.Height * shape.Width, at = 0, zerosBefore = 0, zerosAfter = 0;
        while (at < view.Places.Length)
        {
            if (view.Places[at].IsZero)
            {
                int zeros = view.Places.AsSpan(at).IndexOfAnyExcept(Place.Zero) is var end and >= 0 ? end : view.Places.Length - at;
                if (zeros % plane != 0 || parts.Count > 0 && at + zeros < view.Places.Length) return null;
                if (parts.Count == 0) zerosBefore = zeros / plane;
                else zerosAfter = zeros / plane;
                at += zeros;
                continue;
            }

            var value = _values[view.Places[at].Value];
            if (!IsInOrder(view.Places, at, value) && Stretch(view.Places, at, value, plane, node) is { } stretch)
            {
                parts.Add(stretch);
                at += stretch.Length;
                continue;
            }

            if (!IsInOrder(view.Places, at, value) || value.Length % plane != 0) return null;
            var part = shape with { Channels = value.Length / plane };
            if (value.Shape is { } found && found != part && !part.IsVector) return null;
            parts.Add(As(value, part, node));
            at += value.Length;
        }

        if (parts.Count == 0) return null;
        var joined = parts.Count == 1 ? parts[0] : Add(new ImportedLayer("Concat", node.Name, [.. parts]), shape with { Channels = parts.Sum(part => ShapeOf(part).Channels) });
        if (zerosBefore + zerosAfter == 0) return joined;
        var padded = new ImportedLayer("Pad", node.Name, [joined]);
        if (zerosBefore > 0) padded.Options.Add(("ChannelsBefore", Text.Of(zerosBefore)));
        if (zerosAfter > 0) padded.Options.Add(("ChannelsAfter", Text.Of(zerosAfter)));
        return Add(padded, shape);
    }
}
