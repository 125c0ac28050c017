using System.Globalization;
using DeepThin.Training;

namespace Sensor.Data;

/// <summary>
/// Five minutes of an electrocardiogram, 360 values a second: minutes 19:35 to 24:35 of record 208, lead MLII, of the MIT-BIH Arrhythmia Database, as the package of
/// SciPy has them.
/// </summary>
internal static class EcgRecord
{
    /// <summary>Values in a second.</summary>
    public const int Rate = 360;

    /// <summary>The file in the Debian package python3-scipy.</summary>
    public const string UsualFile = "/usr/lib/python3/dist-packages/scipy/misc/ecg.dat";

    /// <summary>The values of the record.</summary>
    public const int Length = 300 * Rate;

    // What the converter gives at 0 mV, and its steps in a millivolt.
    private const int Zero = 1024, Gain = 200;

    /// <summary>Reads the record.</summary>
    /// <param name="path">The file of SciPy.</param>
    /// <returns>The values in mV.</returns>
    /// <exception cref="RecordException">The file is missing, or another one.</exception>
    public static float[] Read(string path)
    {
        if (!File.Exists(path)) throw new RecordException($"There is no file {path}. On Debian 12 the package python3-scipy has it; or give the file: --record FILE");
        try
        {
            var steps = NumpyFile.Read(path, "ecg");
            return steps.Count == Length
                ? [.. steps.ToInts().Select(step => (step - Zero) / (float)Gain)]
                : throw new RecordException($"{path} is not the record of SciPy: it has {steps.Count} values, and not {Length}.");
        }
        catch (InvalidDataException error)
        {
            throw new RecordException($"{path} is not the record of SciPy: {error.Message}", error);
        }
    }

    /// <summary>Writes values in mV, one in a line.</summary>
    /// <param name="values">The values.</param>
    /// <param name="path">The file to write.</param>
    public static void Write(ReadOnlySpan<float> values, string path) => File.WriteAllLines(path, values.ToArray().Select(Line));

    /// <summary>A value as a line.</summary>
    public static string Line(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Reads what was written.</summary>
    /// <param name="path">The file.</param>
    public static float[] ReadLines(string path) => [.. File.ReadLines(path).Select(line => float.Parse(line, CultureInfo.InvariantCulture))];
}
