using DeepThin.Samples;
using Pronounce.Data;

namespace Pronounce;

/// <summary>Compares what the program compiled ahead of time prints for the words of the test with what the trained network reads here, and gives it a word that it cannot read.</summary>
internal sealed class CheckCommand(string program, string output)
{
    // Of so many words one may be read otherwise: vectors of another width round otherwise, and two phones may be as good as equal.
    private const int WordsPerDifference = 500;

    private const string BadWord = "naïve";

    private readonly OutputFiles _files = new(output);

    /// <summary>Does it.</summary>
    /// <exception cref="SampleException">The program fails, or prints something else.</exception>
    public void Run()
    {
        var reader = new PhoneReader<Pronouncer>(Pronouncer.Load(_files.Weights));
        string[] words = File.ReadAllLines(_files.Test);
        var (code, printed, errors) = PublishedProgram.Ask(program, [.. words, BadWord, words[0]]);
        if (printed.Length != words.Length + 2) throw new SampleException($"{program} prints {printed.Length} lines for {words.Length + 2} words and ends with {code}:\n{errors}");
        string[] expected = [.. words.Select(word => Phones.Write(reader.Read(word)))];
        int[] others = [.. Enumerable.Range(0, words.Length).Where(i => printed[i] != expected[i])];
        if (others.Length > 1 + words.Length / WordsPerDifference)
        {
            int first = others[0];
            throw new SampleException(
                $"{program} reads {others.Length} of {words.Length} words otherwise than the trained network, such as '{words[first]}': '{printed[first]}', and the network '{expected[first]}'. "
                    + "Publish it again with these weights.");
        }

        Console.WriteLine($"Of {Figures.Count(words.Length)} words the program reads {Figures.Count(words.Length - others.Length)} as the trained network does.");
        string fault = $"line {words.Length + 1}: '{BadWord}' has 'ï' at place 3";
        if (code != 1 || printed[^2].Length > 0 || printed[^1] != printed[0] || !errors.StartsWith(fault, StringComparison.Ordinal))
        {
            throw new SampleException($"{program} was given '{BadWord}' and '{words[0]}' and ended with {code}; it printed '{printed[^2]}' and '{printed[^1]}' and:\n{errors}");
        }

        Console.WriteLine($"It says what is wrong with a word, and goes on: {errors}");
    }
}
