using System.Text;

namespace DeepThin.Training.Tests;

/// <summary>
/// Files that Fixtures/make_arrays.py wrote with NumPy, 0, 1, 2 and so on in every type, order and version: the committed ones, or those made anew in the folder
/// DEEPTHIN_FIXTURES.
/// </summary>
public sealed class ArrayFileTests : IDisposable
{
    private static readonly float[] Twelve = [.. Enumerable.Range(0, 12)];

    private readonly string _folder = Directory.CreateTempSubdirectory("deepthin-arrays-").FullName;

    [Theory]
    [InlineData("type-lf2", false)]
    [InlineData("type-lf4", false)]
    [InlineData("type-bf4", false)]
    [InlineData("type-lf8", false)]
    [InlineData("type-bf8", false)]
    [InlineData("type-ni1", true)]
    [InlineData("type-li2", true)]
    [InlineData("type-bi2", true)]
    [InlineData("type-li4", true)]
    [InlineData("type-bi4", true)]
    [InlineData("type-li8", true)]
    [InlineData("type-bi8", true)]
    [InlineData("type-nu1", true)]
    [InlineData("type-lu2", true)]
    [InlineData("type-lu4", true)]
    [InlineData("type-bu4", true)]
    [InlineData("type-lu8", true)]
    [InlineData("version-2", false)]
    [InlineData("version-3", false)]
    public void Every_type_and_version_of_NumPy_is_read(string name, bool isInteger)
    {
        var array = NumpyFile.Read(PathOf(name + ".npy"));
        Assert.Equal([3, 4], array.Shape);
        Assert.Equal((12, isInteger), (array.Count, array.IsInteger));
        Assert.Equal(Twelve, array.ToFloats().ToArray());
        Assert.Equal(Enumerable.Range(0, 12), array.ToInts());
    }

    [Theory]
    [InlineData("f4")]
    [InlineData("f8")]
    [InlineData("i1")]
    [InlineData("i2")]
    [InlineData("i4")]
    [InlineData("i8")]
    public void Fortran_order_is_put_right(string type)
    {
        var array = NumpyFile.Read(PathOf($"fortran-{type}.npy"));
        Assert.Equal([2, 3, 4], array.Shape);
        Assert.Equal(Enumerable.Range(0, 24), array.ToInts());
    }

    [Fact]
    public void Other_arrays_of_NumPy_are_read()
    {
        Assert.Equal([1, 0, 1], NumpyFile.Read(PathOf("type-nb1.npy")).ToInts());
        var number = NumpyFile.Read(PathOf("number.npy"));
        Assert.Empty(number.Shape);
        Assert.Equal([7], number.ToFloats().ToArray());
        Assert.Equal([0, 4], NumpyFile.Read(PathOf("none.npy")).Shape);
        Assert.Equal([-1, int.MinValue, int.MaxValue], NumpyFile.Read(PathOf("negative.npy")).ToInts());
        Assert.Equal(Enumerable.Range(0, 20000).Select(i => i - 10000.5f), NumpyFile.Read(PathOf("long.npy")).ToFloats().ToArray());
    }

    [Fact]
    public void Arrays_of_an_archive_are_read_by_name()
    {
        Assert.Equal(Twelve, NumpyFile.Read(PathOf("two.npz"), "x").ToFloats().ToArray());
        Assert.Equal([0, 2, 1], NumpyFile.Read(PathOf("two.npz"), "y").ToInts());
        Assert.Equal(Twelve, NumpyFile.Read(PathOf("one.npz")).ToFloats().ToArray());
        Bad("two.npz cannot be read: it has 2 arrays, so give the name of one: x, y.", () => NumpyFile.Read(PathOf("two.npz")));
        Bad("two.npz cannot be read: it has no array 'z'; its arrays are x, y.", () => NumpyFile.Read(PathOf("two.npz"), "z"));
        Bad("labels.npy cannot be read: it is no .npz file, so it has no array 'x'; leave the name out.", () => NumpyFile.Read(PathOf("labels.npy"), "x"));
    }

