using System.Reflection;
using System.Runtime.Loader;
using DeepThin.Exporting.Declarations;

namespace DeepThin.Tool.Models;

/// <summary>Predictions of a model of a compiled assembly, which is loaded and run.</summary>
internal static class ModelRun
{
    /// <summary>Predicts.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="network">The model.</param>
    /// <param name="weights">The file of its weights.</param>
    /// <param name="inputs">The samples, or the steps of one sequence, one behind the other.</param>
    /// <exception cref="ToolException">The assembly cannot be loaded.</exception>
    public static float[] Predict(string assembly, DeclaredNetwork network, string weights, float[] inputs)
    {
        try
        {
            var context = new AssemblyLoadContext("models");
            string folder = Path.GetDirectoryName(Path.GetFullPath(assembly))!;
            // The library itself is that of this program, so that the types of the model are known here.
            context.Resolving += (_, name) => Path.Combine(folder, $"{name.Name}.dll") is var file && File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
            var model = context.LoadFromAssemblyPath(Path.GetFullPath(assembly)).GetTypes().First(type => type.FullName?.Replace('+', '.') == network.Name);
            var predict = typeof(ModelRun).GetMethod(nameof(PredictWith), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(model);
            return predict.CreateDelegate<Func<string, float[], float[]>>()(weights, inputs);
        }
        catch (Exception fault) when (fault is BadImageFormatException or TypeLoadException or MissingMemberException or ReflectionTypeLoadException or FileNotFoundException or ArgumentException)
        {
            throw new ToolException($"{assembly} cannot be run here: {fault.Message} Is it built with the version of DeepThin that this tool has?");
        }
    }

    private static float[] PredictWith<TModel>(string weights, float[] inputs)
        where TModel : class, IModel<TModel>
    {
        var model = TModel.Load(weights);
        int count = inputs.Length / TModel.InputLength;
        float[] outputs = new float[(TModel.Info.EndsSequences ? 1 : count) * TModel.OutputLength];
        if (TModel.Info.TakesSequences) model.Forward(inputs, outputs);
        else model.ForwardBatch(inputs, outputs);
        return outputs;
    }
}
