using System.Reflection;

namespace DeepThin;

/// <summary>What every generated model offers, so that code can be written for all of them.</summary>
/// <typeparam name="TSelf">The model.</typeparam>
public interface IModel<TSelf> : IDisposable
    where TSelf : class, IModel<TSelf>
{
    /// <summary>The number of values that a sample has.</summary>
    static abstract int InputLength { get; }

    /// <summary>The number of values that a prediction has.</summary>
    static abstract int OutputLength { get; }

    /// <summary>The plan of the model.</summary>
    static abstract ModelInfo Info { get; }

    /// <summary>A model with random parameters.</summary>
    /// <param name="seed">The same seed gives the same parameters.</param>
    static abstract TSelf Create(int seed);

    /// <summary>A model with the parameters of a safetensors file, packed or not. The file is read, and whatever becomes of it afterwards does not matter.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="WeightsException">The file is not valid, or does not fit the model.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    static abstract TSelf Load(string path);

    /// <summary>
    /// A model that reads its parameters where they lie in a packed file, which is mapped into memory: pages are read when they are needed, and processes
    /// share them. A model that trains copies the parameters, since it writes to them.
    /// </summary>
    /// <remarks>
    /// The file must not be changed in place while the model is used: that ends the process, or changes what is predicted. Replace it by renaming
    /// another one, as <see cref="Save(string, WeightType?)"/> does; the model goes on with the old one. The file stays open until the model is disposed of or collected.
    /// </remarks>
    /// <param name="path">The file, written by <see cref="SavePacked(string, WeightType?)"/>.</param>
    /// <exception cref="WeightsException">The file is not packed, not valid, or does not fit the model.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    static abstract TSelf LoadMapped(string path);

    /// <summary>A model with the parameters of a safetensors file, read from a stream to its end.</summary>
    /// <inheritdoc cref="Load(string)"/>
    static abstract TSelf Load(Stream stream);

    /// <summary>A model with the parameters of a safetensors file in memory. A packed one is read where it lies, so that its bytes must stay as they are.</summary>
    /// <inheritdoc cref="Load(string)"/>
    static abstract TSelf Load(ReadOnlyMemory<byte> file);

    /// <summary>A model with the parameters of a safetensors file that is embedded in an assembly.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="name">The resource's name.</param>
    /// <exception cref="WeightsException">There is no such resource, or it is not valid, or does not fit the model.</exception>
    static abstract TSelf LoadResource(Assembly assembly, string name);

    /// <summary>Predicts one sample. Safe from many threads at once; allocates nothing after a thread's first call.</summary>
    /// <param name="input">The sample, InputLength values.</param>
    /// <param name="output">Receives the prediction, OutputLength values; must not overlap <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the spans overlap; nothing was written.</exception>
    /// <exception cref="ObjectDisposedException">The model has read its parameters from a mapped file and was disposed of.</exception>
    void Forward(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>
    /// Predicts many samples, 64 at a time. Safe from many threads at once. On one thread it allocates nothing after a thread's first call.
    /// More threads share the samples in panels of 64, and predict the same bits; up to 64 samples stay on the caller's thread.
    /// </summary>
    /// <param name="inputs">The samples one after the other, InputLength values each.</param>
    /// <param name="outputs">Receives the predictions one after the other, OutputLength values for each sample; must not overlap <paramref name="inputs"/>.</param>
    /// <param name="maxDegreeOfParallelism">The most threads at work, the caller's and those of the thread pool: 1 or more, or −1 for all processors.</param>
    /// <exception cref="ArgumentException">A length or the number of threads is wrong, or the spans overlap; nothing was written.</exception>
    /// <exception cref="ObjectDisposedException">The model has read its parameters from a mapped file and was disposed of.</exception>
    void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int maxDegreeOfParallelism = 1);

    /// <summary>What was rounded when the weights were loaded or drawn: nothing, unless the model holds them in fewer bits than single precision.</summary>
    RoundingReport Rounding { get; }

    /// <summary>
    /// The names of the features and of the classes: those of the file, or those that were set. <see cref="Save(string, WeightType?)"/> and
    /// <see cref="SavePacked(string, WeightType?)"/> write them to the file. Predictions do not depend on them.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// There are not as many names as features, or as classes: one for each output, and two for one output after a Sigmoid. None at all are allowed.
    /// </exception>
    DataNames Names { get; set; }

#pragma warning disable RS0026 // A path and a stream are never taken for each other.
    /// <summary>Writes the parameters to a safetensors file. The file is complete or not there: it is written beside its place, flushed, and renamed.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="type">How the values are stored; null for how the model holds them.</param>
    /// <exception cref="ArgumentException">The type is not known.</exception>
    /// <exception cref="InvalidOperationException">
    /// A pruned layer has more weights that are not zero than it keeps, or a value is not finite or too large for a type of fewer bits; an existing file is as it was.
    /// </exception>
    /// <exception cref="DirectoryNotFoundException">The folder of the file is not there.</exception>
    /// <exception cref="IOException">The file cannot be written; an existing one is as it was.</exception>
    void Save(string path, WeightType? type = null);

    /// <summary>Writes the parameters as a safetensors file to a stream.</summary>
    /// <param name="stream">Receives the file; it need not be seekable, and stays open.</param>
    /// <param name="type">How the values are stored; null for how the model holds them.</param>
    /// <exception cref="ArgumentException">The type is not known, or the stream cannot be written.</exception>
    /// <exception cref="InvalidOperationException">
    /// A pruned layer has more weights that are not zero than it keeps, or a value is not finite or too large for a type of fewer bits; nothing was written.
    /// </exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    void Save(Stream stream, WeightType? type = null);

    /// <summary>
    /// Writes the memory that the kernels read to a packed file, as atomically as <see cref="Save(string, WeightType?)"/>. Loading it prepares nothing,
    /// <see cref="LoadMapped"/> can map it, and it fits only this plan. Other programs find the tensors by name in a file that is not packed.
    /// </summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="type">How the model holds the values, or null.</param>
    /// <exception cref="ArgumentException">The type is not that of the model.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder of the file is not there.</exception>
    /// <exception cref="IOException">The file cannot be written; an existing one is as it was.</exception>
    void SavePacked(string path, WeightType? type = null);

    /// <summary>Writes the memory that the kernels read as a packed file to a stream: see <see cref="SavePacked(string, WeightType?)"/>.</summary>
    /// <param name="stream">Receives the file; it need not be seekable, and stays open.</param>
    /// <param name="type">How the model holds the values, or null.</param>
    /// <exception cref="ArgumentException">The type is not that of the model, or the stream cannot be written.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    void SavePacked(Stream stream, WeightType? type = null);
#pragma warning restore RS0026
}
