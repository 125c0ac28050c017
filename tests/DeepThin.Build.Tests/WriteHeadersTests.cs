using System.CodeDom.Compiler;
using System.ComponentModel;
using System.Text;
using Microsoft.Build.Utilities;

namespace DeepThin.Build.Tests;

/// <summary>The headers that the task finds in an assembly, here in this one.</summary>
public sealed class WriteHeadersTests : IDisposable
{
    private readonly WeightsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Headers_are_written_where_they_change()
    {
        var (errors, headers) = Run(typeof(WriteHeadersTests).Assembly.Location);
        Assert.Empty(errors);
        Assert.Equal([("net.h", "net.h"), ("Other_2.h", "Other_2.h")], headers.Select(header => (Path.GetFileName(header.ItemSpec), header.GetMetadata("TargetPath"))));
        Assert.All(headers, header => Assert.Equal(_folder.PathOf("obj"), Path.GetDirectoryName(header.ItemSpec)));
        Assert.Equal(Net.Text, File.ReadAllText(headers[0].ItemSpec));

        var written = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(headers[0].ItemSpec, written);
        File.WriteAllText(headers[1].ItemSpec, "of a build before");
        Run(typeof(WriteHeadersTests).Assembly.Location);
        Assert.Equal(written, File.GetLastWriteTimeUtc(headers[0].ItemSpec));
        Assert.Equal("/* two */\n", File.ReadAllText(headers[1].ItemSpec));
        Assert.Equal(2, Directory.GetFiles(_folder.PathOf("obj")).Length);

        // Another encoding is another header for a compiler of C, though the text is the same.
        File.WriteAllText(headers[0].ItemSpec, Net.Text, Encoding.Unicode);
        Run(typeof(WriteHeadersTests).Assembly.Location);
        Assert.Equal(Encoding.UTF8.GetBytes(Net.Text), File.ReadAllBytes(headers[0].ItemSpec));
    }

    [Fact]
    public void An_assembly_without_such_models_has_none()
    {
        var (errors, headers) = Run(typeof(WriteHeaders).Assembly.Location);
        Assert.Empty(errors);
        Assert.Empty(headers);
        Assert.False(Directory.Exists(_folder.PathOf("obj")));
    }

    [Theory]
    [InlineData("no assembly at all, but words, and more of them than a header of such a file has")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_assembly_is_an_error(string? content)
    {
        string path = _folder.PathOf("App.dll");
        if (content != null) File.WriteAllText(path, content);
        var (errors, headers) = Run(path);
        Assert.StartsWith($"The C headers of {path} cannot be written: ", Assert.Single(errors), StringComparison.Ordinal);
        Assert.Empty(headers);
    }

    [Fact]
    public void A_folder_that_is_a_file_is_an_error()
    {
        File.WriteAllText(_folder.PathOf("obj"), "");
        Assert.StartsWith("The C headers of ", Assert.Single(Run(typeof(WriteHeadersTests).Assembly.Location).Errors), StringComparison.Ordinal);
    }

    private (string[] Errors, TaskItem[] Headers) Run(string assembly)
    {
        var log = new ErrorLog();
        var task = new WriteHeaders { BuildEngine = log, Assembly = new TaskItem(assembly), Folder = new TaskItem(_folder.PathOf("obj")) };
        bool succeeds = task.Execute();
        Assert.Equal(log.Errors.Count == 0, succeeds);
        return ([.. log.Errors.Select(error => error.Message!)], [.. task.Headers.Cast<TaskItem>()]);
    }

    /// <summary>As a generated model.</summary>
    private static class Net
    {
        public static string Text => __Exports.Header;

        [GeneratedCode("DeepThin.Generators", "1.0")]
        private static class __Exports
        {
            internal const string Prefix = "net";
            internal const string Header = "/* größe */\nint net_load(const char *path, void **handle);\n";
        }
    }

    /// <summary>As another.</summary>
    private static class Outer
    {
        internal static class Nested
        {
            [Description("Another attribute before it.")]
            [GeneratedCode("DeepThin.Generators", "2.0")]
            private static class __Exports
            {
                internal const string Prefix = "Other_2";
                internal const string Header = "/* two */\n";
            }
        }
    }

    /// <summary>A user's type of that name, with the same constants.</summary>
    private static class Users
    {
        internal static class __Exports
        {
            internal const string Prefix = "users";
            internal const string Header = "";
        }
    }

    /// <summary>One that another tool wrote.</summary>
    private static class Foreign
    {
        [GeneratedCode("Another.Generator", "DeepThin.Generators")]
        internal static class __Exports
        {
            internal const string Prefix = "foreign";
            internal const string Header = "";
        }
    }

    /// <summary>As a generated one but for its constants: of other types, or not constant.</summary>
    private static class OtherTypes
    {
        [GeneratedCode("DeepThin.Generators", "1.0")]
        internal static class __Exports
        {
            internal const int Prefix = 1;
            internal const string Header = "";
        }

        internal static class Variable
        {
            [GeneratedCode("DeepThin.Generators", "1.0")]
            internal static class __Exports
            {
                internal const string Prefix = "variable";
                internal static readonly string Header = "";
            }
        }
    }

    /// <summary>The same, with one constant of the two or none.</summary>
    private static class Missing
    {
        [GeneratedCode("DeepThin.Generators", "1.0")]
        internal static class __Exports
        {
            internal const string Prefix = "prefix";
        }

        internal static class Prefix
        {
            [GeneratedCode("DeepThin.Generators", "1.0")]
            internal static class __Exports
            {
                internal const string Header = "";
            }
        }

        internal static class Both
        {
            [GeneratedCode("DeepThin.Generators", "1.0")]
            internal static class __Exports;
        }
    }
}

/// <summary>As a generated one, but nested in no model.</summary>
[GeneratedCode("DeepThin.Generators", "1.0")]
internal static class __Exports
{
    internal const string Prefix = "top";
    internal const string Header = "";
}
