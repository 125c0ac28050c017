// Writes the sources of models of KernelTests into a folder, and a list of them for the program that checks them.
using System.Globalization;
using DeepThin.Aot.Tests.Models;
using DeepThin.Generators.Tests.Kernels;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not [string folder, "all" or "none"])
{
    Console.Error.WriteLine("Usage: DeepThin.Aot.Tests.Models FOLDER all|none");
    return 2;
}

new ModelSources(folder).Write(args[1] == "all" ? ModelSet.All : []);
return 0;
