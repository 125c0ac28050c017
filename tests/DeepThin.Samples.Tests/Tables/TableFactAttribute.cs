using Tables.Data;

namespace DeepThin.Samples.Tests.Tables;

/// <summary>A test that needs the table of the Debian package python3-sklearn.</summary>
public sealed class TableFactAttribute : FactAttribute
{
    public TableFactAttribute()
    {
        if (!File.Exists(Path.Combine(TumourTable.UsualFolder, TumourTable.FileName))) Skip = "Needs the package python3-sklearn.";
    }
}
