using System.Globalization;
using DeepThin;

// Reads lines of 64 numbers between commas from standard input, and says of each which kind of wave it is.
var model = WaveClassifier.LoadEmbedded();
float[] values = new float[WaveClassifier.InputLength];
int code = 0;
for (int number = 1; Console.ReadLine() is { } line; number++)
{
    try
    {
        Read(line);
        int kind = model.Predict(values);
        Console.WriteLine(model.Names.Classes.Count > 0 ? model.Names.Classes[kind] : $"{kind}");
    }
    catch (Exception error) when (error is FormatException or NotFiniteNumberException)
    {
        Console.Error.WriteLine($"line {number}: {error.Message}");
        code = 1;
    }
}

return code;

void Read(ReadOnlySpan<char> line)
{
    int count = 0;
    foreach (var part in line.Split(','))
    {
        var text = line[part].Trim();
        if (!float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) || !float.IsFinite(value)) throw new FormatException($"'{text}' is not a finite number.");
        if (count < values.Length) values[count] = value;
        count++;
    }

    if (count != values.Length) throw new FormatException($"It has {count} numbers; {values.Length} are needed.");
}
