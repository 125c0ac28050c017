using System.Globalization;
using System.Runtime.InteropServices;
using DeepThin.Tests;

namespace DeepThin.Native.Tests;

/// <summary>The published library and its headers, by programs in other languages.</summary>
public sealed class PublishedLibraryTests(PublishedLibrary library) : IClassFixture<PublishedLibrary>
{
    private const string Python = "/usr/bin/python3";

    private static readonly string[] Strict = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"];

    [NativeFact("clang")]
    public void A_header_for_each_model_lies_beside_the_library() => Assert.Equal(
        ["Other_2.h", "embedded.h", "fashion.h", "networks.so", "tagger.h", "voice.h"],
        Directory.GetFiles(library.Published).Select(file => Path.GetFileName(file)).Where(file => Path.GetExtension(file) is ".h" or ".so").Order(StringComparer.Ordinal));

    [NativeFact("clang", "gcc")]
    public void A_program_in_C_predicts_what_the_managed_model_does_and_gets_codes_for_its_faults()
    {
        string outputs = Path.Combine(library.Folder, "outputs-c.bin");
        CheckCaller(PublishedLibrary.Run(Compiled("caller.c"), library.Weights, library.Damaged, library.Inputs, outputs), outputs);
    }

    [WithoutIcuFact]
    public void The_program_in_C_does_the_same_where_there_is_no_ICU()
    {
        string program = Compiled("caller.c"), outputs = Path.Combine(library.Folder, "outputs-without-icu.bin");
        using var root = new WithoutIcu();
        root.AddProgram(program);
        foreach (string file in new[] { library.Weights, library.Damaged, library.Inputs }) root.Add(file);
        var (code, printed, errors) = root.Run(program, library.Weights, library.Damaged, library.Inputs, outputs);
        Assert.True(code == 0, $"The program ended with {code}:\n{printed}\n{errors}");
        CheckCaller(printed, root.PathOf(outputs));
    }

    [NativeFact("clang", "gcc")]
    public void A_program_in_C_follows_a_sequence_and_goes_on_from_a_saved_state()
    {
        const int Steps = 25;
        string weights = Path.Combine(library.Folder, "voice.safetensors"), other = Path.Combine(library.Folder, "other-voice.safetensors"), steps = Path.Combine(library.Folder, "steps.bin"), outputs = Path.Combine(library.Folder, "steps-out.bin");
        using var model = Voice.Create(1);
        model.Save(weights);
        Voice.Create(2).Save(other);
        string whole = Path.Combine(library.Folder, "tagger.safetensors");
        using var tagger = Tagger.Create(3);
        tagger.Save(whole);
        var random = new Random(1);
        float[] input = [.. Enumerable.Range(0, Steps * Voice.InputLength).Select(_ => (float)(2 * random.NextDouble() - 1))], wanted = new float[Steps * Voice.OutputLength];
        File.WriteAllBytes(steps, MemoryMarshal.AsBytes<float>(input).ToArray());
        using var session = model.CreateSession();
        for (int t = 0; t < Steps; t++) session.Step(input.AsSpan(t * Voice.InputLength, Voice.InputLength), wanted.AsSpan(t * Voice.OutputLength, Voice.OutputLength));
        string printed = PublishedLibrary.Run(Compiled("stream.c"), weights, other, whole, steps, outputs);
        float[] found = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(outputs)).ToArray(), ofTagger = new float[Tagger.OutputLength];
        tagger.Forward(input, ofTagger);
        Assert.Equal([.. wanted, .. wanted], found[..(2 * wanted.Length)]);
        Assert.All(found[(2 * wanted.Length)..].Zip([.. wanted, .. ofTagger]), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
        Assert.Equal(3 * wanted.Length + ofTagger.Length, found.Length);
        Assert.Matches(
            """
            ^no whole steps: 2 input_length is 5; DeepThin.Native.Tests.Voice needs a multiple of 4 floats, one step or more
            no steps: 2 input_length is 0; DeepThin.Native.Tests.Voice needs a multiple of 4 floats, one step or more
            no room: 2 output_length is 3; DeepThin.Native.Tests.Voice needs 2 × 3 floats
            null: 1 input is null; it points to 4 floats
            length: 2 input_length is 3; DeepThin.Native.Tests.Voice needs 4 floats
            room: 2 outputs_length is 2; DeepThin.Native.Tests.Voice needs 3 floats for 1 steps
            part: 0
            step behind a part: 8 1 of the 4 values of a step wait; complete it by push, or begin anew by reset
            small: 2 length is 7; DeepThin.Native.Tests.Voice needs 176 bytes
            other weights: 8 The state is one of other weights than these of DeepThin.Native.Tests.Voice: a sequence goes on with the weights that it began with
            no state: 8 The bytes are no state of a session that was saved
            not a number: 8 a value of the state is no finite number: the sequence met NaN or infinity; reset begins a new one
            reset: 0
            a model: 3 0x[0-9a-f]+ is no handle of a session of DeepThin.Native.Tests.Voice: it was freed, belongs to another model, or was never given
            free: 0
            again: 3
            $
            """.ReplaceLineEndings("\n"),
            printed);
    }

