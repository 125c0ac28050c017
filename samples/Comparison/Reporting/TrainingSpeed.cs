using System.Diagnostics;
using System.Globalization;
using System.Text;
using Comparison.Networks;
using DeepThin;
using DeepThin.Samples;
using DeepThin.Training;

namespace Comparison.Reporting;

/// <summary>How many samples a second are trained on, on one thread, beside PyTorch where it is installed.</summary>
internal static class TrainingSpeed
{
    private const int BatchSize = 128;
    private const int Steps = 24;
    private const int Rounds = 5;
    private const string Script = "pytorch_speed.py";

    private static readonly string[] Pythons = ["python3", "/usr/bin/python3"];

    /// <summary>Measures and writes a table.</summary>
    /// <param name="dataSets">The data sets.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static string Measure(IReadOnlyList<DataSet> dataSets, CancellationToken cancellationToken)
    {
        var text = new StringBuilder("Samples per second, one thread, Adam, batches of 128: the median of a few measurements each.\n\n| network | uncompressed | DeepThin wide, 3 % | DeepThin tall, 3 % | PyTorch, uncompressed |\n| --- | ---: | ---: | ---: | ---: |\n");
        foreach (var data in dataSets)
        {
            Console.WriteLine($"Timing training steps on {data.Name}");
            bool images = data.Name == DataSet.Images;
            string sizes = images ? "784-1024-1024-10" : "440-1024-1024-1024-41";
            text.Append(CultureInfo.InvariantCulture, $"| {data.Name}, {sizes} | ");
            text.Append(images
                ? $"{Of<Images.Uncompressed>(data, cancellationToken)} | {Of<Images.Wide1At3>(data, cancellationToken)} | {Of<Images.Tall1At3>(data, cancellationToken)}"
                : $"{Of<Speech.Uncompressed>(data, cancellationToken)} | {Of<Speech.Wide1At3>(data, cancellationToken)} | {Of<Speech.Tall1At3>(data, cancellationToken)}");
            text.Append(CultureInfo.InvariantCulture, $" | {OfPyTorch(sizes)} |\n");
        }

        return text.Append('\n').ToString();
    }

    private static string Of<TModel>(DataSet data, CancellationToken cancellationToken)
        where TModel : class, ITrainableModel<TModel>
    {
        var model = TModel.Create(1);
        var some = data.Training.Slice(0, BatchSize * Steps);
        var options = new TrainingOptions { Epochs = 1, BatchSize = BatchSize, MaxDegreeOfParallelism = 1 };
        var seconds = new List<double>();
        for (int round = 0; round <= Rounds; round++)
        {
            double taken = new Trainer<TModel>(options).Fit(model, some, null, cancellationToken).History[0].Elapsed.TotalSeconds;

            // The first one meets kernels that the compiler has not optimised yet.
            if (round > 0) seconds.Add(taken);
        }

        return Figures.Count(BatchSize * Steps / seconds.Order().ElementAt(Rounds / 2));
    }

    private static string OfPyTorch(string sizes)
    {
        foreach (string python in Pythons)
        {
            try
            {
                var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, Script), sizes]) { RedirectStandardOutput = true, RedirectStandardError = true };
                using var process = Process.Start(start)!;
                string output = process.StandardOutput.ReadToEnd();
                process.WaitForExit();
                if (process.ExitCode == 0) return Figures.Count(double.Parse(output, CultureInfo.InvariantCulture));
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // There is no such program; the next one may be there.
            }
        }

        return "not installed";
    }

}
