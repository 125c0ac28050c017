using System.Runtime.Intrinsics;
using DeepThin.Runtime;

namespace DeepThin.Kernels.Tests;

/// <summary>The kernels of the library at one vector width, which a test chooses at run time.</summary>
internal abstract class KernelLibrary
{
    /// <summary>The floats of a vector.</summary>
    public abstract int Lanes { get; }

    /// <summary>The kernels of a width.</summary>
    /// <param name="bits">32, which are plain loops, 128, 256 or 512.</param>
    public static KernelLibrary Of(int bits) => bits switch
    {
        32 => new KernelLibrary<Simd32, float>(),
        128 => new KernelLibrary<Simd128, Vector128<float>>(),
        256 => new KernelLibrary<Simd256, Vector256<float>>(),
        512 => new KernelLibrary<Simd512, Vector512<float>>(),
        _ => throw new ArgumentOutOfRangeException(nameof(bits), bits, "Vectors have 128, 256 or 512 bits, and plain loops 32."),
    };

    public abstract void Set(ref float a, nint aRow, nint aStep, ref float b, nint bStep, ref float c, nint cRow, int rows, int steps, int columns);

    public abstract void Add(ref float a, nint aRow, nint aStep, ref float b, nint bStep, ref float c, nint cRow, int rows, int steps, int columns);

    public abstract void Correlate(ref float w, int taps, ref float x, ref float s, int rows, int columns);

    public abstract void AddCorrelation(ref float w, int taps, ref float x, ref float s, int rows, int columns);

    public abstract int TapMargin { get; }

    public abstract void SetComplex(ref float a, nint aImaginary, nint aRow, nint aStep, ref float b, ref float c, int rows, int steps);

    public abstract void AddComplex(ref float a, nint aImaginary, nint aRow, nint aStep, ref float b, ref float c, int rows, int steps);

    public abstract void SetComplexOverSamples(ref float a, ref float b, ref float c, int rows, int columns, ref float scratch);

    public abstract void AddLagged(ref float d, ref float x, nint lag, ref float c, nint cStep, int lags, int length);

    public abstract void CorrelateBlock(ref float w, int taps, ref float x, ref float s);

    public abstract void AddCorrelationBlock(ref float w, int taps, ref float x, ref float start, ref float s);

    public abstract void PrepareTwiddles(ref float table, int half, ReadOnlySpan<byte> radices);

    public abstract void Analyze(ref float rows, ref float to, nint bin, nint imaginary, int half, ReadOnlySpan<byte> radices, ref float twiddle, ref float buffer);

    public abstract ref float Synthesize(ref float from, nint bin, nint imaginary, int half, ReadOnlySpan<byte> radices, ref float twiddle, ref float buffer);

    public abstract void PrepareSpectrum(
        ref float wf, int n, int q, int stride, int taps, int offset, int[] firstBands, int[] bands, int half, ReadOnlySpan<byte> radices, ref float twiddle, ref float spectrum);

    public abstract void PreparePairedSpectrum(
        ref float wf, int n, int q, int stride, int taps, int offset, int[] firstBands, int[] bands, int half, ReadOnlySpan<byte> radices, ref float twiddle, ref float spectrum);

    public abstract void Unpair(ref float pairs, int rows, int lanes, ref float to);

    public abstract void PrepareFilter(ref float taps, int count, int half, ReadOnlySpan<byte> radices, ref float twiddle, ref float filter);

    public abstract void Filter(ref float values, ref float filter, int half, ref float to);

    public abstract float RoundToIntegers(ref float x, int length, int largest, ref float integers);

    public abstract float RoundToPairs(ref float s, int step, int length, int largest, ref float pairs);

    public abstract void IntegersOfFourRows(ref sbyte a, nint stride, ref float b, int length, int rows, ref float c);

    public abstract float InnerProductOf<T>(ref T a, ref float b, int length)
        where T : unmanaged;

    public abstract void InnerProductsOfFourRows<T>(ref T a, nint stride, ref float b, int length, ref float c)
        where T : unmanaged;

    public abstract void Combine<T>(ref float a, ref T b, nint stride, int terms, ref float c, int length)
        where T : unmanaged;

