// How fast DeepThin layers are, on one thread, against the best dense float32, dense int8, plain low rank, and a DeepThin that rebuilds W.
//
//   dotnet run -c Release --project tests/DeepThin.Benchmarks -- --quick               all cells in one process, under 4 minutes:
//                                                                                      artifacts/bench.md and bench.json
//   … -- --quick --cells 1024x1024/tall,440x2048 --kernels correlation --batch 1       some of them
//   … -- --aot --instruction-set x86-64-v3                                             the same by a copy compiled ahead of time: bench-aot.*
//                                                                                      and the sizes of the machine code
//   … -- --aot --instruction-set x86-64-v3 --against-jit                               that copy against the JIT held to the same vectors
//   … -- --training                                                                    training steps, with convolutions too and PyTorch's, and batch sizes
//   … -- --choice                                                                      the planner's choice of kernels against every kernel that
//                                                                                      fits, under 3 minutes: artifacts/choice.md
//   … -- --callers                                                                     predictions per second of one model under 1, 2, 4, … threads
//   … -- --narrow                                                                      kernels that read weights in 16 or 8 bits
//   … -- --networks                                                                    whole networks beside ONNX Runtime, the caches warm and swept,
//                                                                                      under 4 minutes: artifacts/networks.md and networks.json
//   … -- --convolutions                                                                convolutions beside ONNX Runtime's uncompressed ones, under
//                                                                                      2 minutes: artifacts/convolutions.md and convolutions.json
//   … -- --recurrent                                                                   recurrent layers beside ONNX Runtime's uncompressed ones, under
//                                                                                      2 minutes: artifacts/recurrent.md and recurrent.json
//   … -- --generator                                                                   what the generator costs a build and an editor
//   … --                                                                               by BenchmarkDotNet: hours
//
// OPENBLAS_CORETYPE and OPENBLAS_L2_SIZE are taken out of the process's environment before OpenBLAS is loaded: it shall choose its
// kernels for this processor.
using System.CommandLine;
using System.Globalization;
using DeepThin.Benchmarks;
#if COMPILES
using DeepThin.Benchmarks.Choice;
using DeepThin.Benchmarks.Generation;
using DeepThin.Benchmarks.Record;
#endif

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var quick = new Option<bool>("--quick")
{
    Description = "Everything interleaved in one process, under 4 minutes. Without it BenchmarkDotNet measures the cells: hours for all.",
};
var aot = new Option<bool>("--aot")
{
    Description = "Publishes this program ahead of time, prints the sizes of its machine code, and runs the copy with --quick and the same filters: bench-aot.*.",
};
var againstJit = new Option<bool>("--against-jit")
{
    Description = "With --aot: the kernels of the copy against the JIT's, held to the same width of vectors, in processes that alternate; one sample unless --batch says more.",
};
var times = new Option<bool>("--times")
{
    Description = "Only the generated kernels, printed as lines of cell and microseconds after a line with the bits of the vectors: what --against-jit runs.",
};
var training = new Option<bool>("--training")
{
    Description = "Panels forward and backward and batches of several sizes against dense, and whole training steps, of a network with convolutions as well, against PyTorch, where it is installed.",
};
var choice = new Option<bool>("--choice")
{
    Description = "The planner's choice of kernels: a grid of layers, each by every kernel that fits, under 3 minutes: choice.md. With --batch 64 by panels: choice-64.md.",
};
var callers = new Option<bool>("--callers")
{
    Description = "Many callers: predictions per second of one model object that 1, 2, 4, … threads call at once, up to twice the processors, under a minute.",
};
var narrow = new Option<bool>("--narrow")
{
    Description = "Narrow weights: layers whose kernels read bfloat16, float16 and int8 against the same in single precision, under a minute.",
};
var networks = new Option<bool>("--networks")
{
    Description = "Whole networks at 10, 3 and 1 % beside uncompressed ones, one prediction, with the caches as they are and swept, under 4 minutes: networks.md and networks.json.",
};
var convolutions = new Option<bool>("--convolutions")
{
    Description = "Convolutions and a small network with some, uncompressed and compressed, beside uncompressed ones in ONNX Runtime, one prediction, under 2 minutes: convolutions.md and convolutions.json.",
};
var recurrent = new Option<bool>("--recurrent")
{
    Description = "Recurrent layers and a network with one, uncompressed and compressed, beside uncompressed ones in ONNX Runtime, one step or one sequence, under 2 minutes: recurrent.md and recurrent.json.",
};
var generator = new Option<bool>("--generator")
{
    Description = "What the generator costs: cold runs of one model and of 200, a run after an edit elsewhere, and the sizes of what it writes.",
};
var cells = new Option<string>("--cells")
{
    Description = "Only cells whose name has one of these parts, such as 1024x1024/wide/3%; several with commas.",
    HelpName = "NAMES",
};
var kernels = new Option<string>("--kernels")
{
    Description = "Only cells with one of these kernels: correlation, fourier, segments; several with commas.",
    HelpName = "NAMES",
};
var batch = new Option<int?>("--batch")
{
    Description = "Only cells with so many samples, 1 or 64; any other number measures all layers with it, without targets.",
    HelpName = "N",
};
var output = new Option<string>("--output")
{
    Description = "The folder for the results; created when it is missing.",
    HelpName = "DIR",
    DefaultValueFactory = _ => Path.Combine(RepositoryFolder(), "artifacts"),
};
var instructionSet = new Option<string>("--instruction-set")
{
    Description = "What the copy of --aot is compiled for: native, x86-64-v4, x86-64-v3, avx, or \"\" for the compiler's default.",
    HelpName = "SET",
    DefaultValueFactory = _ => "native",
};
batch.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int?>() is < 1) result.AddError("--batch is 1 or more.");
});

