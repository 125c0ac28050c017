using System.CommandLine;
using static DeepThin.Samples.CommandOptions;

namespace DeepThin.Samples;

/// <summary>The options of a command that trains a network, and the same one uncompressed.</summary>
/// <param name="data">The folder of the data.</param>
/// <param name="output">The folder that receives what the training makes.</param>
/// <param name="samples">What the network is trained with, in the plural.</param>
/// <param name="usual">The epochs, the samples of a step and the learning rate that are taken unless others are given.</param>
internal sealed class TrainOptions(Option<string> data, Option<string> output, string samples, (int Epochs, int BatchSize, double LearningRate) usual)
{
    private readonly Option<int> _epochs = Count("--epochs", $"How often the training goes through the {samples}.", usual.Epochs);
    private readonly Option<int> _seed = Seed("--seed", $"Decides the first weights and the order of the {samples}.");
    private readonly Option<int> _batchSize = Count("--batch-size", $"The {samples} of a training step; 64 for each thread keep all busy.", usual.BatchSize);
    private readonly Option<double> _learningRate = Rate("--learning-rate", "The highest learning rate of Adam: it rises to it in 100 steps and falls along a line to 0.", usual.LearningRate);
    private readonly Option<double> _denseLearningRate = Rate("--dense-learning-rate", "The same for the uncompressed network, which learns better at a lower one.", 0.001);
    private readonly Option<int> _threads = Count("--threads", "The threads that train.", Environment.ProcessorCount);
    private readonly Option<bool> _skipDense = new("--skip-dense") { Description = "Do not train the same network uncompressed; its speed is measured with random weights." };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with a training that was cancelled, from its checkpoint in the output folder." };

    /// <summary>Those that the training of one network needs.</summary>
    public IEnumerable<Option> OfOneNetwork => [_epochs, _seed, _batchSize, _learningRate, _threads, _resume];

    /// <summary>Those that the trainings of compressed networks and of uncompressed ones need.</summary>
    public IEnumerable<Option> OfBothNetworks => OfOneNetwork.Append(_denseLearningRate);

    /// <summary>Adds all options to a command, the output folder first.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[output, _epochs, _seed, _batchSize, _learningRate, _denseLearningRate, _threads, _skipDense, _resume]) command.Options.Add(option);
    }

    /// <summary>What a command line says, but the learning rate of a network where it says none.</summary>
    /// <param name="options">The command line.</param>
    /// <param name="learningRate">The learning rate.</param>
    public TrainSettings Read(ParseResult options, double learningRate) =>
        options.GetResult(_learningRate) is { Implicit: false } ? Read(options) : Read(options) with { LearningRate = learningRate };

    /// <summary>What a command line says.</summary>
    public TrainSettings Read(ParseResult options) => new()
    {
        Data = options.GetRequiredValue(data),
        Output = options.GetRequiredValue(output),
        Epochs = options.GetValue(_epochs),
        BatchSize = options.GetValue(_batchSize),
        LearningRate = options.GetValue(_learningRate),
        DenseLearningRate = options.GetValue(_denseLearningRate),
        Seed = options.GetValue(_seed),
        Threads = options.GetValue(_threads),
        SkipDense = options.GetValue(_skipDense),
        Resume = options.GetValue(_resume),
    };
}
