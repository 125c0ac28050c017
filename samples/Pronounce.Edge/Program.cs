using Pronounce;
using Pronounce.Edge;

const string Help = """
    Pronounce.Edge

    Tells how English words are said. It reads a word from each line of standard input and prints a line with its phones: for "world" such as W ER L D.

    Words have the letters a to z and apostrophes, and 64 of them at most. For a line that is no such word it prints an empty line, and says to standard error what
    is wrong. It goes on, and ends with 1.

      --help  this text
    """;

if (args.Length > 0)
{
    bool helps = args is ["--help"];
    (helps ? Console.Out : Console.Error).WriteLine(helps ? Help : $"{args[0]} is not an option.\n\n{Help}");
    return helps ? 0 : 2;
}

try
{
    var reader = new PhoneReader<Pronouncer>(Pronouncer.LoadEmbedded());
    return new Answers(Console.Out, Console.Error).Of(Console.In, reader.Read);
}
catch (Exception error) when (error is DeepThin.WeightsException or IOException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