    public abstract void SetNarrowRows<T>(ref T a, ref float scales, int rows, int steps, ref float x, ref float y, ref float tile)
        where T : unmanaged;

    public abstract void SetNarrowColumns<T>(ref T a, ref float scales, int rows, int columns, ref float x, ref float y, ref float tile)
        where T : unmanaged;

    public abstract void WidenColumns<T>(ref T packed, ref float scales, int terms, int lanes, int together, ref float tile, int stride)
        where T : unmanaged;

    public abstract void WidenPhases<T>(ref T packed, ref float scales, int terms, int columns, ref float tile)
        where T : unmanaged;

    public abstract void Scale(ref float x, float scale, ref float y);

    public abstract void AddScaled(ref float x, float scale, ref float y);

    public abstract void AddScaled(ref float x, float scale, ref float y, int length);

    public abstract void Pack(ReadOnlySpan<float> samples, int count, int features, ref float gains, ref float panel);

    public abstract void StandardizeRows(ref float x, ref float mean, ref float scale, ref float y, int rows);

    public abstract void ScaleRows(ref float x, ref float gains, ref float y, int rows);

    public abstract void Transpose(ref float x, int rows, int columns, ref float y);

    public abstract void ScaleRowsBackward(ref float gradients, ref float x, ref float gains, ref float gainGradients, int rows);

    public abstract void AddRowSums(ref float panel, int rows, ref float sums);

    public abstract void LeakyReluBackward(ref float gradients, ref float outputs, float slope, int length);

    public abstract void ClippedReluBackward(ref float gradients, ref float outputs, float ceiling, int length);

    public abstract void SigmoidBackward(ref float gradients, ref float outputs, int length);

    public abstract void TanhBackward(ref float gradients, ref float outputs, int length);

    public abstract void EluBackward(ref float gradients, ref float outputs, float alpha, int length);

    public abstract void HardSigmoidBackward(ref float gradients, ref float outputs, int length);

    public abstract void HardSwishBackward(ref float gradients, ref float inputs, int length);

    public abstract void ScaleChannels(ref float x, ref float weights, ref float y, int channels, int length);

    public abstract void Affine(ref float x, ref float weights, ref float biases, ref float y, int channels, int length);

    public abstract void PRelu(ref float x, ref float slopes, ref float y, int channels, int length);

    public abstract void PReluBackward(ref float g, ref float x, ref float slopes, ref float gx, int channels, int length);

    public abstract void Gate(ref float x, ref float gates, ref float y, int channels, int positions);

    public abstract void GateBackward(ref float g, ref float x, ref float ggates, int channels, int positions);

    public abstract void AddProducts(ref float g, ref float x, ref float sums, int channels, int length);

    public abstract void AddProductsBelow(ref float g, ref float x, ref float sums, int channels, int length);

    public abstract void AddSums(ref float g, ref float sums, int channels, int length);

    public abstract void NormalizeColumns(ref float x, ref float weights, ref float biases, ref float y, int rows, int columns, float epsilon);

    public abstract void NormalizeBackward(
        ref float x, ref float weights, ref float g, ref float gx, bool wantsInput, ref float weightGradients, ref float biasGradients, int rows, int columns, float epsilon);

    public abstract void BatchNormTrace(ref float x, int samples, ref float tensors, int stride, int channels, int places, float epsilon, ref float kept, ref float scratch, ref float y);

    public abstract void BatchNormBackward(
        ref float x, int samples, ref float tensors, int stride, int channels, int places, float momentum, ref float kept, ref float g, ref float gx, bool wantsInput, ref float gradients);

    public abstract void MagnitudeBackward(ref float x, ref float y, ref float g, ref float gx, int length);

    public abstract void Pad(ref float x, in SlidingWindow window, ref float padded);

    public abstract void Pad(ref float x, ref float gains, in SlidingWindow window, ref float padded);

    public abstract void Gather(ref float padded, in SlidingWindow window, int place, bool channelsLast, ref float columns);

    public abstract void Scatter(ref float outputs, int count, in SlidingWindow window, int place, ref float y);

    public abstract void GatherRows(ref float x, in SlidingWindow window, int position, bool channelsLast, ref float columns);

    public abstract void GatherRows(ref float x, ref float gains, in SlidingWindow window, int position, bool channelsLast, ref float columns);

