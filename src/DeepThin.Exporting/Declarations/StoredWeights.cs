extern alias Library;

using System.Text;
using DeepThin.Planning;
using Library::DeepThin.Runtime;

namespace DeepThin.Exporting.Declarations;

/// <summary>The values of the tensors of a network, in single precision.</summary>
internal sealed class StoredWeights
{
    private readonly Dictionary<string, float[]> _values = [];

    private StoredWeights()
    {
    }

    /// <summary>The names of the classes that the file has; none where it has none.</summary>
    public IReadOnlyList<string> Classes { get; private init; } = [];

    /// <summary>The values of a tensor.</summary>
    /// <param name="name">Its name in the file.</param>
    public float[] this[string name] => _values[name];

    /// <summary>Reads a file as <c>Load</c> of the class does.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The network whose weights it has.</param>
    /// <exception cref="ExportException">The file is not valid, or has other tensors than the network.</exception>
    public static StoredWeights Read(string path, DeclaredNetwork network)
    {
        if (IsPacked(path)) throw new ExportException($"{path} is packed for the kernels of one build; give the file that Save wrote.");
        try
        {
            using var loaded = ModelFile.Load(InfoOf(network), path);
            var weights = new StoredWeights { Classes = loaded.Names.Classes };
            foreach (var tensor in network.Plan.Tensors) weights._values[tensor.Name] = loaded.Parameters.Span.Slice(tensor.Offset, tensor.Length).ToArray();
            return weights;
        }
        catch (Library::DeepThin.WeightsException fault)
        {
            throw new ExportException(fault.Message);
        }
    }

    /// <summary>The weights that hash to the buckets of a matrix, outputs × inputs.</summary>
    /// <param name="plan">The matrix.</param>
    /// <param name="buckets">The values that they share.</param>
    public static float[] Hashed(HashedPlan plan, float[] buckets)
    {
        float[] weights = new float[(long)plan.Q * plan.R];
        HashedWeights.LookUp(ref buckets[0], buckets.Length, plan.Seed, 0, weights.Length, ref weights[0]);
        return weights;
    }

    // The length of the header, 8 bytes, stands before it.
    private static bool IsPacked(string path)
    {
        byte[] start = new byte[sizeof(long) + Library::DeepThin.PackedFile.Beginning.Length];
        using var file = File.OpenRead(path);
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && Encoding.ASCII.GetString(start, sizeof(long), start.Length - sizeof(long)) == Library::DeepThin.PackedFile.Beginning;
    }

    // The library's own description of the same tensors.
    private static Library::DeepThin.ModelInfo InfoOf(DeclaredNetwork network)
    {
        var plan = network.Plan;
        return new(network.Name, (int)plan.ParameterBlockLength, (int)plan.PreparedLength, [.. plan.Steps.Select(step => new Library::DeepThin.LayerInfo
        {
            Name = step.Layer.Name,
            Inputs = (int)step.Layer.Input.Length,
            Outputs = (int)step.Layer.Output.Length,
            Activation = (Library::DeepThin.Activation)step.Layer.Activation.Kind,
            Parameters = (int)step.Layer.Parameters,
            PreparedBytes = sizeof(float) * step.Layer.Prepared,
            Maps = [],
            Tensors = [.. step.Tensors.Select(tensor => new Library::DeepThin.TensorInfo(tensor.Name, tensor.Rows, tensor.Columns, tensor.Offset)
            {
                Role = (Library::DeepThin.TensorRole)tensor.Role,
                Dimensions = tensor.Dimensions,
                NonZeros = tensor.NonZeros,
            })],
        })]);
    }
}
