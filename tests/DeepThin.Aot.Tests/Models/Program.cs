// Writes the sources of the models of KernelTests into a folder, and a list of them for the program that checks them.
using System.Globalization;
using DeepThin.Aot.Tests.Models;
using DeepThin.Generators.Tests.Kernels;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not [string folder, string text] || !int.TryParse(text, out int seeds) || seeds is < 0 or > ModelSet.Seeds)
{
    Console.Error.WriteLine($"Usage: DeepThin.Aot.Tests.Models FOLDER SEEDS, with 0 to {ModelSet.Seeds} seeds");
    return 2;
}

new ModelSources(folder).Write([.. ModelSet.All.Where(set => set.Seed < seeds)], narrow: 0);
return 0;