    public abstract void AddRows(ref float columns, in SlidingWindow window, int position, bool channelsLast, ref float gx);

    public abstract void CopyRows(ref float from, int fromRows, ref float to, int toRows, int count);

    public abstract void DirectSums(ref float x, in DirectConvolution direct, ref float w, ref float scratch);

    public abstract void DirectScatter(in DirectConvolution direct, ref float sums, ref float y);

    public abstract void PrepareWinograd(in WinogradConvolution winograd, ref float w, ref float prepared);

    public abstract void WinogradSums(ref float x, in WinogradConvolution winograd, ref float prepared, ref float scratch);

    public abstract void WinogradScatter(in WinogradConvolution winograd, ref float sums, ref float y);

    public abstract void GroupedSums(ref float x, in GroupedConvolution grouped, ref float w, ref float scratch);

    public abstract void GroupedScatter(in GroupedConvolution grouped, ref float sums, ref float y);

    public abstract void GroupedSumRows(ref float x, in GroupedConvolution grouped, ref float w, ref float scratch, ref float y);

    public abstract void GroupedSumRowsBackward(
        ref float x, in GroupedConvolution grouped, ref float w, ref float g, ref float dw, ref float gx, bool wantsInput, ref float scratch, int sampleStride);

    public abstract void DepthwiseSumsOfThree(ref float x, in SlidingWindow window, ref float w, ref float masks, ref float sums, int stride);

    public abstract void MaxPool(ref float x, in SlidingWindow window, ref float y, ref float scratch);

    public abstract void AveragePool(ref float x, in SlidingWindow window, bool countsZeros, ref float y, ref float scratch);

    public abstract void MaxPoolRows(ref float x, in SlidingWindow window, ref float y);

    public abstract void AveragePoolRows(ref float x, in SlidingWindow window, bool countsZeros, ref float y);

    public abstract void MaxPoolRowsBackward(ref float x, ref float y, ref float g, in SlidingWindow window, ref float gx);

    public abstract void AveragePoolRowsBackward(ref float g, in SlidingWindow window, bool countsZeros, ref float gx);

    public abstract void ClearWhereZero(ref float values, ref float gradients, int length);
}

