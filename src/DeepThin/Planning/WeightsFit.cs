using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>The answer to whether a weights file fits a model, for loading and for the build.</summary>
internal sealed class WeightsFit
{
    private readonly List<StoredTensor> _needed = [];
    private readonly List<FoundTensor> _places = [];
    private readonly List<Misfit> _misfits = [];
    private readonly IReadOnlyList<FoundTensor> _found;

    /// <summary>Compares a file with a model.</summary>
    /// <param name="model">What the model needs.</param>
    /// <param name="found">The tensors of the file, in the order of their data.</param>
    /// <param name="metadata">The texts of its <c>__metadata__</c>.</param>
    public WeightsFit(NeededWeights model, IReadOnlyList<FoundTensor> found, IReadOnlyDictionary<string, string> metadata)
    {
        _found = found;
        IsPacked = PackedLayout.IsPacked(metadata);
        LayoutFault = IsPacked ? PackedLayout.Fault(model, metadata) : null;
        NamesFault = StoredNames.Fault(model, metadata);
        var byName = new Dictionary<string, FoundTensor>(found.Count);
        foreach (var tensor in found) byName[tensor.Name] = tensor;
        if (IsPacked) _needed.AddRange(PackedLayout.Tensors(model.Tensors, model.PreparedLength));
        else
        {
            foreach (var tensor in model.Tensors)
            {
                _needed.AddRange(StoredTensor.Of(tensor, name => byName.TryGetValue(name, out var values) && values.DType == StoredTensor.Int8));
            }
        }

        Compare(byName, CountersOf(model));
        if (IsPacked && LayoutFault == null && _misfits.Count == 0) LayoutFault = PackedLayout.OrderFault(model, metadata);
    }

    /// <summary>Whether the file is packed.</summary>
    public bool IsPacked { get; }

    /// <summary>Why a packed file is none for this model, in words that go on after the name of the file; null where it is.</summary>
    public string? LayoutFault { get; }

    /// <summary>Why the model cannot have the names of features and classes in the file, in such words; null where it can.</summary>
    public string? NamesFault { get; }

    /// <summary>Whether the file fits.</summary>
    public bool Fits => LayoutFault == null && NamesFault == null && _misfits.Count == 0;

    /// <summary>The tensors that do not fit: those that the model needs in its order, then those that it does not know in the order of the file.</summary>
    public IReadOnlyList<Misfit> Misfits => _misfits;

    /// <summary>What a file has to have.</summary>
    public IReadOnlyList<StoredTensor> Needed => _needed;

    /// <summary>The tensors of a file that fits, in the order of <see cref="Needed"/>.</summary>
    public IReadOnlyList<FoundTensor> Places => _places;

    /// <summary>What probably happened.</summary>
    public FitHints Hints() => new(_needed, _found);

    private void Compare(Dictionary<string, FoundTensor> byName, HashSet<string> counters)
    {
        foreach (var needed in _needed)
        {
            byName.TryGetValue(needed.Name, out var found);
            byName.Remove(needed.Name);
            if (Compare(needed, found) is { } kind) _misfits.Add(new(kind, needed, found));
            else _places.Add(found!);
        }

        foreach (var tensor in _found)
        {
            if (byName.ContainsKey(tensor.Name) && !counters.Contains(tensor.Name)) _misfits.Add(new(MisfitKind.Superfluous, null, tensor));
        }

        if (!IsPacked || _misfits.Count > 0) return;
        for (int i = 0; i < _needed.Count; i++)
        {
            if (_found[i].Name != _needed[i].Name) _misfits.Add(new(MisfitKind.Place, _needed[i], _places[i]));
        }
    }

    // PyTorch counts the steps beside the running statistics of a normalisation; predictions do not depend on it.
    private static HashSet<string> CountersOf(NeededWeights model)
    {
        var names = new HashSet<string>();
        foreach (var tensor in model.Tensors)
        {
            if (tensor.Role == TensorRole.RunningMean) names.Add(tensor.Name.Replace("running_mean", "num_batches_tracked"));
        }

        return names;
    }

    private static MisfitKind? Compare(StoredTensor needed, FoundTensor? found) =>
        found == null ? MisfitKind.Missing
        : !needed.Takes(found.DType) ? MisfitKind.Type
        : !found.HasShape(needed.Dimensions) ? MisfitKind.Shape
        : null;
}
