using System;
using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>
/// What probably happened where a weights file does not fit a model, and what to do: for the messages of loading and of the build. A text without a full
/// stop, or null where nothing is probable.
/// </summary>
internal sealed class FitHints
{
    private const string InputGain = "input_gain", OutputGain = "output_gain";

    private const string Since = "since the file was saved?";

    private readonly IReadOnlyList<FoundTensor> _found;
    private readonly Dictionary<string, FoundTensor> _byName = [];
    private readonly Dictionary<string, FoundTensor> _meant = [];

    /// <summary>Compares a file with a model.</summary>
    /// <param name="needed">The tensors of the model.</param>
    /// <param name="found">Those of the file.</param>
    public FitHints(IReadOnlyList<StoredTensor> needed, IReadOnlyList<FoundTensor> found)
    {
        _found = found;
        foreach (var tensor in found) _byName[tensor.Name] = tensor;
        var unknown = new List<FoundTensor>(found);
        foreach (var tensor in needed) unknown.RemoveAll(other => other.Name == tensor.Name);
        unknown.Sort(static (a, b) => CompareNames(a.Name, b.Name));

        // Names decide before shapes, for all tensors; of several with one shape the first in order is meant first.
        Match(needed, unknown, static (tensor, other) => other.Name.EndsWith("." + tensor.Name, StringComparison.Ordinal));
        Match(needed, unknown, static (tensor, other) => other.HasShape(tensor.Dimensions));
        Match(needed, unknown, static (tensor, other) => IsTransposed(tensor, other));
    }

    /// <summary>Why a tensor does not fit.</summary>
    /// <param name="misfit">The tensor.</param>
    public string? Of(Misfit misfit) => misfit.Kind switch
    {
        MisfitKind.Superfluous => OfGains(misfit.Found.Name),
        _ when misfit.Needed.IsPacked => misfit.Kind == MisfitKind.Type ? OfPacked(misfit.Found) : null,
        MisfitKind.Missing => OfMissing(misfit.Needed),
        MisfitKind.Shape => OfShape(misfit.Needed, misfit.Found),
        _ => null,
    };

    private static string OfPacked(FoundTensor found) =>
        $"was it packed by a model whose weights are held otherwise, with Weights = WeightType.{TypeOf(found.DType)}? Load a file that is not packed, and save it with SavePacked";

    private string? OfMissing(StoredTensor needed)
    {
        if (_meant.TryGetValue(needed.Name, out var meant))
        {
            return $"is it {meant}? Rename that to {needed.Name}{(IsTransposed(needed, meant) ? ", and transpose it" : "")}";
        }

        if (OfGains(needed.Name) is { } gains) return gains;
        if (KindOf(needed.Name) is not { } needs || LayerOf(needed.Name) is not { Length: > 0 } layer) return null;
        foreach (var other in _found)
        {
            if (other.Name.StartsWith(layer, StringComparison.Ordinal) && KindOf(other.Name) is { } kind && kind != needs)
            {
                return $"the file has {other}, which belongs to a layer {kind}; was the layer's attribute changed {Since}";
            }
        }

        return null;
    }

    private string? OfShape(StoredTensor needed, FoundTensor found)
    {
        if (IsTransposed(needed, found)) return IsTransposedIn(needed);
        if (found.Shape.Length != needed.Dimensions.Length && found.Length == needed.Length) return $"it has as many values; reshape it to {needed.Shape}";
        return Part(needed.Name) switch
        {
            "xf" or "wf" => OfFactors(needed.Name),
            "u" or "v" when found.Shape.Length == 2 => $"was Ratio or Rank changed {Since} It is of Rank = {found.Shape[0]}",
            "buckets" or "values" or "col_indices" when found.Shape.Length == 1 => $"was Ratio changed {Since} It keeps {found.Length} values",
            _ => null,
        };
    }

    private static string IsTransposedIn(StoredTensor needed) =>
        Part(needed.Name) == "weight" ? "is it transposed? Weights are outputs × inputs, as in PyTorch's Linear" : "is it transposed?";