    [Theory]
    [InlineData("u1")]
    [InlineData("i1")]
    [InlineData("i2")]
    [InlineData("i4")]
    [InlineData("f4")]
    [InlineData("f8")]
    public void Every_type_of_idx_is_read_zipped_or_not(string type) => Assert.All([".idx", ".idx.gz"], extension =>
    {
        var array = IdxFile.Read(PathOf($"type-{type}{extension}"));
        Assert.Equal([3, 2, 2], array.Shape);
        Assert.Equal(Twelve, array.ToFloats().ToArray());
        Assert.Equal(Enumerable.Range(0, 12), array.ToInts());
    });

    [Fact]
    public void Files_become_datasets()
    {
        var data = Dataset.FromNumpy(PathOf("type-lf8.npy"), PathOf("labels.npy"));
        Assert.Equal((3, 4, 3), (data.Count, data.Features, data.Outputs));
        Assert.Equal(Twelve, data.Samples.ToArray());
        Assert.Equal([0, 2, 1], data.Labels.ToArray());
        Assert.Equal(5, Dataset.FromNumpy(PathOf("type-lf8.npy"), PathOf("labels.npy"), classes: 5).Outputs);

        data = Dataset.FromIdx(PathOf("type-u1.idx"), PathOf("labels.idx.gz"), scale: 0.5f);
        Assert.Equal((3, 4, 3), (data.Count, data.Features, data.Outputs));
        Assert.Equal(Twelve.Select(value => value / 2), data.Samples.ToArray());
        Assert.Equal([0, 2, 1], data.Labels.ToArray());
        Assert.Equal(Twelve, Dataset.FromIdx(PathOf("type-u1.idx"), PathOf("labels.idx"), 4).Samples.ToArray());

        data = Dataset.WithTargets(NumpyFile.Read(PathOf("two.npz"), "y"), NumpyFile.Read(PathOf("two.npz"), "x"));
        Assert.Equal((3, 1, 4), (data.Count, data.Features, data.Outputs));
        Assert.Equal(Twelve, data.Targets.ToArray());
    }

    [Fact]
    public void Shapes_and_labels_that_do_not_fit_are_refused()
    {
        NumericArray samples = NumpyFile.Read(PathOf("type-lf4.npy")), labels = NumpyFile.Read(PathOf("labels.npy"));
        Refused("type-lf4.npy is 3 × 4, and that of", () => Dataset.WithLabels(samples, samples));
        Refused("there must be 3 labels.", () => Dataset.WithLabels(samples, NumpyFile.Read(PathOf("beyond.npy"))));
        Refused("number.npy is of a single number, and at least one sample is expected.", () => Dataset.WithLabels(NumpyFile.Read(PathOf("number.npy")), labels));
        Refused("none.npy is 0 × 4, and at least one sample is expected.", () => Dataset.WithTargets(NumpyFile.Read(PathOf("none.npy")), labels));
        Refused("beyond.npy is 2, and that of", () => Dataset.WithTargets(samples, NumpyFile.Read(PathOf("beyond.npy"))));
        Refused("Sample 1 has the label 2; with 2 classes", () => Dataset.WithLabels(samples, labels, 2));
        Refused("Sample 0 has the label -1;", () => Dataset.WithLabels(samples, NumpyFile.Read(PathOf("negative.npy")), 2));
        Bad("beyond.npy has an integer that is beyond ±2³¹ at value 1.", () => NumpyFile.Read(PathOf("beyond.npy")).ToInts());
        Bad("fraction.npy has 1.5 at value 1, and a whole number is expected.", () => NumpyFile.Read(PathOf("fraction.npy")).ToInts());
    }

    [Fact]
    public void Arrays_that_have_no_numbers_are_refused()
    {
        Bad("its values have the type '<c16'; f2, f4, f8, i1 to i8, u1 to u8 and b1 can be read.", () => NumpyFile.Read(PathOf("complex.npy")));
        Bad("its values have the type '<U1'", () => NumpyFile.Read(PathOf("text.npy")));
        Bad("its header is {'descr': [('a', '<i4'), ('b', '<f4')]", () => NumpyFile.Read(PathOf("structure.npy")));
    }

