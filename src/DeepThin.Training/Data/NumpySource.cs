using System.Numerics.Tensors;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// Samples that stay in .npy files of NumPy and are read from there one by one, however large the files are: nothing of them is held in memory but what the system
/// keeps of files. Values are of any type that <see cref="NumpyFile"/> reads, such as float32 or uint8; arrays are in C order. A training asks for samples in a
/// random order, so the files belong on a disk that is fast at that.
/// </summary>
public sealed class NumpySource : IDataSource, IDisposable
{
    private readonly NumpyRows _samples;
    private readonly NumpyRows _known;
    private readonly float _scale;

    private NumpySource(NumpyRows samples, NumpyRows known, int outputs, bool hasLabels, float scale) =>
        (_samples, _known, Outputs, HasLabels, _scale) = (samples, known, outputs, hasLabels, scale);

    /// <inheritdoc/>
    public int Count => _samples.Count;

    /// <inheritdoc/>
    public int Features => _samples.Width;

    /// <inheritdoc/>
    public int Outputs { get; }

    /// <inheritdoc/>
    public bool HasLabels { get; }

    /// <summary>Opens files of samples and labels. A label that is not a class is found when its sample is read.</summary>
    /// <param name="samplesPath">The file of the samples: their number is the first dimension, and the others together are the features.</param>
    /// <param name="labelsPath">The file of the labels, integers: one for each sample, 0 to classes − 1.</param>
    /// <param name="classes">The number of classes, 2 or more.</param>
    /// <param name="scale">What every value of a sample is multiplied by; 1f / 255 makes bytes 0 to 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other, the labels are not integers, or there are fewer than 2 classes.</exception>
    /// <exception cref="InvalidDataException">A file is no .npy file, is damaged, or is in Fortran order.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static NumpySource WithLabels(string samplesPath, string labelsPath, int classes, float scale = 1)
    {
        if (classes < 2) throw new ArgumentOutOfRangeException(nameof(classes), classes, "A classification needs at least 2 classes.");
        return Open(samplesPath, labelsPath, nameof(labelsPath), labels => (classes, FaultOfLabels(labels)), hasLabels: true, scale);
    }

    /// <summary>Opens files of samples and targets.</summary>
    /// <param name="samplesPath">The file of the samples: their number is the first dimension, and the others together are the features.</param>
    /// <param name="targetsPath">The file of the targets: the number of samples is the first dimension, and the others together are the outputs.</param>
    /// <param name="scale">What every value of a sample is multiplied by; targets are as they are.</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other.</exception>
    /// <exception cref="InvalidDataException">A file is no .npy file, is damaged, or is in Fortran order.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static NumpySource WithTargets(string samplesPath, string targetsPath, float scale = 1) =>
        Open(samplesPath, targetsPath, nameof(targetsPath), targets => (targets.Width, null), hasLabels: false, scale);

    /// <inheritdoc/>
    public void Read(int index, SampleBuffer sample)
    {
        _samples.Read(index, sample.Features);
        if (_scale != 1) TensorPrimitives.Multiply(sample.Features, _scale, sample.Features);
        if (HasLabels) sample.Label = _known.ReadInteger(index);
        else _known.Read(index, sample.Targets);
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        _samples.Dispose();
        _known.Dispose();
    }

    private static NumpySource Open(string samplesPath, string knownPath, string parameter, Func<NumpyRows, (int Outputs, string? Fault)> judge, bool hasLabels, float scale)
    {
        ArgumentException.ThrowIfNullOrEmpty(samplesPath);
        ArgumentException.ThrowIfNullOrEmpty(knownPath, parameter);
        NumpyRows? samples = null, known = null;
        try
        {
            samples = new(samplesPath);
            known = new(knownPath);
            var (outputs, fault) = judge(known);
            fault ??= Refusal.Unless(
                known.Count == samples.Count, $"The shape of {knownPath} is {known.ShapeText}, and that of {samplesPath} is {samples.ShapeText}; the first dimension of both must be the number of samples.");
            if (fault != null) throw new ArgumentException(fault, parameter);
            return new(samples, known, outputs, hasLabels, scale);
        }
        catch
        {
            samples?.Dispose();
            known?.Dispose();
            throw;
        }
    }

    private static string? FaultOfLabels(NumpyRows labels) =>
        Refusal.Unless(labels.IsInteger, $"The labels in {labels.Path} are floating-point numbers; save them as integers, such as with astype('uint8').")
        ?? Refusal.Unless(labels.Width == 1, $"The shape of {labels.Path} is {labels.ShapeText}; there must be one label for each sample.");
}
