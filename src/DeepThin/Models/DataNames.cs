namespace DeepThin;

/// <summary>The names of what a model reads and predicts: those of the features and of the classes of the data that it was trained with. A weights file keeps them.</summary>
public sealed class DataNames
{
    /// <summary>Names; without any, those of the features or of the classes are unknown.</summary>
    /// <param name="features">The name of each feature, in order: any texts.</param>
    /// <param name="classes">The name of each class, in order: any texts.</param>
    /// <exception cref="ArgumentException">A name is null, or no text: it has half of a character that UTF-16 writes in two.</exception>
    public DataNames(IEnumerable<string>? features = null, IEnumerable<string>? classes = null)
    {
        Features = Checked(features, nameof(features));
        Classes = Checked(classes, nameof(classes));
    }

    /// <summary>No names.</summary>
    public static DataNames None { get; } = new();

    /// <summary>The name of each feature; empty where they are unknown.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>The name of each class; empty where they are unknown. A model with one output after a Sigmoid has two classes, and other models have one for each output.</summary>
    public IReadOnlyList<string> Classes { get; }

    private static string[] Checked(IEnumerable<string>? names, string parameter)
    {
        if (names == null) return [];
        var list = new List<string>(names);
        for (int i = 0; i < list.Count; i++)
        {
            if (list[i] == null) throw new ArgumentException($"Name {i} is null.", parameter);
            if (HasHalfCharacter(list[i])) throw new ArgumentException($"Name {i} is no text: it has half of a character.", parameter);
        }

        return list.ToArray();
    }

    private static bool HasHalfCharacter(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) i++;
            else if (char.IsSurrogate(text[i])) return true;
        }

        return false;
    }
}
