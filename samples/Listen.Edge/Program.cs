using DeepThin;
using DeepThin.Samples.Sound;
using Listen;
using Listen.Edge;
using Listen.Streaming;

const string Help = """
    Listen.Edge [options]

    Tells while it listens whether somebody speaks. It reads sound from standard input, 16 000 samples a second of 16 bits on one channel, little-endian, bare or as
    a wave file, in chunks of any size. For each frame of 16 ms it prints a line with the second at which the frame ends and the probability that somebody speaks in
    it: 1.024 0.9871

      --changes      a line for each change only, with the second at which it begins: 1.008 speech, 3.456 pause
      --threshold P  the probability from which on somebody speaks, for --changes (default 0.5)
      --summary      say at the end to standard error what listening cost
      --streams N    listen to N streams at once on one thread, and print the load; standard input is a recording, in which each stream begins elsewhere
      --seconds S    the length of each of these streams (default 10)
      --help         this text
    """;

var (arguments, fault) = Arguments.Read(args);
if (arguments is not { Help: false })
{
    (arguments == null ? Console.Error : Console.Out).WriteLine(arguments == null ? $"{fault}\n\n{Help}" : Help);
    return arguments == null ? 2 : 0;
}

try
{
    var model = VoiceDetector.LoadEmbedded();
    using var input = Console.OpenStandardInput();
    var reader = new SampleReader(input);
    if (arguments.Streams is { } streams)
    {
        new ManyStreams(model, ReadAll(reader), streams).Run((int)(1000 * arguments.Seconds / Frames.Milliseconds), Console.Out);
        return 0;
    }

    using var output = Console.OpenStandardOutput();
    var stream = new OneStream(model, reader, new(output, arguments.Changes, arguments.Threshold));
    stream.Run();
    if (arguments.Summary) Console.Error.WriteLine(stream.Cost);
    return 0;
}
catch (Exception error) when (error is WeightsException or SynthesisException or IOException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

static short[] ReadAll(SampleReader reader)
{
    var samples = new List<short>();
    while (reader.Read() is { IsEmpty: false } chunk) samples.AddRange(chunk);
    return [.. samples];
}
