using System;
using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Parsing;
using DeepThin.Generators.Specs;
using DeepThin.Generators.Weights;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.Names;

namespace DeepThin.Generators.Emitting;

/// <summary>Writes the files of a model: its members, its network, and the classes of its layers.</summary>
internal static class ModelEmitter
{
    /// <summary>The files of a valid model.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="plan">The plan of its network.</param>
    /// <param name="weights">The resource with its weights, for which <c>LoadEmbedded</c> is written; null for a model without.</param>
    public static IEnumerable<SourceFile> Emit(ModelSpec spec, NetworkPlan plan, EmbeddedWeights.Entry? weights = null)
    {
        var type = spec.Type;
        var source = new ModelSource(spec, plan, weights);
        yield return SourceFiles.PartOf(type, "", Interface(type.QualifiedName, source.Kind), writer => EmitMembers(writer, source));
        if (spec.NativeExports is { } prefix)
        {
            yield return SourceFiles.PartOf(type, ".Exports", "", new ExportsEmitter(spec, prefix, plan, weights != null).Emit);
        }

        // Layers that differ in place and name alone share a class, which is called after the first of them. One that another layer computes may still have something to prepare.
        StepPlan[] computed = [.. plan.Computed];
        LayerClass?[] classes = [.. computed.Select(step => step.Layer is { IsAlias: true, Prepared: 0 } ? null : LayerClass.Of(computed, step, spec.Training))];
        yield return SourceFiles.OfNetwork(type, "Network", plan.HasPasses ? new PassesEmitter(source).Emit : new NetworkEmitter(source, classes).Emit);
        int first = 0;
        foreach (var pass in plan.Passes)
        {
            yield return SourceFiles.OfNetwork(type, source.NameOf(pass), new NetworkEmitter(source, [.. classes.Skip(first).Take(pass.Network.Steps.Count)], pass).Emit);
            first += pass.Network.Steps.Count;
        }

        foreach (var layer in classes.OfType<LayerClass>().GroupBy(layer => layer.Name).Select(same => same.First()))
        {
            yield return SourceFiles.OfNetwork(type, layer.Name, layer.Emit);
        }
    }

    /// <summary>The members of a model that is not valid, so that code which uses them raises no second error.</summary>
    /// <param name="result">What the parser made of it.</param>
    /// <param name="embedded">Whether it has embedded weights.</param>
    public static SourceFile EmitInvalid(ParseResult result, bool embedded)
    {
        const string AnyModel = "TModel";
        var (type, kind) = (result.Type!, result.Kind);
        string nested = $"{type.QualifiedName}.{Member.Instance}";
        return result.Stub switch
        {
            StubKind.StaticPart => SourceFiles.PartOf(type, "", "", writer =>
            {
                Emitter(nested, result.Obstacles, implements: false).EmitStaticMembers(writer, result.Ports);
                writer.Write("/// <summary>A model, which a static class cannot be.</summary>");
                writer.Block($"{GeneratedCode}\npublic sealed class {Member.Instance}{Interface(nested, kind)}", () => Emitter(nested, default).EmitMembers(writer));
            }),
            StubKind.Extension => SourceFiles.OfExtensions(
                type, type.HintName, "", "", $"extension({type.QualifiedName} model)", Emitter(type.QualifiedName, default).EmitMembers),

            // Those of every class come after all others, as they are in an imported namespace.
            StubKind.FileLocal => SourceFiles.OfExtensions(
                type, Root, $"global using global::{Root};", Root, $"extension<{AnyModel}>({AnyModel} model)\n    where {AnyModel} : class", Emitter(AnyModel, default).EmitMembers),
            _ => SourceFiles.PartOf(type, "", Interface(type.QualifiedName, kind), writer =>
            {
                Emitter(type.QualifiedName, result.Obstacles).EmitMembers(writer);
                Emitter(type.QualifiedName, result.Obstacles).EmitPorts(writer, result.Ports);
            }),
        };

        InvalidEmitter Emitter(string model, Obstacles obstacles, bool implements = true) => new(model, type.FullName, obstacles, implements, kind, embedded);
    }

    private static string Interface(string model, ModelKind kind) => $" : global::DeepThin.{kind.InterfaceOf()}<{model}>";

    private static void EmitMembers(SourceWriter writer, ModelSource source)
    {
        writer.Write($$"""
            {{GeneratedCode}}
            private readonly {{source.Network}} {{Member.Instance}};

            {{GeneratedCode}}
            private {{source.Spec.Type.Name}}({{Runtime}}.ModelWeights weights) => {{Member.Instance}} = new(weights);
            """);
        foreach (var member in Member.Of(source.Kind, source.Weights != null)) EmitMember(writer, member, source);
        PortsEmitter.Emit(writer, source);
    }

    private static void EmitMember(SourceWriter writer, Member member, ModelSource source)
    {
        string body = member.Body(source), head = $"public {member.TypeIn(source.Name)} {member.Signature}";
        writer.Skip();
        writer.Write(member.Interface != null ? Inherited : $"""
            /// <summary>A model with the weights that are embedded in this assembly; the build has compared their names, types and shapes with the model.</summary>
            /// <exception cref="global::DeepThin.WeightsException">The resource is not the file that the build saw: it was written during the build, or the assembly was changed.</exception>
            {GeneratedCode}
            """);
        const int MostColumns = 140;
        bool isBlock = body.StartsWith("{", StringComparison.Ordinal);
        bool fits = head.Length + body.Length < MostColumns && !body.Contains('\n');
        writer.Write(isBlock ? $"{head}\n{body}" : fits ? $"{head} => {body};" : $"{head} =>\n    {body.Replace("\n", "\n    ")};");
    }
}
