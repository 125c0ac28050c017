// Compares kernels with the definition in double precision, as compiled ahead of time for one instruction set: the models and the checks of KernelTests.
using System.Globalization;
using DeepThin.Aot.Tests.App;
using DeepThin.Generators.Tests.Kernels;
using DeepThin.Runtime;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.WriteLine($"width {(Simd512.IsSupported ? 512 : Simd256.IsSupported ? 256 : 128)}");

var (all, narrow) = (KernelModels.All, KernelModels.Narrow);
Console.WriteLine($"models {all.Length} {narrow.Length}");
CompiledModel[] models = [.. all.Select(item => item.Create()), .. narrow.Select(item => item.CreateNarrow())];
string[] names = [.. all.Select(item => item.Name), .. narrow.Select(item => item.Name)];
var findings = new List<Finding>[models.Length];
string folder = Directory.CreateTempSubdirectory("deepthin-").FullName;

// Without a limit the pool starts more and more threads for checks that wait for others, each with a model of its own in the cache.
Parallel.For(0, models.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
{
    var model = models[i];
    findings[i] = [.. i < all.Length ? Findings(all[i], model) : NarrowFindings(narrow[i - all.Length], model, folder), PublishedChecks.Threads(model)];
});
Directory.Delete(folder, recursive: true);

// What a thread allocates is only told exactly while no other one has the memory collected.
for (int i = 0; i < models.Length; i++) findings[i].Add(PublishedChecks.Allocated(models[i]));
for (int i = 0; i < models.Length; i++) Print(names[i], findings[i], models[i].Info.ToString());

static IEnumerable<Finding> Findings(KernelModel item, CompiledModel model) => new Samples(item.Activations, model, item.Seed).Findings(item.Tolerance);

static IEnumerable<Finding> NarrowFindings(NarrowKernelModel item, CompiledModel model, string folder) =>
    new NarrowSamples(item.Activations, item.CreateWide(), model, item.Seed, folder).Findings(item.Tolerance);

// A line for each check, with the error and the tolerance; what is wrong is told at the end of the line, and the plan of the model below.
static void Print(string name, List<Finding> findings, string plan)
{
    foreach (var finding in findings) Console.WriteLine($"{name} {finding.Check} {finding.Error:e2} {finding.Tolerance:e6}{(finding.IsRight ? "" : " " + finding.Where)}");
    if (findings.All(finding => finding.IsRight)) return;
    foreach (string line in plan.Split('\n')) Console.WriteLine("  " + line);
}
