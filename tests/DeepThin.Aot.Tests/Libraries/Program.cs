// Nothing without an argument. With one, what a program does with weights where there may be no ICU: "valid" takes files that are right in every way, "damaged" files
// of all that can be wrong, and "culture" asks for a culture. What was found goes to the file "found": a console asks for a culture itself.
using System.Globalization;
using System.Reflection;
using DeepThin;
using DeepThin.Aot.Tests.Libraries;

var found = new List<string>();
switch (args.FirstOrDefault())
{
    case "valid":
        Checks.TakeValid(found);
        break;
    case "damaged":
        Checks.TakeDamaged(found);
        break;
    case "culture":
        found.Add(CultureInfo.CurrentCulture.Name);
        break;
    default:
        return 0;
}

File.WriteAllLines("found", found);
return 0;

namespace DeepThin.Aot.Tests.Libraries
{
    /// <summary>What a program does with weights.</summary>
    internal static class Checks
    {
        /// <summary>Loads and predicts in every way; a line for each whose prediction is another one.</summary>
        public static void TakeValid(List<string> found)
        {
            var model = Model.Create(1);
            model.Save("plain.safetensors");
            model.SavePacked("packed.safetensors");
            using var stream = File.OpenRead("plain.safetensors");
            float[] expected = Predict(model);
            Compare("path", Model.Load("plain.safetensors"));
            Compare("stream", Model.Load(stream));
            Compare("memory", Model.Load(File.ReadAllBytes("plain.safetensors")));
            Compare("packed", Model.Load("packed.safetensors"));
            Compare("packed memory", Model.Load(File.ReadAllBytes("packed.safetensors")));
            Compare("mapped", Model.LoadMapped("packed.safetensors"));
            HalfModel.Load("plain.safetensors").Forward(new float[HalfModel.InputLength], new float[HalfModel.OutputLength]);
            found.Add("done");

            void Compare(string name, Model loaded)
            {
                if (!Predict(loaded).SequenceEqual(expected)) found.Add($"{name} predicts otherwise");
            }
        }

        /// <summary>Loads what cannot be loaded; a line for each with its message.</summary>
        public static void TakeDamaged(List<string> found)
        {
            Model.Create(1).Save("plain.safetensors");
            Model.Create(1).SavePacked("packed.safetensors");
            var withPlaces = PrunedModel.Create(1);
            withPlaces.Parameters.Clear();
            withPlaces.Save("pruned.safetensors");
            byte[] plain = File.ReadAllBytes("plain.safetensors"), packed = File.ReadAllBytes("packed.safetensors");
            Try("cut off", () => Model.Load(plain.AsMemory(0, plain.Length - 1)));
            Try("header cut off", () => Model.Load(plain.AsMemory(0, 100)));
            Try("empty", () => Model.Load(new MemoryStream()));
            Try("no JSON", () => Model.Load(Changed(plain, 8 + 5, 0x01)));
            Try("no UTF-8", () => Model.Load(Changed(plain, 8 + 5, 0xFF)));
            Try("shape", () => Model.Load(With(plain, "[40,9]"u8, "[9,40]"u8) ?? With(plain, "[9,40]"u8, "[40,9]"u8)));
            Try("name", () => Model.Load(With(plain, "layers.0.xf"u8, "layers.0.yf"u8)));
            Try("damage", () => Model.Load(Changed(packed, packed.Length - 100, 0x5A)));
            Try("kernels", () => Model.Load(With(packed, "dense/dense"u8, "dense/dence"u8)));
            Try("packed otherwise", () => HalfModel.Load(packed));
            Try("a place below zero", () => PrunedModel.Load(WithNegativePlace(File.ReadAllBytes("pruned.safetensors"))));
            Try("not packed", () => Model.LoadMapped("plain.safetensors"));
            Try("too large", () => HalfModel.Load(WithLargeValue(plain)));
            Try("pointer", () => Model.Load("version https://git-lfs.github.com/spec/v1"u8.ToArray()));
            Try("no file", () => Model.Load("none.safetensors"));
            Try("no folder", () => Model.Load("none/none.safetensors"));
            Try("a folder", () => Model.Load("/"));
            Try("no resource", () => Model.LoadResource(Assembly.GetExecutingAssembly(), "none"));
            Try("no folder to save to", () => Model.Create(1).Save("none/none.safetensors"));

            void Try(string name, Action action)
            {
                try
                {
                    action();
                    found.Add($"{name}: nothing was wrong");
                }
                catch (Exception error) when (error is WeightsException or IOException)
                {
                    found.Add($"{name}: {error.Message}");
                }
            }
        }

        private static float[] Predict(Model model)
        {
            float[] output = new float[Model.OutputLength];
            model.Forward([.. Enumerable.Range(0, Model.InputLength).Select(i => MathF.Sin(i))], output);
            return output;
        }

        private static byte[] Changed(byte[] file, int index, byte value)
        {
            byte[] changed = [.. file];
            changed[index] = value;
            return changed;
        }

        private static byte[]? With(byte[] file, ReadOnlySpan<byte> old, ReadOnlySpan<byte> replaced)
        {
            byte[] changed = [.. file];
            int index = changed.AsSpan().IndexOf(old);
            if (index < 0) return null;
            replaced.CopyTo(changed.AsSpan(index));
            return changed;
        }

        // Of another key nobody takes notice.
        private static byte[] WithoutChecksum(byte[] file) => With(file, "crc32c"u8, "digest"u8)!;

        private static byte[] WithLargeValue(byte[] file)
        {
            byte[] changed = WithoutChecksum(file);
            BitConverter.TryWriteBytes(changed.AsSpan(Place(file, "layers.3.weight")), -70001.5f);
            return changed;
        }

        // U32 as I32: the last bit is the sign.
        private static byte[] WithNegativePlace(byte[] file)
        {
            byte[] changed = With(WithoutChecksum(file), "\"dtype\":\"U32\""u8, "\"dtype\":\"I32\""u8)!;
            changed[Place(file, "layers.0.weight.crow_indices") + 7] = 0x80;
            return changed;
        }

        private static int Place(byte[] file, string name) =>
            file.AsSpan().IndexOf(SafetensorsFile.Parse(file).Tensors.First(tensor => tensor.Name == name).Data.Span);
    }
}
