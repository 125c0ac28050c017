using DeepThin;
using Sensor;
using Sensor.Edge;

const string Help = """
    Sensor.Edge

    Forecasts an electrocardiogram while it is measured. It reads one value in mV from each line of standard input, 360 a second, and keeps the last 256.
    Whenever 18 values have come, it prints a line with the 18 that it expects next: -0.2150,-0.2104,…

    An empty line is a value that was lost; its forecast takes its place. So does that of a line that is no number, of which the program says to standard error
    what is wrong. It goes on, and ends with 1.

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
    var model = EcgForecaster.LoadEmbedded();
    return new Forecasts(EcgForecaster.InputLength, EcgForecaster.OutputLength, Console.Out, Console.Error).Of(Console.In, (window, forecast) => Forecast.Of(model, window, forecast));
}
catch (Exception error) when (error is WeightsException or IOException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
