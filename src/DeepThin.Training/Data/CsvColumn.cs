using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>A column of a CSV file, by name or by number: <c>"species"</c>, <c>4</c>, or <c>^1</c> for the last one.</summary>
public readonly record struct CsvColumn
{
    private readonly string? _name;
    private readonly Index _number;

    private CsvColumn(string? name, Index number)
    {
        _name = name;
        _number = number;
    }

    /// <summary>The column with this name in the header. Upper and lower case differ.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public static implicit operator CsvColumn(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new(name, default);
    }

    /// <summary>The column at this place.</summary>
    /// <param name="number">The number, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static implicit operator CsvColumn(int number) => new(null, number);

    /// <summary>The column at this place, which may count from the end.</summary>
    /// <param name="number">The number, such as <c>^1</c> for the last column.</param>
    public static implicit operator CsvColumn(Index number) => new(null, number);

    /// <summary>The name in quotes, or the number.</summary>
    public override string ToString() => _name == null ? _number.ToString() : $"'{_name}'";

    /// <summary>Its number among the columns of a file.</summary>
    /// <param name="names">The names of the columns.</param>
    /// <param name="hasHeader">Whether the names are those of a header.</param>
    /// <param name="fault">Why there is no such column; null where there is.</param>
    internal int Find(string[] names, bool hasHeader, out string? fault)
    {
        int number = _name == null ? _number.GetOffset(names.Length) : hasHeader ? Array.IndexOf(names, _name) : -1;
        fault = _name == null
            ? Refusal.Unless(number >= 0 && number < names.Length, $"has no column {_number}; its {names.Length} columns are 0 to {names.Length - 1}.")
            : !hasHeader ? Invariant($"has no header (HasHeader is false), so column '{_name}' cannot be found; give its number.")
            : number < 0 ? $"has no column '{_name}'; its columns are {string.Join(", ", names)}."
            : Refusal.Unless(Array.LastIndexOf(names, _name) == number, $"has more than one column '{_name}'; give the number of the one that is meant.");
        return number;
    }
}