    [NativeFact("clang", "gcc")]
    public void A_model_that_a_program_in_C_has_loaded_does_not_mind_what_becomes_of_its_file()
    {
        string packed = Path.Combine(library.Folder, "live.safetensors");
        Fashion.Create(1).SavePacked(packed);
        Assert.Equal("done\n", PublishedLibrary.Run(Compiled("overwrite.c"), packed));
    }

    [NativeFact("clang", "gcc")]
    public void The_program_of_the_page_takes_new_weights_while_it_predicts()
    {
        string[] weights = [.. Enumerable.Range(1, 2).Select(seed =>
        {
            string path = Path.Combine(library.Folder, $"weights{seed}.safetensors");
            if (seed == 2) Fashion.Create(seed).SavePacked(path);
            else Fashion.Create(seed).Save(path);
            return path;
        })];
        File.WriteAllText(Path.Combine(library.Folder, "update.h"), Snippet("c\n", 1));
        Assert.Equal("done\n", PublishedLibrary.Run(Compiled("update.c"), [.. weights, Path.Combine(library.Folder, "running.safetensors")]));
    }

    // Built once for all tests that run it.
    private string Compiled(string name)
    {
        string program = Path.Combine(library.Folder, Path.GetFileNameWithoutExtension(name));
        if (!File.Exists(program))
        {
            PublishedLibrary.Run(
                "gcc",
                [
                    "-std=gnu11", "-O1", .. Strict, $"-I{library.Published}", $"-I{library.Folder}", PublishedLibrary.Program(name), library.Library, "-lpthread",
                    $"-Wl,-rpath,{library.Published}", "-o", program,
                ]);
        }

        return program;
    }

