using System.Text.Json;

namespace DeepThin.Tests.Models;

/// <summary>
/// A detector of voices that others trained (snakers4/silero-vad), by its weights as they are: silero_vad_16k.safetensors in the folder that DEEPTHIN_MODELS names. What it says is compared with
/// PyTorch's: Fixtures/make_voice.py.
/// </summary>
public sealed class VoiceTests
{
    private const string File = "silero_vad_16k.safetensors";
    private const int Context = 64;

    private static string? Weights => Environment.GetEnvironmentVariable("DEEPTHIN_MODELS") is { Length: > 0 } folder ? Path.Combine(folder, File) : null;

    [WeightsFact]
    public void A_network_that_others_trained_follows_a_sound_as_theirs_does()
    {
        float[] wanted = JsonSerializer.Deserialize<float[]>(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "voice.json")))!;
        using var session = VoiceDetector.Load(Weights!).CreateSession();
        float[] frame = new float[VoiceDetector.InputLength], said = new float[1];
        for (int t = 0; t < wanted.Length; t++)
        {
            int first = t * (frame.Length - Context) - Context;
            for (int i = 0; i < frame.Length; i++) frame[i] = first + i < 0 ? 0 : (float)Sample(first + i);
            session.Step(frame, said);
            Assert.Equal(wanted[t], said[0], 1e-5);
        }
    }

    private static double Sample(int i) =>
        0.4 * Math.Pow(Math.Sin(i / 900.0), 2) * Enumerable.Range(1, 7).Sum(k => Math.Sin(i * k * (0.05 + 0.01 * Math.Sin(i / 3000.0))) / k);

    private sealed class WeightsFactAttribute : FactAttribute
    {
        public WeightsFactAttribute() => Skip = Weights is { } path && System.IO.File.Exists(path) ? null : $"Needs {File} in the folder that DEEPTHIN_MODELS names.";
    }
}

[DeepThinModel]
[Input(1, 576)]
[Pad(Right = 64, Mode = PadMode.Reflect)]
[Conv1D(1, 258, 256, Stride = 128, Bias = false, Tensors = "stft_conv")]
[Magnitude]
[Conv1D(129, 128, 3, Padding = 1, Activation = Activation.Relu, Tensors = "conv1")]
[Conv1D(128, 64, 3, Stride = 2, Padding = 1, Activation = Activation.Relu, Tensors = "conv2")]
[Conv1D(64, 64, 3, Stride = 2, Padding = 1, Activation = Activation.Relu, Tensors = "conv3")]
[Conv1D(64, 128, 3, Padding = 1, Activation = Activation.Relu, Tensors = "conv4")]
[Lstm(128, 128, Tensors = "lstm_cell")]
[Activate(Activation.Relu)]
[Conv1D(128, 1, 1, Activation = Activation.Sigmoid, Tensors = "final_conv")]
internal sealed partial class VoiceDetector;
