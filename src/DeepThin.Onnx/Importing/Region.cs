using DeepThin.Onnx.Graphs;
using DeepThin.Onnx.Operators;

namespace DeepThin.Onnx.Importing;

/// <summary>Operators between a tensor that is read and one that is computed of it alone, as a function that can be tried on numbers.</summary>
/// <param name="start">The tensor that is read.</param>
/// <param name="end">What is computed of it.</param>
internal sealed class Region(Expression start, Computed end)
{
    /// <summary>The tensor that is read.</summary>
    public Expression Start => start;

    /// <summary>What is computed of it.</summary>
    public Computed End => end;

    /// <summary>The regions that end with a computed tensor and read one other, the largest first.</summary>
    /// <param name="end">The tensor.</param>
    public static IEnumerable<Region> Of(Computed end)
    {
        // A tensor stands at the start of a region if no way leads around it.
        List<Expression> before = [];
        Collect(end, before);
        return before.Where(candidate => candidate != end && IsPassedByAll(end, candidate)).Select(candidate => new Region(candidate, end));
    }

    /// <summary>What the operators make of values of the start.</summary>
    /// <param name="value">The values, with the dimensions of the start; or of any others where <see cref="IsOfEachNumber"/>.</param>
    public Constant? Compute(Constant value) => Compute(end, value, IsOfEachNumber, []);

    /// <summary>Whether each number of the end is a function of the number at the same place of the start, and the same function at all places.</summary>
    public bool IsOfEachNumber => end.Dims.SequenceEqual(start.Dims) && All(operation => Arithmetic.IsElementwise(operation.Node.Operator) && operation.Dims.SequenceEqual(start.Dims)
        && operation.Inputs.All(input => input is not Known { Value.IsUniform: false }));

    /// <summary>Whether the region has no sums along axes, and moves nothing.</summary>
    public bool IsElementwise => All(operation => Arithmetic.IsElementwise(operation.Node.Operator));

    /// <summary>The sums and maxima along axes in the region.</summary>
    public IEnumerable<Computed> Reductions
    {
        get
        {
            var all = new List<Expression>();
            Collect(end, all, start);
            return all.OfType<Computed>().Where(operation => operation != start && Arithmetic.IsReduction(operation.Node.Operator));
        }
    }

    private bool All(Func<Computed, bool> condition)
    {
        var all = new List<Expression>();
        Collect(end, all, start);
        return all.Where(expression => expression != start).OfType<Computed>().All(condition);
    }

    // The constants of a function of each number are single values, so that it can be tried on a row of numbers of any length.
    private Constant? Compute(Expression at, Constant value, bool single, Dictionary<Expression, Constant?> found)
    {
        if (at == start) return value;
        if (at is Known known) return single && known.Value.IsUniform && known.Value.Length > 0 ? known.Value.Moved([], [0], [], 0) : known.Value;
        if (at is not Computed operation) return null;
        if (found.TryGetValue(at, out var result)) return result;
        var inputs = new Constant?[operation.Inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (operation.Inputs[i] is not { } input) continue;
            inputs[i] = Compute(input, value, single, found);
            if (inputs[i] is null) return null;
        }

        return found[at] = Arithmetic.Compute(operation.Node, inputs)?[0];
    }

    // All that is read on the way, a tensor behind those that it is computed of.
    private static void Collect(Expression at, List<Expression> all, Expression? until = null)
    {
        if (all.Contains(at)) return;
        if (at is Computed operation && at != until)
        {
            foreach (var input in operation.Inputs)
            {
                if (input is not null and not Known) Collect(input, all, until);
            }
        }

        all.Add(at);
    }

    private static bool IsPassedByAll(Expression at, Expression candidate)
    {
        var seen = new HashSet<Expression>();
        return Leads(at);

        bool Leads(Expression from)
        {
            if (from == candidate || !seen.Add(from)) return true;
            return from is Computed operation && operation.Inputs.All(input => input is null or Known || Leads(input));
        }
    }
}
