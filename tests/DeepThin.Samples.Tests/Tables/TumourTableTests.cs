using DeepThin.Samples.Tests.Acoustic;
using DeepThin.Training;
using Tables.Data;

namespace DeepThin.Samples.Tests.Tables;

/// <summary>The table of scikit-learn becomes one with names, and another file is refused.</summary>
public sealed class TumourTableTests : IDisposable
{
    private const string First = "569,30,malignant,benign";

    private readonly TemporaryFolder _folder = new();

    private string Source => Path.Combine(_folder.Path, TumourTable.FileName);

    private string Written => Path.Combine(_folder.Path, "written.csv");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Columns_and_classes_get_their_names_and_stay_when_rows_are_written_again()
    {
        string values = string.Join(',', Enumerable.Range(0, 29).Select(i => $"{i}.5"));
        File.WriteAllLines(Source, [First, $"{values},0.1184,0", $"{values},0.2,1", $"{values},0.3,1"]);
        TumourTable.Write(_folder.Path, Written);
        var data = TumourTable.Read(Written);
        Assert.Equal(["benign", "malignant"], data.ClassNames);
        Assert.Equal([1, 0, 0], data.Labels.ToArray());
        Assert.Equal(30, data.FeatureNames.Distinct().Count());
        var names = data.FeatureNames;
        Assert.Equal(["mean radius", "mean fractal dimension", "radius error", "worst fractal dimension"], [names[0], names[9], names[10], names[29]]);
        Assert.Equal(0.1184f, data.Samples.Span[29]);

        string again = Path.Combine(_folder.Path, "again.csv");
        TumourTable.Write(data, again);
        Assert.Equal(File.ReadAllLines(Written), File.ReadAllLines(again));
        Assert.Equal([0, 1, 1], TumourTable.Read(again, ["malignant", "benign"]).Labels.ToArray());
    }

    [Fact]
    public void Another_file_is_refused()
    {
        Refused("There is no file " + Source + ". On Debian and Ubuntu the package python3-sklearn has it; or give the folder where it is: --table DIR");
        File.WriteAllText(Source, "");
        Refused($"{Source} is not the table of scikit-learn: it begins with '', and not with '{First}'.");
        File.WriteAllText(Source, "id,radius\n1,2");
        Refused($"{Source} is not the table of scikit-learn: it begins with 'id,radius', and not with '{First}'.");
        File.WriteAllText(Source, $"{First}\n1,0\n1,2");
        Refused($"{Source}, line 3: the class is '2', and not 0 or 1.");

        File.WriteAllText(Written, "radius,diagnosis\nlarge,benign\n1,malignant");
        Assert.Contains("line 2, column 'radius': 'large' is not a number", Assert.Throws<TableException>(() => TumourTable.Read(Written)).Message, StringComparison.Ordinal);

        void Refused(string message) => Assert.Equal(message, Assert.Throws<TableException>(() => TumourTable.Write(_folder.Path, Written)).Message);
    }

    [TableFact]
    public void The_table_of_the_package_has_569_tumours()
    {
        TumourTable.Write(TumourTable.UsualFolder, Written);
        Assert.Equal("569 samples of 30 features, 2 classes (benign: 357, malignant: 212)", TumourTable.Read(Written).ToString());
    }
}
