using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace DeepThin.Samples;

/// <summary>Options of a command line that say what is wrong with a value, and what would work.</summary>
internal static class CommandOptions
{
    /// <summary>A folder.</summary>
    public static Option<string> Folder(string name, string description, string folder) => new(name)
    {
        Description = description,
        HelpName = "DIR",
        DefaultValueFactory = _ => folder,
        CustomParser = argument => Parse<string>(argument, $"{name} is a folder", text => !string.IsNullOrWhiteSpace(text)),
    };

    /// <summary>A number of things, 1 or more.</summary>
    public static Option<int> Count(string name, string description, int value) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => value,
        CustomParser = argument => Parse<int>(argument, $"{name} is a whole number, 1 or more", count => count >= 1),
    };

    /// <summary>A seed, 1 unless given.</summary>
    public static Option<int> Seed(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => 1,
        CustomParser = argument => Parse<int>(argument, $"{name} is a whole number, such as 1", _ => true),
    };

    /// <summary>A learning rate.</summary>
    public static Option<double> Rate(string name, string description, double value) => new(name)
    {
        Description = description,
        HelpName = "RATE",
        DefaultValueFactory = _ => value,
        CustomParser = argument => Parse<double>(argument, $"{name} is a number above 0, such as 0.003", rate => rate is > 0 and < double.PositiveInfinity),
    };

    /// <summary>Parses a value; one that is not valid is an error of the argument.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="rule">What a value is, for the message.</param>
    /// <param name="isValid">Whether a value is one.</param>
    public static T Parse<T>(ArgumentResult argument, string rule, Predicate<T> isValid)
        where T : IParsable<T>
    {
        string text = argument.Tokens[0].Value;
        if (T.TryParse(text, CultureInfo.InvariantCulture, out var value) && isValid(value)) return value;

        argument.AddError($"{rule}, and not '{text}'.");
        return value!;
    }
}
