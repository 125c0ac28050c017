// Compares kernels with the definition in double precision, as compiled ahead of time for one instruction set: the models and the checks of KernelTests.
// Usage: App [MULTIPLY-ADDS], with which models that take more for a sample are left out: they are too slow for an emulator.
using System.Globalization;
using DeepThin.Aot.Tests.App;
using DeepThin.Generators.Tests.Kernels;
using DeepThin.Runtime;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
long most = args.Length == 0 ? long.MaxValue : long.Parse(args[0], CultureInfo.InvariantCulture);
Console.WriteLine($"width {(Simd512.IsSupported ? 512 : Simd256.IsSupported ? 256 : 128)}");
var all = KernelModels.All.Select(item => (Item: item, Model: item.Create())).ToLookup(pair => pair.Model.Info.Layers.Sum(layer => layer.MultiplyAdds) <= most);
foreach (var (item, _) in all[false]) Console.WriteLine($"{item.Name} left out");

var (models, findings) = (all[true].ToArray(), new List<Finding>[all[true].Count()]);
Parallel.For(0, models.Length, i =>
{
    var (item, model) = models[i];
    findings[i] = [.. new Samples(item.Activations, model, item.Seed).Findings(item.Tolerance), PublishedChecks.Threads(model)];
});

// What a thread allocates is only told exactly while no other one has the memory collected.
for (int i = 0; i < models.Length; i++) findings[i].Add(PublishedChecks.Allocated(models[i].Model));
for (int i = 0; i < models.Length; i++) Print(models[i].Item.Name, findings[i], models[i].Model.Info.ToString());

// A line for each check; what is wrong is told at the end of the line, and the plan of the model below.
static void Print(string name, List<Finding> findings, string plan)
{
    foreach (var finding in findings) Console.WriteLine($"{name} {finding.Check} {finding.Error:e2}{(finding.IsRight ? "" : " " + finding.Where)}");
    if (findings.All(finding => finding.IsRight)) return;
    foreach (string line in plan.Split('\n')) Console.WriteLine("  " + line);
}