    private void CheckCaller(string printed, string outputs)
    {
        Assert.Equal(library.Expected, File.ReadAllBytes(outputs));
        string sum = PublishedLibrary.ExpectedOfEmbedded()[4].ToString("G9", CultureInfo.InvariantCulture);
        const string wrongNetwork = "is no handle of a loaded DeepThin.Native.Tests";
        string[] expected =
        [
            "no path: 1 path is null; it points to the path of a safetensors file",
            "no place: 1 handle is null; it points to the place of a handle",
            "no file: 6 Could not find a part of the path '",
            "no name: 6 path is empty; give the path of a safetensors file",
            "folder: 6 / cannot be read: Access to the path '/' is denied",
            $"damaged: 5 {library.Damaged}: The tensors have ",
            "no memory: 1 bytes is null; it points to a safetensors file",
            "nothing: 5 The file in memory: ",
            "garbage: 5 The file in memory: ",
            "half of the memory: 2 length is 18446744073709551615; a file in memory has at most 2147483647 bytes",
            $"other weights: 5 {library.Weights} does not fit DeepThin.Native.Tests.Outer.Nested:",
            "no input: 1 input is null; it points to 100 floats",
            "no output: 1 output is null; it points to the place of 10 floats",
            "short input: 2 input_length is 99; DeepThin.Native.Tests.Fashion needs 100 floats",
            "long output: 2 output_length is 11; DeepThin.Native.Tests.Fashion needs 10 floats",
            "huge input: 2 input_length is 18446744073709551615; DeepThin.Native.Tests.Fashion needs 100 floats",
            "overlap: 4 output overlaps input; give it memory of its own",
            "overlap before: 4 output overlaps input; give it memory of its own",
            "no inputs: 1 inputs is null; it points to count times 100 floats",
            "no outputs: 1 outputs is null; it points to the place of count times 10 floats",
            "short batch: 2 inputs_length is 200; DeepThin.Native.Tests.Fashion needs 3 times 100 floats",
            "long batch: 2 outputs_length is 30; DeepThin.Native.Tests.Fashion needs 2 times 10 floats",
            "part of a sample: 2 inputs_length is 201; DeepThin.Native.Tests.Fashion needs 2 times 100 floats",
            "huge batch: 2 inputs_length is ",
            "overlapping batch: 4 outputs overlaps inputs; give it memory of its own",
            $"null handle: 3 0x0 {wrongNetwork}.Fashion: it was freed, belongs to another model, or was never given",
            $"other network: 3 0x",
            "cut: 0x0 , then x",
            "no place for what is embedded: 1 handle is null; it points to the place of a handle",
            $"embedded: {sum}",
            "done",
        ];

        // A message on several lines lists tensors.
        string[] lines = [.. printed.Split('\n').Where(line => line.Length > 0 && !line.StartsWith("  ", StringComparison.Ordinal))];
        Assert.Equal(expected.Length, lines.Length);
        Assert.All(expected.Zip(lines), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [NativeFact("clang", "gcc")]
    public void The_headers_are_C99() => CheckHeaders("gcc", "c", "-std=c99");

    [NativeFact("clang", "g++")]
    public void The_headers_are_C_plus_plus() => CheckHeaders("g++", "c++", "-std=c++11");

    [NativeFact("clang", Python)]
    public void Python_predicts_what_the_managed_model_does()
    {
        string outputs = Path.Combine(library.Folder, "outputs-py.bin");
        string printed = PublishedLibrary.Run(Python, PublishedLibrary.Program("caller.py"), library.Library, library.Weights, library.Inputs, outputs);
        Assert.Equal(library.Expected, File.ReadAllBytes(outputs));
        Assert.Equal(
            """
            faults 0
            missing 6 None True
            damaged 5 None
            null 1 input is null; it points to 100 floats
            length 2
            free 0 3 3
            garbage 3

            """,
            printed);
    }

    [NativeFact("clang", "gcc")]
    public void The_program_in_C_of_the_page_predicts()
    {
        File.WriteAllText(Path.Combine(library.Folder, "main.c"), Snippet("c\n"));
        string[] commands = Snippet("sh\ngcc").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, commands.Length);
        Assert.EndsWith("/published", library.Published, StringComparison.Ordinal);
        library.RunInFolder("sh", "-c", $"gcc {string.Join(' ', Strict)}{commands[0]}");
        Assert.Equal(ExpectedOfZeros(), library.RunInFolder("sh", "-c", commands[1]));
        Assert.Equal(ExpectedOfZeros(), PublishedLibrary.RunIn("/", Path.Combine(library.Folder, "main"), [library.Weights]));
    }

    [NativeFact("clang", Python)]
    public void The_program_in_Python_of_the_page_predicts()
    {
        Assert.EndsWith("published", library.Published, StringComparison.Ordinal);
        Assert.Equal(ExpectedOfZeros(), library.RunInFolder(Python, "-c", Snippet("python\n")));
    }

    private static string ExpectedOfZeros()
    {
        float[] scores = new float[Fashion.OutputLength];
        Fashion.Create(1).Forward(new float[Fashion.InputLength], scores);
        return string.Concat(scores.Select(score => score.ToString("F6", CultureInfo.InvariantCulture) + "\n"));
    }

    // A block of code in the page, by how it begins and which of them it is.
    private static string Snippet(string beginning, int index = 0)
    {
        string[] parts = File.ReadAllText(Path.Combine(Repository.Root, "docs", "native.md")).ReplaceLineEndings("\n").Split("```" + beginning);
        return parts[index + 1][..parts[index + 1].IndexOf("```", StringComparison.Ordinal)];
    }

    private void CheckHeaders(string compiler, string language, string standard)
    {
        string source = Path.Combine(library.Folder, "headers." + language);
        File.WriteAllText(source, "#include \"fashion.h\"\n#include \"Other_2.h\"\n#include \"embedded.h\"\n#include \"voice.h\"\nint main(void) { void *handle; return fashion_load(\"\", &handle) + FASHION_OK; }\n");
        PublishedLibrary.Run(compiler, ["-x", language, standard, .. Strict, $"-I{library.Published}", "-fsyntax-only", source]);
    }
}
