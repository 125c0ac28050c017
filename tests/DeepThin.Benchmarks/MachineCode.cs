using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DeepThin.Benchmarks;

/// <summary>The bytes of machine code of a program compiled ahead of time, from the map that its compiler writes.</summary>
internal sealed partial class MachineCode
{
    /// <summary>What the code of a layer shall stay below.</summary>
    public const int Most = 64 << 10;

    private readonly List<Method> _methods;

    private MachineCode(IEnumerable<XElement> methods) => _methods = [.. methods.Select(Parse).OfType<Method>()];

    /// <summary>Reads the map of the copy that was published last.</summary>
    /// <param name="program">The name of the program.</param>
    /// <param name="folder">The intermediate folder of the build.</param>
    /// <exception cref="BenchmarkException">There is none.</exception>
    public static MachineCode Read(string program, string folder)
    {
        string name = program + ".map.xml";
        string path = Directory.EnumerateFiles(folder, name, SearchOption.AllDirectories).MaxBy(File.GetLastWriteTimeUtc)
            ?? throw new BenchmarkException($"The compiler wrote no {name} below {folder}: the size of the machine code is not known.");
        return new(XDocument.Load(path).Root!.Elements("MethodCode"));
    }

    /// <summary>The methods of the first layer of a model, each where it is compiled for the widest vectors.</summary>
    /// <param name="model">The full name of the model.</param>
    public int OfLayer(string model) =>
        Widest(_methods.Where(method => method.Layer && method.Type.EndsWith(model.Replace('.', '_'), StringComparison.Ordinal)));

    /// <summary>The library's kernels, each where it is compiled for the widest vectors.</summary>
    public IEnumerable<(string Name, int Bytes)> OfLibrary() =>
        _methods.Where(method => !method.Layer)
            .GroupBy(method => method.Type)
            .OrderBy(type => type.Key, StringComparer.Ordinal)
            .Select(type => (type.Key, Widest(type)));

    private static int Widest(IEnumerable<Method> methods) =>
        methods.GroupBy(method => method.Name).Sum(method => method.GroupBy(its => its.Width).MaxBy(width => width.Key)!.Sum(its => its.Bytes));

    private static Method? Parse(XElement element)
    {
        var match = Name().Match(element.Attribute("Name")!.Value);
        if (!match.Success) return null;
        int bytes = int.Parse(element.Attribute("Length")!.Value, CultureInfo.InvariantCulture);
        int width = int.Parse(match.Groups["width"].Value, CultureInfo.InvariantCulture);
        return new(match.Groups["type"].Value, match.Groups["layer"].Success, width, match.Groups["method"].Value, bytes);
    }

    // Types are mangled as Assembly_Namespace_Type_2<arguments>, methods follow after two underscores.
    [GeneratedRegex(@"^(?:DeepThin_DeepThin_Runtime_(?<type>\w+?)|\w+___DeepThin_(?<type>\w+)_(?<layer>Layer0))_2<DeepThin_DeepThin_Runtime_Simd(?<width>\d+)__[^>]*>>__(?<method>.*)$")]
    private static partial Regex Name();

    private sealed record Method(string Type, bool Layer, int Width, string Name, int Bytes);
}