internal sealed class KernelLibrary<TSimd, TVector> : KernelLibrary
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public override int Lanes => TSimd.Count;

    public override int TapMargin => PanelCorrelation<TSimd, TVector>.TapMargin;

    public override void Set(ref float a, nint aRow, nint aStep, ref float b, nint bStep, ref float c, nint cRow, int rows, int steps, int columns) =>
        Product<TSimd, TVector>.Set(ref a, aRow, aStep, ref b, bStep, ref c, cRow, rows, steps, columns);

    public override void Add(ref float a, nint aRow, nint aStep, ref float b, nint bStep, ref float c, nint cRow, int rows, int steps, int columns) =>
        Product<TSimd, TVector>.Add(ref a, aRow, aStep, ref b, bStep, ref c, cRow, rows, steps, columns);

    public override void Correlate(ref float w, int taps, ref float x, ref float s, int rows, int columns) =>
        PanelCorrelation<TSimd, TVector>.Set(ref w, taps, ref x, ref s, rows, columns);

    public override void AddCorrelation(ref float w, int taps, ref float x, ref float s, int rows, int columns) =>
        PanelCorrelation<TSimd, TVector>.Add(ref w, taps, ref x, ref s, rows, columns);

    public override void SetComplex(ref float a, nint aImaginary, nint aRow, nint aStep, ref float b, ref float c, int rows, int steps) =>
        ComplexProduct<TSimd, TVector>.Set(ref a, aImaginary, aRow, aStep, ref b, ref c, rows, steps);

    public override void AddComplex(ref float a, nint aImaginary, nint aRow, nint aStep, ref float b, ref float c, int rows, int steps) =>
        ComplexProduct<TSimd, TVector>.Add(ref a, aImaginary, aRow, aStep, ref b, ref c, rows, steps);

    public override void SetComplexOverSamples(ref float a, ref float b, ref float c, int rows, int columns, ref float scratch) =>
        ComplexProduct<TSimd, TVector>.SetOverSamples(ref a, ref b, ref c, rows, columns, ref scratch);

    public override void AddLagged(ref float d, ref float x, nint lag, ref float c, nint cStep, int lags, int length) =>
        PanelCorrelation<TSimd, TVector>.AddLagged(ref d, ref x, lag, ref c, cStep, lags, length);

    public override void CorrelateBlock(ref float w, int taps, ref float x, ref float s) => Correlation<TSimd, TVector>.Set(ref w, taps, ref x, ref s);

    public override void AddCorrelationBlock(ref float w, int taps, ref float x, ref float start, ref float s) =>
        Correlation<TSimd, TVector>.Add(ref w, taps, ref x, ref start, ref s);

    public override void PrepareTwiddles(ref float table, int half, ReadOnlySpan<byte> radices) =>
        Fourier<TSimd, TVector>.PrepareTwiddles(ref table, half, radices);

    public override void Analyze(ref float rows, ref float to, nint bin, nint imaginary, int half, ReadOnlySpan<byte> radices, ref float twiddle, ref float buffer) =>
        Fourier<TSimd, TVector>.Analyze(ref rows, ref to, bin, imaginary, half, radices, ref twiddle, ref buffer);

    public override ref float Synthesize(ref float from, nint bin, nint imaginary, int half, ReadOnlySpan<byte> radices, ref float twiddle, ref float buffer) =>
        ref Fourier<TSimd, TVector>.Synthesize(ref from, bin, imaginary, half, radices, ref twiddle, ref buffer);

    public override void PrepareSpectrum(
        ref float wf, int n, int q, int stride, int taps, int offset, int[] firstBands, int[] bands, int half, ReadOnlySpan<byte> radices, ref float twiddle, ref float spectrum) =>
        Fourier<TSimd, TVector>.PrepareSpectrum(ref wf, n, q, stride, taps, offset, firstBands, bands, half, radices, ref twiddle, ref spectrum);

    public override void PreparePairedSpectrum(
        ref float wf, int n, int q, int stride, int taps, int offset, int[] firstBands, int[] bands, int half, ReadOnlySpan<byte> radices, ref float twiddle, ref float spectrum) =>
        Fourier<TSimd, TVector>.PreparePairedSpectrum(ref wf, n, q, stride, taps, offset, firstBands, bands, half, radices, ref twiddle, ref spectrum);

    public override void Unpair(ref float pairs, int rows, int lanes, ref float to) => Fourier<TSimd, TVector>.Unpair(ref pairs, rows, lanes, ref to);

    public override void PrepareFilter(ref float taps, int count, int half, ReadOnlySpan<byte> radices, ref float twiddle, ref float filter) =>
        Fourier<TSimd, TVector>.PrepareFilter(ref taps, count, half, radices, ref twiddle, ref filter);

    public override void Filter(ref float values, ref float filter, int half, ref float to) =>
        Fourier<TSimd, TVector>.Filter(ref values, ref filter, half, ref to);

    public override float RoundToIntegers(ref float x, int length, int largest, ref float integers) =>
        Integers<TSimd, TVector>.Round(ref x, length, largest, ref integers);

    public override float RoundToPairs(ref float s, int step, int length, int largest, ref float pairs) =>
        Integers<TSimd, TVector>.RoundPairs(ref s, step, length, largest, ref pairs);

    public override void IntegersOfFourRows(ref sbyte a, nint stride, ref float b, int length, int rows, ref float c) =>
        Integers<TSimd, TVector>.OfFourRows(ref a, stride, ref b, length, rows, ref c);

    public override float InnerProductOf<T>(ref T a, ref float b, int length) => InnerProduct<TSimd, TVector>.Of(ref a, ref b, length);

    public override void InnerProductsOfFourRows<T>(ref T a, nint stride, ref float b, int length, ref float c) =>
        InnerProduct<TSimd, TVector>.OfFourRows(ref a, stride, ref b, length, ref c);

    public override void Combine<T>(ref float a, ref T b, nint stride, int terms, ref float c, int length) =>
        InnerProduct<TSimd, TVector>.Combine(ref a, ref b, stride, terms, ref c, length);

    public override void SetNarrowRows<T>(ref T a, ref float scales, int rows, int steps, ref float x, ref float y, ref float tile) =>
        NarrowWeights<TSimd, TVector, T>.SetRows(ref a, ref scales, rows, steps, ref x, ref y, ref tile);

    public override void SetNarrowColumns<T>(ref T a, ref float scales, int rows, int columns, ref float x, ref float y, ref float tile) =>
        NarrowWeights<TSimd, TVector, T>.SetColumns(ref a, ref scales, rows, columns, ref x, ref y, ref tile);

    public override void WidenColumns<T>(ref T packed, ref float scales, int terms, int lanes, int together, ref float tile, int stride) =>
        NarrowWeights<TSimd, TVector, T>.WidenColumns(ref packed, ref scales, terms, lanes, together, ref tile, stride);

    public override void WidenPhases<T>(ref T packed, ref float scales, int terms, int columns, ref float tile) =>
        NarrowWeights<TSimd, TVector, T>.WidenPhases(ref packed, ref scales, terms, columns, ref tile);

    public override void Scale(ref float x, float scale, ref float y) => PanelKernels<TSimd, TVector>.Scale(ref x, scale, ref y);

    public override void AddScaled(ref float x, float scale, ref float y) => PanelKernels<TSimd, TVector>.AddScaled(ref x, scale, ref y);

    public override void AddScaled(ref float x, float scale, ref float y, int length) => PanelKernels<TSimd, TVector>.AddScaled(ref x, scale, ref y, length);

    public override void Pack(ReadOnlySpan<float> samples, int count, int features, ref float gains, ref float panel) =>
        PanelKernels<TSimd, TVector>.Pack(samples, features, count, features, ref gains, ref panel);

    public override void StandardizeRows(ref float x, ref float mean, ref float scale, ref float y, int rows) =>
        PanelKernels<TSimd, TVector>.StandardizeRows(ref x, ref mean, ref scale, ref y, rows);

    public override void ScaleRows(ref float x, ref float gains, ref float y, int rows) => PanelKernels<TSimd, TVector>.ScaleRows(ref x, ref gains, ref y, rows);

    public override void Transpose(ref float x, int rows, int columns, ref float y) => PanelKernels<TSimd, TVector>.Transpose(ref x, rows, columns, ref y);

    public override void ScaleRowsBackward(ref float gradients, ref float x, ref float gains, ref float gainGradients, int rows) =>
        PanelKernels<TSimd, TVector>.ScaleRowsBackward(ref gradients, ref x, ref gains, ref gainGradients, rows);

    public override void AddRowSums(ref float panel, int rows, ref float sums) => PanelKernels<TSimd, TVector>.AddRowSums(ref panel, rows, ref sums);

    public override void LeakyReluBackward(ref float gradients, ref float outputs, float slope, int length) =>
        PanelKernels<TSimd, TVector>.LeakyReluBackward(ref gradients, ref outputs, slope, length);

    public override void ClippedReluBackward(ref float gradients, ref float outputs, float ceiling, int length) =>
        PanelKernels<TSimd, TVector>.ClippedReluBackward(ref gradients, ref outputs, ceiling, length);

    public override void SigmoidBackward(ref float gradients, ref float outputs, int length) =>
        PanelKernels<TSimd, TVector>.SigmoidBackward(ref gradients, ref outputs, length);

    public override void TanhBackward(ref float gradients, ref float outputs, int length) =>
        PanelKernels<TSimd, TVector>.TanhBackward(ref gradients, ref outputs, length);

    public override void EluBackward(ref float gradients, ref float outputs, float alpha, int length) =>
        PanelKernels<TSimd, TVector>.EluBackward(ref gradients, ref outputs, alpha, length);

    public override void HardSigmoidBackward(ref float gradients, ref float outputs, int length) =>
        PanelKernels<TSimd, TVector>.HardSigmoidBackward(ref gradients, ref outputs, length);

    public override void HardSwishBackward(ref float gradients, ref float inputs, int length) =>
        PanelKernels<TSimd, TVector>.HardSwishBackward(ref gradients, ref inputs, length);

    public override void ScaleChannels(ref float x, ref float weights, ref float y, int channels, int length) =>
        ChannelKernels<TSimd, TVector>.Scale(ref x, ref weights, ref y, channels, length);

    public override void Affine(ref float x, ref float weights, ref float biases, ref float y, int channels, int length) =>
        ChannelKernels<TSimd, TVector>.Affine(ref x, ref weights, ref biases, ref y, channels, length);

    public override void PRelu(ref float x, ref float slopes, ref float y, int channels, int length) =>
        ChannelKernels<TSimd, TVector>.PRelu(ref x, ref slopes, ref y, channels, length);

    public override void PReluBackward(ref float g, ref float x, ref float slopes, ref float gx, int channels, int length) =>
        ChannelKernels<TSimd, TVector>.PReluBackward(ref g, ref x, ref slopes, ref gx, channels, length);

    public override void Gate(ref float x, ref float gates, ref float y, int channels, int positions) => ChannelKernels<TSimd, TVector>.Gate(ref x, ref gates, ref y, channels, positions);

    public override void GateBackward(ref float g, ref float x, ref float ggates, int channels, int positions) =>
        ChannelKernels<TSimd, TVector>.GateBackward(ref g, ref x, ref ggates, channels, positions);

    public override void AddProducts(ref float g, ref float x, ref float sums, int channels, int length) =>
        ChannelKernels<TSimd, TVector>.AddProducts(ref g, ref x, ref sums, channels, length);

    public override void AddProductsBelow(ref float g, ref float x, ref float sums, int channels, int length) =>
        ChannelKernels<TSimd, TVector>.AddProductsBelow(ref g, ref x, ref sums, channels, length);

    public override void AddSums(ref float g, ref float sums, int channels, int length) =>
        ChannelKernels<TSimd, TVector>.AddSums(ref g, ref sums, channels, length);

    public override void NormalizeColumns(ref float x, ref float weights, ref float biases, ref float y, int rows, int columns, float epsilon) =>
        LayerNorm<TSimd, TVector>.Columns(ref x, ref weights, ref biases, ref y, rows, columns, epsilon);

    public override void NormalizeBackward(
        ref float x, ref float weights, ref float g, ref float gx, bool wantsInput, ref float weightGradients, ref float biasGradients, int rows, int columns, float epsilon) =>
        LayerNorm<TSimd, TVector>.Backward(ref x, ref weights, ref g, ref gx, wantsInput, ref weightGradients, ref biasGradients, rows, columns, epsilon);

    public override void BatchNormTrace(ref float x, int samples, ref float tensors, int stride, int channels, int places, float epsilon, ref float kept, ref float scratch, ref float y) =>
        BatchNorm<TSimd, TVector>.Trace(ref x, samples, ref tensors, stride, channels, places, epsilon, ref kept, ref scratch, ref y);

    public override void BatchNormBackward(
        ref float x, int samples, ref float tensors, int stride, int channels, int places, float momentum, ref float kept, ref float g, ref float gx, bool wantsInput, ref float gradients) =>
        BatchNorm<TSimd, TVector>.Backward(ref x, samples, ref tensors, stride, channels, places, momentum, ref kept, ref g, ref gx, wantsInput, ref gradients);

    public override void MagnitudeBackward(ref float x, ref float y, ref float g, ref float gx, int length) =>
        Magnitudes<TSimd, TVector>.Backward(ref x, ref y, ref g, ref gx, length);

    public override void Pad(ref float x, in SlidingWindow window, ref float padded) =>
        Positions<TSimd, TVector>.Pad(ref x, window, ref padded);

    public override void Pad(ref float x, ref float gains, in SlidingWindow window, ref float padded) =>
        Positions<TSimd, TVector>.Pad(ref x, ref gains, window, ref padded);

    public override void Gather(ref float padded, in SlidingWindow window, int place, bool channelsLast, ref float columns) =>
        Positions<TSimd, TVector>.Gather(ref padded, window, place, channelsLast, ref columns);

    public override void Scatter(ref float outputs, int count, in SlidingWindow window, int place, ref float y) =>
        Positions<TSimd, TVector>.Scatter(ref outputs, count, window, place, ref y);

    public override void GatherRows(ref float x, in SlidingWindow window, int position, bool channelsLast, ref float columns) =>
        Positions<TSimd, TVector>.GatherRows(ref x, window, position, channelsLast, ref columns);

    public override void GatherRows(ref float x, ref float gains, in SlidingWindow window, int position, bool channelsLast, ref float columns) =>
        Positions<TSimd, TVector>.GatherRows(ref x, ref gains, window, position, channelsLast, ref columns);

    public override void AddRows(ref float columns, in SlidingWindow window, int position, bool channelsLast, ref float gx) =>
        Positions<TSimd, TVector>.AddRows(ref columns, window, position, channelsLast, ref gx);

    public override void CopyRows(ref float from, int fromRows, ref float to, int toRows, int count) =>
        Positions<TSimd, TVector>.CopyRows(ref from, fromRows, ref to, toRows, count);

    public override void DirectSums(ref float x, in DirectConvolution direct, ref float w, ref float scratch) => DirectConvolutionKernel<TSimd, TVector>.Sums(ref x, direct, ref w, ref scratch);

    public override void DirectScatter(in DirectConvolution direct, ref float sums, ref float y) => DirectConvolutionKernel<TSimd, TVector>.Scatter(direct, ref sums, ref y);

    public override void PrepareWinograd(in WinogradConvolution winograd, ref float w, ref float prepared) => WinogradKernel<TSimd, TVector>.Prepare(winograd, ref w, ref prepared);

    public override void WinogradSums(ref float x, in WinogradConvolution winograd, ref float prepared, ref float scratch) =>
        WinogradKernel<TSimd, TVector>.Sums(ref x, winograd, ref prepared, ref scratch);

    public override void WinogradScatter(in WinogradConvolution winograd, ref float sums, ref float y) => WinogradKernel<TSimd, TVector>.Scatter(winograd, ref sums, ref y);

    public override void GroupedSums(ref float x, in GroupedConvolution grouped, ref float w, ref float scratch) =>
        GroupedKernel<TSimd, TVector>.Sums(ref x, grouped, ref w, ref scratch);

    public override void GroupedScatter(in GroupedConvolution grouped, ref float sums, ref float y) => GroupedKernel<TSimd, TVector>.Scatter(grouped, ref sums, ref y);

    public override void GroupedSumRows(ref float x, in GroupedConvolution grouped, ref float w, ref float scratch, ref float y) =>
        GroupedKernel<TSimd, TVector>.SumRows(ref x, grouped, ref w, ref scratch, ref y);

    public override void GroupedSumRowsBackward(
        ref float x, in GroupedConvolution grouped, ref float w, ref float g, ref float dw, ref float gx, bool wantsInput, ref float scratch, int sampleStride) =>
        GroupedKernel<TSimd, TVector>.SumRowsBackward(ref x, grouped, ref w, ref g, ref dw, ref gx, wantsInput, ref scratch, sampleStride);

    public override void DepthwiseSumsOfThree(ref float x, in SlidingWindow window, ref float w, ref float masks, ref float sums, int stride) =>
        DepthwiseKernel<TSimd, TVector>.SumsOfThree(ref x, window, ref w, ref masks, ref sums, stride);

    public override void MaxPool(ref float x, in SlidingWindow window, ref float y, ref float scratch) =>
        Pooling<TSimd, TVector>.Max(ref x, window, ref y, ref scratch);

    public override void AveragePool(ref float x, in SlidingWindow window, bool countsZeros, ref float y, ref float scratch) =>
        Pooling<TSimd, TVector>.Average(ref x, window, countsZeros, ref y, ref scratch);

    public override void MaxPoolRows(ref float x, in SlidingWindow window, ref float y) =>
        Pooling<TSimd, TVector>.MaxRows(ref x, window, ref y);

    public override void AveragePoolRows(ref float x, in SlidingWindow window, bool countsZeros, ref float y) =>
        Pooling<TSimd, TVector>.AverageRows(ref x, window, countsZeros, ref y);

    public override void MaxPoolRowsBackward(ref float x, ref float y, ref float g, in SlidingWindow window, ref float gx) =>
        Pooling<TSimd, TVector>.MaxRowsBackward(ref x, ref y, ref g, window, ref gx);

    public override void AveragePoolRowsBackward(ref float g, in SlidingWindow window, bool countsZeros, ref float gx) =>
        Pooling<TSimd, TVector>.AverageRowsBackward(ref g, window, countsZeros, ref gx);

    public override void ClearWhereZero(ref float values, ref float gradients, int length) =>
        PanelKernels<TSimd, TVector>.ClearWhereZero(ref values, ref gradients, length);
}
