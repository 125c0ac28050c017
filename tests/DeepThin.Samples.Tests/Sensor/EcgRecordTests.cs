using System.IO.Compression;
using System.Text;
using DeepThin.Samples.Tests.Acoustic;
using Sensor.Data;

namespace DeepThin.Samples.Tests.Sensor;

/// <summary>The record of SciPy is read in mV, and another file is refused.</summary>
public sealed class EcgRecordTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Source => Path.Combine(_folder.Path, "ecg.dat");

    public void Dispose() => _folder.Dispose();

    // SciPy's own page says that the record begins and ends so, and what its mean is.
    [RecordFact]
    public void The_record_of_the_package_is_the_one_that_SciPy_describes()
    {
        float[] values = EcgRecord.Read(EcgRecord.UsualFile);
        Assert.Equal(108_000, values.Length);
        Assert.Equal([-0.245f, -0.215f, -0.185f], values[..3]);
        Assert.Equal([-0.405f, -0.395f, -0.385f], values[^3..]);
        Assert.Equal(-0.16510875, values.Average(value => (double)value), 1e-6);
    }

    [Fact]
    public void Steps_of_the_converter_become_millivolts()
    {
        Write("ecg", EcgRecord.Length, i => (ushort)(i == 1 ? 1224 : 1024 - i % 2));
        float[] values = EcgRecord.Read(Source);
        Assert.Equal([0, 1, 0, -0.005f], values[..4]);
    }

    [Fact]
    public void Another_file_is_refused()
    {
        Refused($"There is no file {Source}. On Debian 12 the package python3-scipy has it; or give the file: --record FILE");
        Write("ecg", 3, _ => 1024);
        Refused($"{Source} is not the record of SciPy: it has 3 values, and not 108000.");
        Write("other", 3, _ => 1024);
        Refused($"{Source} is not the record of SciPy: {Source} cannot be read: it has no array 'ecg'; its arrays are other.");
        File.WriteAllText(Source, "0.1\n0.2\n");
        Refused($"{Source} is not the record of SciPy: {Source} cannot be read: ");

        void Refused(string message) => Assert.StartsWith(message, Assert.Throws<RecordException>(() => EcgRecord.Read(Source)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_were_written_are_read_as_they_were()
    {
        float[] values = [0, -0.245f, 1f / 3, 1e-9f];
        EcgRecord.Write(values, Source);
        Assert.Equal("-0.245", File.ReadAllLines(Source)[1]);
        Assert.Equal(values, EcgRecord.ReadLines(Source));
    }

    private void Write(string name, int length, Func<int, ushort> value)
    {
        using var zip = new ZipArchive(File.Create(Source), ZipArchiveMode.Create);
        using var stream = zip.CreateEntry($"{name}.npy").Open();
        string header = $"{{'descr': '<u2', 'fortran_order': False, 'shape': ({length},), }}".PadRight(117) + "\n";
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header)]);
        stream.Write([.. Enumerable.Range(0, length).SelectMany(i => BitConverter.GetBytes(value(i)))]);
    }
}
