using DeepThin;
using Tables;
using Tables.Edge;

const string Help = """
    Tables.Edge

    Tells malignant tumours from benign ones. It reads lines of CSV without a header from standard input, each with the 30 measurements of a tumour, and
    prints for each line the class and its probability: malignant,0.998231

    For a line that it cannot read it prints an empty line, and to standard error what is wrong. It goes on, and ends with 1.

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
    var model = TumourClassifier.LoadEmbedded();
    return new Answers(model.Names, Console.Out, Console.Error).Of(Console.In, values => Predict(model, values));
}
catch (Exception error) when (error is WeightsException or IOException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

static (int Class, float Probability) Predict(TumourClassifier model, ReadOnlySpan<float> values)
{
    Span<float> probabilities = stackalloc float[TumourClassifier.OutputLength];
    model.PredictProbabilities(values, probabilities);
    int best = model.Predict(values);
    return (best, probabilities[best]);
}
