using Sensor.Data;

namespace DeepThin.Samples.Tests.Sensor;

/// <summary>A test that needs the record of the Debian package python3-scipy.</summary>
public sealed class RecordFactAttribute : FactAttribute
{
    public RecordFactAttribute()
    {
        if (!File.Exists(EcgRecord.UsualFile)) Skip = "Needs the package python3-scipy.";
    }
}
