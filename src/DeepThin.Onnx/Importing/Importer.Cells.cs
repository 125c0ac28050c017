using DeepThin.Onnx.Layers;

namespace DeepThin.Onnx.Importing;

/// <summary>The cell of an LSTM that is written out in products, sigmoids and tanh.</summary>
internal sealed partial class Importer
{
    // h = σ(o)∘tanh(c), c = σ(f)∘c′ + σ(i)∘tanh(g), with i, f, g and o parts of sums of x and h′: a layer, whatever wrote it.
    private bool Cell(Computed end)
    {
        if (Product(end, "Sigmoid", "Tanh") is not var (o, tanh) || tanh is not Computed { Node.Operator: "Add" } cells) return false;
        foreach (var (kept, added) in (ReadOnlySpan<(Expression?, Expression?)>)[(cells.Inputs[0], cells.Inputs[1]), (cells.Inputs[1], cells.Inputs[0])])
        {
            if (Product(added, "Sigmoid", "Tanh") is not var (i, g) || Kept(kept) is not var (f, before)) continue;
            View[] gates = [.. ((Expression[])[i, f, g, o]).Select(gate => Forced(gate, end.Node))];
            var state = Forced(before, end.Node);
            int hidden = state.Places.Length;
            if (gates.Any(gate => gate.Places.Length != hidden || gate.Places.Any(place => place.IsZero || place.Value != gates[0].Places[0].Value))) return false;
            var sums = new LinearSum(_network[gates[0].Places[0].Value]);
            var fromState = sums.Sources.Where(source => source.Value.Input is not null && source.Columns.Length == hidden && IsState(source.Value, state)).ToArray();
            if (fromState is not [var hiddenSource] || sums.Sources.Where(source => source != hiddenSource).ToArray() is not [var input]) return false;
            var layer = new ImportedLayer("Lstm", end.Node.Name, [input.Value], Text.Of(input.Value.Length), Text.Of(hidden));
            float[] ih = new float[4 * hidden * input.Value.Length], hh = new float[4 * hidden * hidden], bias = new float[4 * hidden];
            for (int to = 0; to < 4 * hidden; to++)
            {
                int row = gates[to / hidden].Places[to % hidden].Index;
                input.Matrix.AsSpan(row * input.Value.Length, input.Value.Length).CopyTo(ih.AsSpan(to * input.Value.Length));
                for (int k = 0; k < hidden; k++) hh[to * hidden + k] = hiddenSource.Matrix[row * hiddenSource.Value.Length + hiddenSource.Columns[k]];
                bias[to] = sums.Bias[row];
            }

            layer.Tensors.Add(new("weight_ih", [4 * hidden, input.Value.Length], ih));
            layer.Tensors.Add(new("weight_hh", [4 * hidden, hidden], hh));
            layer.Tensors.Add(new("bias_ih", [4 * hidden], bias));
            layer.Tensors.Add(new("bias_hh", [4 * hidden], new float[4 * hidden]));
            var output = _network.Add(layer, new(hidden));
            end.Result = NetworkBuilder.ViewOf(output, end.Dims);
            cells.Result = NetworkBuilder.ViewOf(_network.AddCells(output), cells.Dims);
            Place[] places = Array.ConvertAll(hiddenSource.Columns, column => new Place(hiddenSource.Value.Id, hiddenSource.Value.Order?[column] ?? column));
            _stateReads.Add(new(end.Node, new View([hidden], places), end.Result.Reshaped(hidden)));
            _stateReads.Add(new(end.Node, state.Reshaped(hidden), cells.Result.Reshaped(hidden)));
            return true;
        }

        return false;
    }

    // The state before lies in the same input, or in an input of the same kind.
    private bool IsState(NetworkValue hidden, View cells) => cells.Places.All(place => !place.IsZero && (place.Value == hidden.Id || _network[place.Value].Input is not null));

    // a(x)∘b(y), in either order.
    private static (Expression X, Expression Y)? Product(Expression? expression, string first, string second)
    {
        if (expression is not Computed { Node.Operator: "Mul", Inputs: [Computed left, Computed right] }) return null;
        if (left.Node.Operator == second && right.Node.Operator == first) (left, right) = (right, left);
        return left.Node.Operator == first && right.Node.Operator == second ? (left.Inputs[0]!, right.Inputs[0]!) : null;
    }

    // σ(f)∘c′, in either order.
    private static (Expression Gate, Expression Before)? Kept(Expression? expression)
    {
        if (expression is not Computed { Node.Operator: "Mul", Inputs: [{ } left, { } right] }) return null;
        if (left is Computed { Node.Operator: "Sigmoid" } gate && right is View) return (gate.Inputs[0]!, right);
        return right is Computed { Node.Operator: "Sigmoid" } other && left is View ? (other.Inputs[0]!, left) : null;
    }
}