    // The plan that the two factors of the file are of.
    private string OfFactors(string name)
    {
        string factors = name.Substring(0, name.Length - Part(name).Length);
        bool isBias = factors.EndsWith(".bias.", StringComparison.Ordinal);
        string question = isBias ? $"was BiasRatio changed {Since}" : $"was Ratio, N or Rank changed {Since}";
        if (!_byName.TryGetValue(factors + "xf", out var x) || !_byName.TryGetValue(factors + "wf", out var w)) return question;
        if (x.Shape.Length != 2 || w.Shape.Length != 2 || x.Shape[1] != w.Shape[0]) return question;
        string sizes = $"m = {x.Shape[0]}, n = {w.Shape[1]}, r = {w.Shape[0]}";
        return isBias ? $"{question} Its factors have {sizes}" : $"{question} Its factors have {sizes}, as with N = {w.Shape[1]}, Rank = {w.Shape[0]}, {GainsIn(factors)}";
    }

    // Where the file has gains and the model has none, or the other way round.
    private string? OfGains(string name) => IsGain(name) ? $"the file is of a layer with {GainsIn(LayerOf(name))}" : null;

    private string GainsIn(string layer) => (_byName.ContainsKey(layer + InputGain), _byName.ContainsKey(layer + OutputGain)) switch
    {
        (true, true) => "Gains = Gains.Both",
        (true, false) => "Gains = Gains.Inputs",
        (false, true) => "Gains = Gains.Outputs",
        _ => "Gains = Gains.None",
    };

    private static bool IsGain(string name) => Part(name) is InputGain or OutputGain;

    private void Match(IReadOnlyList<StoredTensor> needed, List<FoundTensor> unknown, Func<StoredTensor, FoundTensor, bool> fits)
    {
        foreach (var tensor in needed)
        {
            if (!tensor.HasValues || _byName.ContainsKey(tensor.Name) || _meant.ContainsKey(tensor.Name)) continue;
            int index = unknown.FindIndex(other => fits(tensor, other));
            if (index < 0) continue;
            _meant[tensor.Name] = unknown[index];
            unknown.RemoveAt(index);
        }
    }

    private static bool IsTransposed(StoredTensor needed, FoundTensor found) => needed.Dimensions is [var rows, var columns] && rows != columns && found.HasShape(columns, rows);

    // layers.0. of layers.0.bias.xf.
    private static string LayerOf(string name) => name.Substring(0, name.IndexOf('.', name.IndexOf('.') + 1) + 1);

    private static string Part(string name) => name.Substring(name.LastIndexOf('.') + 1);

    private static string? KindOf(string name) => Part(name) switch
    {
        _ when name.Contains(".bias") => null,
        "xf" or "wf" => "with a Ratio or N",
        "u" or "v" => "of [LowRank]",
        "buckets" => "of [Hashed]",
        "values" or "col_indices" or "crow_indices" => "of [Pruned]",
        "weight" => "without a Ratio",
        _ => null,
    };

    private static string TypeOf(string dtype) => dtype switch
    {
        "BF16" => "BFloat16",
        "F16" => "Float16",
        StoredTensor.Int8 => "Int8",
        _ => "Float32",
    };

    // Numbers in names by their value: fc2 before fc10.
    private static int CompareNames(string a, string b)
    {
        int i = 0, j = 0;
        while (i < a.Length && j < b.Length)
        {
            if (IsDigit(a[i]) && IsDigit(b[j]))
            {
                int x = EndOfNumber(a, ref i), y = EndOfNumber(b, ref j);
                int order = (x - i).CompareTo(y - j);
                if (order == 0) order = string.CompareOrdinal(a, i, b, j, x - i);
                if (order != 0) return order;
                (i, j) = (x, y);
            }
            else
            {
                if (a[i] != b[j]) return a[i].CompareTo(b[j]);
                i++;
                j++;
            }
        }

        return (a.Length - i).CompareTo(b.Length - j);
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    // Leading zeros are passed over.
    private static int EndOfNumber(string text, ref int start)
    {
        while (start + 1 < text.Length && text[start] == '0' && IsDigit(text[start + 1])) start++;
        int end = start;
        while (end < text.Length && IsDigit(text[end])) end++;
        return end;
    }
}