    [Fact]
    public void A_damaged_file_of_NumPy_is_refused()
    {
        byte[] good = File.ReadAllBytes(PathOf("type-lf8.npy")), archive = File.ReadAllBytes(PathOf("one.npz"));
        Bad("it begins neither as a .npy nor as a .npz file.", () => Npy("This is no array at all."u8.ToArray()));
        Bad("it ends in its header.", () => Npy([]));
        Bad("it ends in its header.", () => Npy(good[..50]));
        Bad("it ends after 95 bytes of its values, and there must be 96.", () => Npy(good[..^1]));
        Bad("it goes on after its 12 values.", () => Npy([.. good, 0]));
        Bad("it has version 4 of the format, and versions 1 to 3 can be read.", () => Npy([.. good[..6], 4, .. good[7..]]));
        Bad("its header has 4294967295 bytes, which no array of numbers needs.", () => Npy([.. good[..6], 2, 0, 255, 255, 255, 255, .. good[8..]]));
        Bad("its shape is 3000000 × 4000000, which is more than", () => Npy(Replaced(good, "(3, 4), }", "(3000000, 4000000), }")));
        Bad("with a dimension that an int cannot hold.", () => Npy(Replaced(good, "(3, 4), }", "(3000000000,), }")));
        Bad("which is not that of an array of numbers.", () => Npy(Replaced(good, "'shape'", "'sheep'")));
        Bad("it begins as a .npz file, and is no zip archive.", () => Npy(archive[..^40]));
        archive[60] ^= 0xFF;
        Bad("cannot be read: ", () => Npy(archive));
        Assert.Throws<FileNotFoundException>(() => NumpyFile.Read("nowhere.npy"));
    }

    [Fact]
    public void A_damaged_idx_file_is_refused()
    {
        byte[] good = File.ReadAllBytes(PathOf("type-f4.idx")), zipped = File.ReadAllBytes(PathOf("type-f4.idx.gz"));
        Bad("it begins with 0x0000FF03, and an idx file with two zero bytes and one of 08, 09, 0B, 0C, 0D and 0E.", () => Idx([0, 0, 255, .. good[3..]]));
        Bad("it begins with 0x01000D03", () => Idx([1, .. good[1..]]));
        Bad("it ends in its header.", () => Idx(good[..7]));
        Bad("it ends after 47 bytes of its values, and there must be 48.", () => Idx(good[..^1]));
        Bad("it goes on after its 12 values.", () => Idx([.. good, 0]));
        Bad("dimension 0 is -1.", () => Idx([.. good[..4], 255, 255, 255, 255, .. good[8..]]));
        Bad("which is more than", () => Idx([0, 0, 8, 2, 127, 255, 255, 255, 127, 255, 255, 255]));
        zipped[30] ^= 0xFF;
        Bad("cannot be read: ", () => Idx(zipped));
        Assert.Throws<FileNotFoundException>(() => IdxFile.Read("nowhere.idx"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string PathOf(string name) => Path.Combine(Environment.GetEnvironmentVariable("DEEPTHIN_FIXTURES") ?? Path.Combine(AppContext.BaseDirectory, "Fixtures", "Arrays"), name);

    private static byte[] Replaced(byte[] file, string text, string other) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(file).Replace(text + new string(' ', other.Length - text.Length), other, StringComparison.Ordinal));

    private static void Bad(string message, Func<object> action) => Assert.Contains(message, Assert.Throws<InvalidDataException>(action).Message, StringComparison.Ordinal);

    private static void Refused(string message, Func<object> action) => Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);

    private NumericArray Npy(byte[] content) => NumpyFile.Read(Written(content));

    private NumericArray Idx(byte[] content) => IdxFile.Read(Written(content));

    private string Written(byte[] content)
    {
        string path = Path.Combine(_folder, "damaged");
        File.WriteAllBytes(path, content);
        return path;
    }
}
