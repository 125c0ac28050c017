using System.Text;

namespace DeepThin.Tests.Weights;

/// <summary>The names of features and classes: they go into every file and come back, and others than the model's are refused.</summary>
public sealed class NamesTests : IDisposable
{
    private static readonly string[] Features = [.. Enumerable.Range(0, 60).Select(i => $"feature {i}")];
    private static readonly string[] Classes = ["setosa", "größe", "\"quoted\", \\ and\nlines", "", " ", "猫🐈", "\0", "class_names.0", "setosa"];

    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("deepthin-").FullName, "a.safetensors");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Theory]
    [InlineData(WeightType.Float32)]
    [InlineData(WeightType.BFloat16)]
    [InlineData(WeightType.Int8)]
    public void Names_are_saved_and_loaded_in_every_type(WeightType type)
    {
        var model = UnpackedModel.Create(1);
        model.Names = new(Features, Classes);
        model.Save(_path, type);

        foreach (var loaded in new[] { UnpackedModel.Load(_path), UnpackedModel.Load(File.ReadAllBytes(_path)), UnpackedModel.Load(File.OpenRead(_path)) }) HasNames(loaded.Names);
        HasNames(PackedModel.Load(_path).Names);
    }

    [Fact]
    public void Names_are_in_packed_files_too()
    {
        var model = PackedModel.Create(1);
        model.Names = new(Features, Classes);
        model.SavePacked(_path);
        HasNames(PackedModel.Load(_path).Names);
        using var mapped = PackedModel.LoadMapped(_path);
        HasNames(mapped.Names);

        // What is loaded writes them again.
        using var stream = new MemoryStream();
        mapped.SavePacked(stream);
        Assert.Equal(File.ReadAllBytes(_path), stream.ToArray());
        mapped.Save(_path);
        HasNames(UnpackedModel.Load(_path).Names);
    }

    [Fact]
    public void A_model_that_trains_keeps_the_names_of_its_file()
    {
        var model = YesOrNo.Create(1);
        model.Names = new(classes: ["no", "yes"]);
        model.SavePacked(_path);
        Assert.Equal(["no", "yes"], YesOrNo.LoadMapped(_path).Names.Classes);
        Assert.Empty(YesOrNo.Load(_path).Names.Features);
    }

    [Fact]
    public void Every_name_is_a_text_of_the_metadata()
    {
        var model = YesOrNo.Create(1);
        model.Names = new(["width", "height"], ["no", "yes"]);
        model.Save(_path);
        var texts = SafetensorsFile.Parse(File.ReadAllBytes(_path)).Metadata;
        Assert.Equal(
            ["format = pt", "feature_names.0 = width", "feature_names.1 = height", "class_names.0 = no", "class_names.1 = yes"],
            texts.Where(text => text.Key != "crc32c").Select(text => $"{text.Key} = {text.Value}"));
    }

    [Fact]
    public void A_model_has_no_names_until_it_is_given_some()
    {
        var model = PackedModel.Create(1);
        Assert.Same(DataNames.None, model.Names);
        model.Save(_path);
        Assert.Same(DataNames.None, PackedModel.Load(_path).Names);

        model.Names = new(Features);
        model.Names = DataNames.None;
        model.Save(_path);
        Assert.Empty(PackedModel.Load(_path).Names.Features);
    }

    [Fact]
    public void Another_number_of_names_is_refused()
    {
        var model = PackedModel.Create(1);
        model.Names = new(Features, Classes);
        Refused("There are 59 names of features, and DeepThin.Tests.Weights.PackedModel has 60 features; give a name to each, or to none.", () => model.Names = new(Features[1..], Classes));
        Refused("There are 10 names of classes, and DeepThin.Tests.Weights.PackedModel has 9 classes; give a name to each, or to none.", () => model.Names = new(classes: [.. Classes, "x"]));
        Refused("There are 1 names of classes, and DeepThin.Tests.Weights.YesOrNo has 2 classes; give a name to each, or to none.", () => YesOrNo.Create(1).Names = new(classes: ["yes"]));
        HasNames(model.Names);
        Assert.Throws<ArgumentNullException>(() => model.Names = null!);

        static void Refused(string message, Action action) => Assert.StartsWith(message, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_is_a_text()
    {
        Assert.StartsWith("Name 1 is null.", Assert.Throws<ArgumentException>("classes", () => new DataNames(classes: ["a", null!])).Message, StringComparison.Ordinal);
        foreach (string half in new[] { "\ud83d", "a\udc08", "\udc08\ud83d", "\ud83d\ud83d\udc08" })
        {
            Assert.StartsWith("Name 0 is no text: it has half of a character.", Assert.Throws<ArgumentException>("features", () => new DataNames([half])).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("\"class_names.8\"", "\"klass_names.8\"", "has 8 names of classes in __metadata__ ('class_names.0' and so on), and DeepThin.Tests.Weights.PackedModel has 9 classes; give a name to each, or to none.")]
    [InlineData("\"class_names.8\"", "\"class_names.9\"", "has no 'class_names.8' in __metadata__, and other names of classes; number them from 0 to 8.")]
    [InlineData("\"class_names.1\"", "\"class_names.x\"", "has no 'class_names.1' in __metadata__, and other names of classes; number them from 0 to 8.")]
    [InlineData("\"feature_names.7\"", "\"feature_names.07\"", "has no 'feature_names.7' in __metadata__, and other names of features; number them from 0 to 59.")]
    [InlineData("\"class_names.0\"", "\"feature_names.60\":\"one too many\",\"class_names.0\"", "has 61 names of features in __metadata__ ('feature_names.0' and so on), and DeepThin.Tests.Weights.PackedModel has 60 features; give a name to each, or to none.")]
    public void Names_of_another_model_or_by_other_numbers_are_refused(string found, string replaced, string message)
    {
        var model = PackedModel.Create(1);
        model.Names = new(Features, Classes);
        foreach (bool isPacked in new[] { false, true })
        {
            if (isPacked) model.SavePacked(_path);
            else model.Save(_path);
            byte[] file = File.ReadAllBytes(_path);
            string json = Encoding.UTF8.GetString(file.AsSpan(8, (int)BitConverter.ToInt64(file)));

            byte[] header = Encoding.UTF8.GetBytes(json.Replace($"{found}:", $"{replaced}:", StringComparison.Ordinal));
            header = [.. header, .. Enumerable.Repeat((byte)' ', -(8 + header.Length) & 63)];
            File.WriteAllBytes(_path, [.. BitConverter.GetBytes((long)header.Length), .. header, .. file[(8 + (int)BitConverter.ToInt64(file))..]]);
            Assert.Equal($"{_path} {message}", Assert.Throws<WeightsException>(() => PackedModel.Load(_path)).Message);
        }
    }

    private static void HasNames(DataNames names)
    {
        Assert.Equal(Features, names.Features);
        Assert.Equal(Classes, names.Classes);
    }
}

/// <summary>Two classes by one output.</summary>
[DeepThinModel(Training = true)]
[Dense(2, 1, Activation = Activation.Sigmoid)]
internal sealed partial class YesOrNo;