var command = new RootCommand("How fast DeepThin layers are against dense float32, dense int8 and plain low rank, on one thread.")
{
    quick, cells, kernels, batch, output, aot, instructionSet, againstJit, times, training, choice, callers, narrow, networks, convolutions, recurrent, generator,
};
command.Validators.Add(result =>
{
    bool isAot = result.GetValue(aot);
    Option<bool>[] modes = [.. new[] { quick, aot, times, training, choice, callers, narrow, networks, convolutions, recurrent, generator }.Where(result.GetValue)];
    if (modes.Length > 1 && !modes.SequenceEqual([quick, aot]) && !modes.SequenceEqual([aot, networks]) && !modes.SequenceEqual([aot, convolutions]) && !modes.SequenceEqual([aot, recurrent]))
    {
        result.AddError($"{string.Join(" and ", modes.Select(mode => mode.Name))} are runs of their own: choose one.");
    }

    if (result.GetValue(training) && IsGiven(result, cells, kernels, batch, output))
    {
        result.AddError("--training has no cells to choose and writes no files: leave out --cells, --kernels, --batch and --output.");
    }

    if (result.GetValue(generator) && IsGiven(result, cells, kernels, batch, output))
    {
        result.AddError("--generator has no cells to choose and writes no files: leave out --cells, --kernels, --batch and --output.");
    }

    if (result.GetValue(narrow) && IsGiven(result, cells, kernels, batch, output))
    {
        result.AddError("--narrow has no cells to choose and writes no files: leave out --cells, --kernels, --batch and --output.");
    }

    foreach (var mode in modes.Where(mode => (mode == networks || mode == convolutions || mode == recurrent) && IsGiven(result, kernels, batch)))
    {
        result.AddError($"{mode.Name} measures single predictions by the kernels of the plan: leave out --kernels and --batch.");
    }

    if (result.GetValue(callers) && IsGiven(result, cells, kernels, batch, output))
    {
        result.AddError("--callers has no cells to choose and writes no files: leave out --cells, --kernels, --batch and --output.");
    }

    if (result.GetValue(choice) && IsGiven(result, cells, kernels))
    {
        result.AddError("--choice measures all layers of its grid by all kernels: leave out --cells and --kernels.");
    }

    if (result.GetValue(choice) && result.GetValue(batch) is > 1 and < 64)
    {
        result.AddError("--choice takes --batch 1, or 64 and more, where all layers are computed by panels.");
    }

    if (result.GetValue(times) && IsGiven(result, output)) result.AddError("--times writes no files: leave out --output.");
    if (result.GetValue(againstJit) && !isAot) result.AddError("--against-jit is for --aot.");
    if (!isAot && result.GetResult(instructionSet) is { Implicit: false }) result.AddError("--instruction-set is for --aot.");
});
command.SetAction(options =>
{
    try
    {
        return Run(options);
    }
    catch (Exception error) when (error is BenchmarkException or IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(error.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();

int Run(ParseResult options)
{
    string folder = options.GetRequiredValue(output);
    if (options.GetValue(aot)) return RunAheadOfTime(options, folder);
    if (options.GetValue(training))
    {
        TrainingRun.Run();
        return 0;
    }

    if (options.GetValue(callers))
    {
        CallersRun.Run();
        return 0;
    }

    if (options.GetValue(narrow))
    {
        NarrowRun.Run();
        return 0;
    }

    if (options.GetValue(networks))
    {
        NetworksRun.Run(Parts(options.GetValue(cells)), folder);
        return 0;
    }

    if (options.GetValue(convolutions))
    {
        SharesRun.Convolutions.Run(Parts(options.GetValue(cells)), folder);
        return 0;
    }

    if (options.GetValue(recurrent))
    {
        SharesRun.Recurrent.Run(Parts(options.GetValue(cells)), folder);
        return 0;
    }

    if (options.GetValue(generator)) return Generate();
    if (options.GetValue(choice)) return Choose(options.GetValue(batch) ?? 1, folder);
    var chosen = Select(options, options.GetValue(batch));
    if (options.GetValue(times))
    {
        Console.WriteLine(CellTimes.Measure(chosen));
        return 0;
    }

    if (!options.GetValue(quick)) return Record(chosen, folder);
    using var run = new QuickRun(chosen);
    run.Run();
    Report.Write(run, folder);
    return 0;
}

int RunAheadOfTime(ParseResult options, string folder)
{
    string set = options.GetRequiredValue(instructionSet);
    string copy = Publish(set);
    AheadOfTime.PrintMachineCode();
    string run = options.GetValue(networks) ? networks.Name : options.GetValue(convolutions) ? convolutions.Name : options.GetValue(recurrent) ? recurrent.Name : quick.Name;
    if (!options.GetValue(againstJit)) return AheadOfTime.Run(copy, [run, "--output", folder, .. Filters(options, options.GetValue(batch))]);
    int count = options.GetValue(batch) ?? 1;
    AgainstJit.Run(set, copy, Publish, Select(options, count), [.. Filters(options, count)]);
    return 0;

    string Publish(string set) => AheadOfTime.Publish(set, Path.Combine(folder, "bench-aot", set.Length == 0 ? "default" : set));
}

IReadOnlyList<Cell> Select(ParseResult options, int? count) => Table.Select(new CellFilter(Parts(options.GetValue(cells)), Parts(options.GetValue(kernels)), count));

List<string> Filters(ParseResult options, int? count)
{
    List<string> filters = [];
    if (options.GetValue(cells) is { } names) filters.AddRange(["--cells", names]);
    if (options.GetValue(kernels) is { } kinds) filters.AddRange(["--kernels", kinds]);
    if (count != null) filters.AddRange(["--batch", $"{count}"]);
    return filters;
}

static bool IsGiven(System.CommandLine.Parsing.CommandResult result, params Option[] options) => options.Any(option => result.GetResult(option) is { Implicit: false });

static int Choose(int batch, string folder)
{
#if COMPILES
    new ChoiceRun(batch).Run(folder);
    return 0;
#else
    throw new BenchmarkException($"A copy compiled ahead of time compiles no models for {batch} samples and {folder}: run --choice by the JIT.");
#endif
}

static int Generate()
{
#if COMPILES
    GeneratorRun.Run();
    return 0;
#else
    throw new BenchmarkException("A copy compiled ahead of time has no compiler: run --generator by the JIT.");
#endif
}

static int Record(IReadOnlyList<Cell> chosen, string folder)
{
#if COMPILES
    BenchmarkRecord.Run(chosen, folder);
    return 0;
#else
    throw new BenchmarkException($"A copy compiled ahead of time has no BenchmarkDotNet for {chosen.Count} cells and {folder}: run it with --quick.");
#endif
}

static string[] Parts(string? list) => list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

// The folder of the solution around the project; the current one for a program that was moved elsewhere.
static string RepositoryFolder()
{
    var folder = Directory.GetParent(AheadOfTime.Project);
    while (folder is { Exists: true } && folder.GetFiles("*.sln").Length == 0) folder = folder.Parent;
    return folder is { Exists: true } ? folder.FullName : Environment.CurrentDirectory;
}
