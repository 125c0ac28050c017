using DeepThin.Onnx.Graphs;

namespace DeepThin.Onnx.Importing;

/// <summary>What is known of a tensor of a graph: its values, where they come from, or how they would be computed.</summary>
/// <param name="dims">Its dimensions.</param>
internal abstract class Expression(int[] dims)
{
    /// <summary>The dimensions of the tensor.</summary>
    public int[] Dims => dims;
}

/// <summary>A tensor whose values are known.</summary>
/// <param name="value">The values.</param>
internal sealed class Known(Constant value) : Expression(value.Dims)
{
    /// <summary>The values.</summary>
    public Constant Value => value;
}

/// <summary>A tensor of values of the network, in any order: each has its place.</summary>
/// <param name="dims">The dimensions of the tensor.</param>
/// <param name="places">Where each value is found, row-major.</param>
internal sealed class View(int[] dims, Place[] places) : Expression(dims)
{
    /// <summary>Where each value is found.</summary>
    public Place[] Places => places;

    /// <summary>The same values with other dimensions.</summary>
    public View Reshaped(params int[] to) => new(to, Places);
}

/// <summary>Where a value is found.</summary>
/// <param name="Value">The number of the value of the network; <see cref="Zero"/> has −1.</param>
/// <param name="Index">The place in it: steps, then channels, rows and columns.</param>
internal readonly record struct Place(int Value, int Index)
{
    /// <summary>A zero, such as padding.</summary>
    public static Place Zero { get; } = new(-1, 0);

    /// <summary>Whether it is a zero.</summary>
    public bool IsZero => Value < 0;
}

/// <summary>A tensor that operators compute of others, value by value or by sums along axes. Whether a layer computes it shows when it is read.</summary>
/// <param name="node">The last of the operators.</param>
/// <param name="dims">The dimensions of the tensor.</param>
/// <param name="inputs">What it reads; null where an optional input is not given.</param>
internal sealed class Computed(Node node, int[] dims, Expression?[] inputs) : Expression(dims)
{
    /// <summary>The last of the operators.</summary>
    public Node Node => node;

    /// <summary>What it reads; null where an optional input is not given.</summary>
    public Expression?[] Inputs => inputs;

    /// <summary>The operators behind it that no layer computes yet, with itself.</summary>
    public int Size { get; } = Count(inputs);

    /// <summary>The values of the network, once a layer computes it.</summary>
    public View? Result { get; set; }

    private static int Count(Expression?[] inputs)
    {
        var found = new HashSet<Computed>();
        var waiting = new Stack<Expression?>(inputs);
        while (waiting.TryPop(out var next))
        {
            if (next is not Computed { Result: null } computed || !found.Add(computed)) continue;
            foreach (var input in computed.Inputs) waiting.Push(input);
        }

        return found.Count + 1;
    }
}

/// <summary>Texts, such as the names of classes.</summary>
/// <param name="values">The texts.</param>
internal sealed class Texts(IReadOnlyList<string> values) : Expression([values.Count])
{
    /// <summary>The texts.</summary>
    public IReadOnlyList<string> Values => values;
}

/// <summary>What a graph makes of its predictions at its end: classes, their names, tables of them. The network ends before it.</summary>
/// <param name="source">The predictions.</param>
/// <param name="classes">The names of the classes; none where they are not said.</param>
internal sealed class Postscript(Expression source, IReadOnlyList<string> classes) : Expression(source.Dims)
{
    /// <summary>The predictions.</summary>
    public Expression Source => source;

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Classes => classes;
}

/// <summary>A tensor that cannot be made.</summary>
/// <param name="problems">Why: the nodes where it failed.</param>
internal sealed class Failed(IReadOnlyCollection<string> problems) : Expression([])
{
    /// <summary>The nodes where it failed.</summary>
    public IReadOnlyCollection<string> Problems => problems;
}
