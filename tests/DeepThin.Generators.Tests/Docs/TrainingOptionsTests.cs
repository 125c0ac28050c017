extern alias Training;

using System.Globalization;
using System.Reflection;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Training::DeepThin.Training;

namespace DeepThin.Generators.Tests.Docs;

/// <summary>The table of options on the page of the trainer, against the code.</summary>
public sealed class TrainingOptionsTests
{
    private static readonly TableRow[] Rows =
        [.. Page.Read("docs/training.md").Tables.Single(table => Page.Text((TableRow)table[0], 0) == "option").Cast<TableRow>().Where(row => !row.IsHeader)];

    private static IEnumerable<PropertyInfo> Options => typeof(TrainingOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    [Fact]
    public void Every_option_has_a_row() => Assert.Equal(Options.Select(option => option.Name), Rows.Select(row => Code(row, 0)));

    [Fact]
    public void The_rows_have_the_defaults()
    {
        var options = new TrainingOptions { Epochs = 1 };
        foreach (var (option, row) in Options.Zip(Rows))
        {
            string wanted = option.Name switch
            {
                nameof(TrainingOptions.Epochs) => "",
                nameof(TrainingOptions.MaxDegreeOfParallelism) => "all processors",
                _ => Convert.ToString(option.GetValue(options), CultureInfo.InvariantCulture) ?? "",
            };
            Assert.Equal($"{option.Name}: {wanted}", $"{option.Name}: {Code(row, 1)}");
        }
    }

    private static string Code(TableRow row, int column) => row[column].Descendants<CodeInline>().FirstOrDefault()?.Content ?? Page.Text(row, column);
}
