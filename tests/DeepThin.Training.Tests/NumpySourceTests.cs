using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace DeepThin.Training.Tests;

/// <summary>Samples that stay in files of NumPy.</summary>
public sealed class NumpySourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deepthin-numpy-").FullName;

    private static string Fixtures => Environment.GetEnvironmentVariable("DEEPTHIN_FIXTURES") ?? Path.Combine(AppContext.BaseDirectory, "Fixtures", "Arrays");

    public static TheoryData<string> Types => [.. Directory.GetFiles(Fixtures, "type-*.npy").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Types))]
    public void Rows_of_every_type_are_those_of_the_whole_array(string name)
    {
        string path = Path.Combine(Fixtures, name);
        var whole = NumpyFile.Read(path);
        using var rows = new NumpyRows(path);
        Assert.Equal((whole.Shape[0], whole.IsInteger), (rows.Count, rows.IsInteger));
        float[] row = new float[rows.Width];
        for (int i = rows.Count - 1; i >= 0; i--)
        {
            rows.Read(i, row);
            Assert.Equal(whole.ToFloats().Slice(i * row.Length, row.Length).ToArray(), row);
        }
    }

    [Theory]
    [InlineData("<f4")]
    [InlineData("|u1")]
    [InlineData("<f8")]
    public void A_training_from_files_gives_the_bits_of_one_from_memory(string type)
    {
        var data = Samples.Spirals(200, 1);
        string samples = Write("x.npy", type, [200, 2], data.Samples.ToArray()), labels = Write("y.npy", "|u1", [200], [.. data.Labels.ToArray()]);
        using var source = NumpySource.WithLabels(samples, labels, 3, scale: 0.5f);
        var read = NumpyFile.Read(samples).ToFloats().ToArray();
        var memory = Dataset.WithLabels(read.Select(value => value * 0.5f).ToArray(), 2, data.Labels, 3);
        Assert.Equal((200, 2, 3, true), (source.Count, source.Features, source.Outputs, source.HasLabels));
        Assert.Equal(Trained(memory, memory), Trained(source, source.Slice(0, 200)));
    }

    [Fact]
    public void Targets_and_rows_longer_than_the_buffer()
    {
        float[] long_ = [.. Enumerable.Range(0, 3 * 5000).Select(i => i / 7f)];
        string samples = Write("x.npy", "<f8", [3, 50, 100], long_), targets = Write("y.npy", "<f4", [3, 2], [1, 2, 3, 4, 5, 6]);
        using var source = NumpySource.WithTargets(samples, targets);
        Assert.Equal((3, 5000, 2, false), (source.Count, source.Features, source.Outputs, source.HasLabels));
        float[] features = new float[5000], known = new float[2];
        source.Read(2, new(features, known));
        Assert.Equal(long_[10000..], features);
        Assert.Equal([5, 6], known);
    }

    [Fact]
    public void A_label_that_is_no_class_is_found_when_it_is_read()
    {
        string samples = Write("x.npy", "<f4", [4, 2], new float[8]), labels = Write("y.npy", "<i4", [4], [0, 1, 7, 2]);
        using var source = NumpySource.WithLabels(samples, labels, 3);
        var error = Assert.Throws<DataSourceException>(() => Trained(source, null));
        Assert.Equal((2, "NumpySource: Sample 2 has the label 7; with 3 classes the labels go from 0 to 2."), (error.Index, error.Message));
    }

    [Fact]
    public void Files_that_do_not_fit_are_refused()
    {
        string samples = Write("x.npy", "<f4", [4, 2], new float[8]), labels = Write("y.npy", "|u1", [4], new float[4]), three = Write("z.npy", "|u1", [3], new float[3]);
        Refused<ArgumentException>($"The shape of {three} is 3, and that of {samples} is 4 × 2; the first dimension of both must be the number of samples.", () => NumpySource.WithLabels(samples, three, 3));
        Refused<ArgumentException>("are floating-point numbers; save them as integers", () => NumpySource.WithLabels(samples, samples, 3));
        Refused<ArgumentException>("there must be one label for each sample.", () => NumpySource.WithLabels(samples, Write("w.npy", "|u1", [4, 2], new float[8]), 3));
        Refused<ArgumentException>("A classification needs at least 2 classes.", () => NumpySource.WithLabels(samples, labels, 1));
        Refused<InvalidDataException>("it is a .npz file", () => NumpySource.WithLabels(Path.Combine(Fixtures, "one.npz"), labels, 3));
        Refused<InvalidDataException>("it is in Fortran order", () => NumpySource.WithLabels(Path.Combine(Fixtures, "fortran-f4.npy"), labels, 3));
        Refused<InvalidDataException>("its shape is 0 × 4, and at least one sample is expected", () => NumpySource.WithLabels(Path.Combine(Fixtures, "none.npy"), labels, 3));
        Refused<InvalidDataException>("it begins neither as a .npy nor as a .npz file", () => NumpySource.WithLabels(Text("text.npy"), labels, 3));
        Assert.Throws<FileNotFoundException>(() => NumpySource.WithLabels(samples, Path.Combine(_folder, "nowhere.npy"), 3));
        File.WriteAllBytes(samples, File.ReadAllBytes(samples)[..^1]);
        Refused<InvalidDataException>("it has 31 bytes of values, and the shape 4 × 2 needs 32", () => NumpySource.WithLabels(samples, labels, 3));
    }

    [Fact]
    public void A_file_that_is_closed_is_an_error_of_its_sample()
    {
        var source = NumpySource.WithLabels(Write("x.npy", "<f4", [100, 2], new float[200]), Write("y.npy", "|u1", [100], new float[100]), 3);
        source.Dispose();
        Assert.IsType<ObjectDisposedException>(Assert.Throws<DataSourceException>(() => Trained(source, null)).InnerException);
    }

    private static float[] Trained(IDataSource training, IDataSource? validation)
    {
        var model = FactoredModel.Create(1);
        new Trainer<FactoredModel>(new TrainingOptions { Epochs = 2, MaxDegreeOfParallelism = 2 }).Fit(model, training, validation);
        return model.Parameters.ToArray();
    }

    private static void Refused<T>(string message, Func<object> action)
        where T : Exception => Assert.Contains(message, Assert.ThrowsAny<T>(action).Message, StringComparison.Ordinal);

    private string Text(string name)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, "no array, but some text");
        return path;
    }

    // As numpy.save writes it.
    private string Write(string name, string type, int[] shape, float[] values)
    {
        string dimensions = string.Join(", ", shape.Select(length => length.ToString(CultureInfo.InvariantCulture))) + (shape.Length == 1 ? "," : "");
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({dimensions}), }}".PadRight(117) + "\n";
        byte[] bytes = type switch
        {
            "<f4" => MemoryMarshal.AsBytes<float>(values).ToArray(),
            "<f8" => MemoryMarshal.AsBytes<double>(values.Select(value => (double)value).ToArray()).ToArray(),
            "<i4" => MemoryMarshal.AsBytes<int>(values.Select(value => (int)value).ToArray()).ToArray(),
            _ => [.. values.Select(value => (byte)(int)(value < 0 ? -value * 100 : value))],
        };
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. bytes]);
        return path;
    }
}
