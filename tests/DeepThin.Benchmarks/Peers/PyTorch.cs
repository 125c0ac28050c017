using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace DeepThin.Benchmarks.Peers;

/// <summary>Training steps of an uncompressed network by PyTorch on one thread: a script that stays alive, and takes steps when it is told to.</summary>
internal sealed class PyTorch : IDisposable
{
    private static readonly string[] Interpreters = ["/usr/bin/python3", "python3"];

    private readonly Process _script;

    private PyTorch(Process script, string[] greeting)
    {
        _script = script;
        Version = greeting[0];
        Optimizers = greeting[1..];
    }

    /// <summary>The version of PyTorch.</summary>
    public string Version { get; }

    /// <summary>The ways to the optimisers that it has, each with a network of its own.</summary>
    public IReadOnlyList<string> Optimizers { get; }

    /// <summary>Starts the script by the first Python that has PyTorch.</summary>
    /// <param name="network">What the script calls the network.</param>
    /// <param name="batch">The samples of a step.</param>
    /// <param name="missing">Says what is missing when there is none.</param>
    /// <returns>The script; null when there is none.</returns>
    public static PyTorch? Start(string network, int batch, out string missing)
    {
        var reasons = new List<string>();
        missing = "";
        foreach (string interpreter in Interpreters)
        {
            if (Start(interpreter, network, batch, out string reason) is { } script) return script;
            reasons.Add($"{interpreter}: {reason}");
        }

        missing = $"No python3 with PyTorch is installed, so there is nothing of it to compare with ({string.Join("; ", reasons)}).";
        return null;
    }

    /// <summary>The steps by an optimiser, timed where they are taken.</summary>
    public Contender Steps(string optimizer) => new("PyTorch", repetitions =>
    {
        _script.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{optimizer}\t{repetitions}"));
        string answer = _script.StandardOutput.ReadLine() ?? throw new BenchmarkException("The script of PyTorch ended early; run it by hand to see why.");
        return double.Parse(answer, CultureInfo.InvariantCulture);
    });

    /// <summary>Ends the script.</summary>
    public void Dispose()
    {
        _script.StandardInput.Close();
        _script.WaitForExit();
        _script.Dispose();
    }

    private static PyTorch? Start(string interpreter, string network, int batch, out string reason)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Peers", "pytorch_steps.py");
        var start = new ProcessStartInfo(interpreter, [path, network, batch.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Beside its own threads PyTorch has those of its BLAS, which shall choose its kernels for this processor.
        start.Environment["OMP_NUM_THREADS"] = start.Environment["OPENBLAS_NUM_THREADS"] = start.Environment["MKL_NUM_THREADS"] = "1";
        foreach (string choice in OpenBlas.Choices) start.Environment.Remove(choice);
        try
        {
            var script = Process.Start(start)!;
            string last = "it ended at once";
            script.ErrorDataReceived += (_, line) => last = string.IsNullOrWhiteSpace(line.Data) ? last : line.Data;
            script.BeginErrorReadLine();
            if (script.StandardOutput.ReadLine() is { } greeting)
            {
                reason = "";
                return new(script, greeting.Split('\t'));
            }

            script.WaitForExit();
            script.Dispose();
            reason = last;
        }
        catch (Win32Exception error)
        {
            reason = error.Message;
        }

        return null;
    }
}
