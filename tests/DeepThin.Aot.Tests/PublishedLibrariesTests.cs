using DeepThin.Tests;

namespace DeepThin.Aot.Tests;

/// <summary>The libraries whole, published ahead of time with what a program needs of cultures; and such a program where there is no ICU.</summary>
public sealed class PublishedLibrariesTests
{
    private const string Program = "/Libraries";

    private static readonly Lazy<string> Published = new(() => Publishing.Publish("LibrariesProject", "linux-x64", "-p:IlcInstructionSet=x86-64-v3"));

    [PublishFact(128)]
    public void All_of_the_libraries_compiles_ahead_of_time_without_a_warning() => Publishing.Run(Path.Combine(Published.Value, "Libraries"), []);

    [WithoutIcuFact]
    public void Where_there_is_no_ICU_a_culture_ends_the_program()
    {
        using var root = Root();
        var (code, _, errors) = root.Run(Program, "culture");
        Assert.NotEqual(0, code);
        Assert.Contains("Couldn't find a valid ICU package", errors, StringComparison.Ordinal);
    }

    [WithoutIcuFact]
    public void Where_there_is_no_ICU_weights_are_loaded_and_predict() => Assert.Equal(["done"], Found("valid"));

    [WithoutIcuFact]
    public void Where_there_is_no_ICU_all_that_is_wrong_is_an_exception_with_its_message()
    {
        string[] expected =
        [
            "cut off: The file in memory: The tensors have ",
            "header cut off: The file in memory: The header would be ",
            "empty: The stream: The file is empty; ",
            "no JSON: The file in memory: The header is not valid JSON: its byte 5 is 0x01, ",
            "no UTF-8: The file in memory: The header is not valid UTF-8 at its byte 5.",
            "shape: The file in memory does not fit DeepThin.Aot.Tests.Libraries.Model:\n  layers.3.weight: F32 [40, 9], but the model needs [9, 40]; is it transposed? ",
            "name: The file in memory does not fit DeepThin.Aot.Tests.Libraries.Model:\n  layers.0.xf: missing, but the model needs [",
            "damage: The file in memory is damaged: its data has the CRC-32C ",
            "kernels: The file in memory is packed for the kernels ",
            "packed otherwise: The file in memory does not fit DeepThin.Aot.Tests.Libraries.HalfModel:\n  packed.",
            "a place below zero: The file in memory: layers.0.weight has places that are not valid: layers.0.weight.crow_indices has -",
            "not packed: plain.safetensors cannot be mapped, because it is not packed; ",
            "too large: The file in memory cannot be held as DeepThin.Aot.Tests.Libraries.HalfModel does: layers.3.weight has the value -70001.5 in row 0, column 0, and the largest of Float16 is 65504; ",
            "pointer: The file in memory: It is the pointer that Git LFS leaves in place of a file; ",
            "no file: Could not find file '/none.safetensors'.",
            "no folder: Could not find a part of the path '/none/none.safetensors'.",
            "a folder: / cannot be read: Access to the path '/' is denied.",
            "no resource: Libraries has no resource 'none'; it has none.",
            "no folder to save to: none/none.safetensors cannot be written: the folder /none does not exist; create it first.",
        ];
        string found = string.Join('\n', Found("damaged"));
        Assert.All(expected, line => Assert.Contains("\n" + line, "\n" + found, StringComparison.Ordinal));
        Assert.DoesNotContain("nothing was wrong", found, StringComparison.Ordinal);
    }

    private static string[] Found(string what)
    {
        using var root = Root();
        var (code, printed, errors) = root.Run(Program, what);
        Assert.True(code == 0, $"{what} ended with {code}:\n{printed}\n{errors}");
        return File.ReadAllLines(root.PathOf("/found"));
    }

    private static WithoutIcu Root()
    {
        var root = new WithoutIcu();
        root.AddProgram(Path.Combine(Published.Value, "Libraries"), Program);
        return root;
    }
}

/// <summary>A test that publishes for Linux on x64 and runs the binary where there is no ICU; skipped with its reason where that cannot be.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WithoutIcuFactAttribute : FactAttribute
{
    public WithoutIcuFactAttribute() => Skip = new PublishFactAttribute(128).Skip ?? WithoutIcu.Missing;
}
