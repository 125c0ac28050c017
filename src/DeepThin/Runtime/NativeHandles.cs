using System.Collections.Concurrent;

namespace DeepThin.Runtime;

/// <summary>
/// The models that other languages hold, by number. A number is given once in a process, so one that was freed stays invalid. Looking one up
/// takes no lock; a model that is freed during a prediction lives until its end.
/// </summary>
internal static class NativeHandles
{
    // Odd, so that no two numbers become one; large, so that a small number or an address is hardly ever a handle.
    private const ulong Scramble = 0x9E3779B97F4A7C15;

    private static readonly ConcurrentDictionary<nint, object> Models = new();

    private static long _last;

    /// <summary>Keeps a model and gives it a handle, which is never zero.</summary>
    /// <param name="model">The model.</param>
    public static nint Add(object model)
    {
        ulong number = (ulong)Interlocked.Increment(ref _last);
        if (number > nuint.MaxValue) throw new InvalidOperationException("This process has given all handles that it has; start another");
        nint handle = unchecked((nint)(nuint)(number * Scramble));
        Models[handle] = model;
        return handle;
    }

    /// <summary>The model of a handle; null where the handle is not valid, or one of another model.</summary>
    /// <typeparam name="TModel">The type of the model.</typeparam>
    /// <param name="handle">The handle.</param>
    public static TModel? Find<TModel>(nint handle)
        where TModel : class => Models.TryGetValue(handle, out object? model) ? model as TModel : null;

    /// <summary>Lets go of a model; false where the handle is not valid, or one of another model. Of several threads one succeeds.</summary>
    /// <typeparam name="TModel">The type of the model.</typeparam>
    /// <param name="handle">The handle.</param>
    public static bool Remove<TModel>(nint handle)
        where TModel : class => Find<TModel>(handle) != null && Models.TryRemove(handle, out _);
}
