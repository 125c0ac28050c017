using System.Collections.Immutable;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Diagnostics;

/// <summary>
/// Every diagnostic: DT01xx the model and its type, DT02xx the shapes, DT03xx the plan, DT04xx the activation, DT05xx the kernels, DT07xx the weights
/// files. A fault that leaves the generator without a model is an error that no configuration turns off; a warning says that something given does nothing or does harm; the info shows the
/// plan of a layer.
/// </summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor NotPartial = Error(
        "DT0101", "A model must be partial", "'{0}' must be partial, because the generator writes its members in another part");

    public static readonly DiagnosticDescriptor ContainerNotPartial = Error(
        "DT0102", "A type that contains a model must be partial", "'{0}' must be partial, because it contains the model '{1}'");

    public static readonly DiagnosticDescriptor StaticModel = Error(
        "DT0103", "A model cannot be static", "'{0}' cannot be static: a model is an object that owns its parameters");

    public static readonly DiagnosticDescriptor GenericModel = Error(
        "DT0104", "A model cannot be generic", "'{0}' cannot have type parameters: neither a model nor a type that contains one can be generic");

    public static readonly DiagnosticDescriptor FileLocalModel = Error(
        "DT0105", "A model cannot be local to a file", "'{0}' is local to its file, where no generated file can add to it; make it internal or public");

    public static readonly DiagnosticDescriptor AbstractModel = Error(
        "DT0106", "A model cannot be abstract", "'{0}' cannot be abstract, because Create and Load construct it");

    public static readonly DiagnosticDescriptor RecordModel = Error(
        "DT0107", "A model cannot be a record", "'{0}' cannot be a record, because a copy would share its parameters; declare a class");

    public static readonly DiagnosticDescriptor BaseClass = Error(
        "DT0108", "A model cannot derive from this class", "'{0}' cannot derive from '{1}', because {2}");

    public static readonly DiagnosticDescriptor NotConstructible = Error(
        "DT0109", "A model has no constructor or required member of its own", "{0} keeps Create and Load from constructing '{1}'; a model has no {2} of its own");

    public static readonly DiagnosticDescriptor MemberExists = Error(
        "DT0110", "A name is taken by a generated member", "'{0}' has the name of a member that is generated for '{1}'; choose another");

    public static readonly DiagnosticDescriptor NoLayers = Error(
        "DT0111", "A model needs a layer", "'{0}' has no layers; add [Dense(inputs, outputs)] to this declaration, one for each layer");

    public static readonly DiagnosticDescriptor LayersWithoutModel = Error(
        "DT0112", "Layers need a model", "'{0}' has {1} but is no model; add [DeepThinModel]");

    public static readonly DiagnosticDescriptor LayersOnTwoParts = Error(
        "DT0113", "The layers of a model stand on one declaration", "'{0}' has layers on two of its parts, so their order is not defined; put all of them on one");

    public static readonly DiagnosticDescriptor InvalidName = Error(
        "DT0114", "A layer's name must be an identifier", "{0} cannot be the name of layer {1}; use an identifier, such as \"{2}\"");

    public static readonly DiagnosticDescriptor DuplicateName = Error(
        "DT0115", "Two layers have one name", "\"{0}\" is the name of layer {1} and of layer {2}; give each a name of its own");

    public static readonly DiagnosticDescriptor InvalidExports = Error(
        "DT0116", "The prefix of native functions is an identifier of C, and no header has its name", "NativeExports of '{0}' is {1}; {2}, such as \"{3}\"");

    public static readonly DiagnosticDescriptor DuplicateExports = ErrorAtEnd(
        "DT0117", "Two models have one prefix of native functions", "NativeExports of {0} is \"{1}\", and that of {2} is \"{3}\": both would have the same functions or header; give each a prefix of its own");

    public static readonly DiagnosticDescriptor LeftNull = Warning(
        "DT0118", "A member of a model stays null", "'{0}' is null in every new '{1}', although its type says otherwise; give it a value here, or declare it as nullable");

    public static readonly DiagnosticDescriptor NotTrainable = Error(
        "DT0119", "A model that is trained says Training = true", "'{0}' is used for training, but its [DeepThinModel] does not say Training = true; {1}");

    public static readonly DiagnosticDescriptor SizeBelowOne = Error(
        "DT0201", "A layer has at least one input and one output", "Layer '{0}' has {1} {2}; use 1 or more");

    public static readonly DiagnosticDescriptor BrokenChain = Error(
        "DT0202", "A layer's inputs are the outputs before it", "Layer '{0}' has {1} inputs, but '{2}' before it has {3} outputs; use {3}");

    public static readonly DiagnosticDescriptor TooManyWeights = Error(
        "DT0203", "A layer has too many weights", "Layer '{0}' of {1}×{2} has {3} weights, more than 2147483647; with {1} inputs use {4} outputs or fewer");

    public static readonly DiagnosticDescriptor TooManyParameters = Error(
        "DT0204", "A model has too many parameters", "With layer '{0}' the model '{1}' takes {2} floats in one block of memory, more than 2147483000; use fewer outputs, or a Ratio");

    public static readonly DiagnosticDescriptor InputSizeBelowOne = Error(
        "DT0205", "An input has at least one value", "[Input] of '{0}' has {1} = {2}; use 1 or more");

    public static readonly DiagnosticDescriptor InputMismatch = Error(
        "DT0206", "The first layer reads the input", "[Input] of '{0}' is {1}, and its first layer '{2}' reads {3}; {4}");

    public static readonly DiagnosticDescriptor ShapeUnknown = Error(
        "DT0207", "A layer needs to know the shape of its input", "Layer '{0}' needs the shape of its input; put {1} before the layers");

    public static readonly DiagnosticDescriptor NotFlat = Error(
        "DT0208", "A layer reads a vector", "Layer '{0}' reads a vector, and '{1}' before it writes {2}; put [Flatten] between them, which makes it {3} values");

    public static readonly DiagnosticDescriptor NotASeries = Error(
        "DT0209", "A layer passes over a series", "Layer '{0}' passes over a series, and its input is an image of {1}; use [{2}]");

    public static readonly DiagnosticDescriptor WindowOutOfRange = Error(
        "DT0210", "A window has a size, strides and padding", "{1} of layer '{0}' is {2}; use {3}");

    public static readonly DiagnosticDescriptor WindowTooLarge = Error(
        "DT0211", "A window fits into its input", "The window of layer '{0}' reaches over {1} {2}, and its input of {3} has {4} with its padding; use a smaller kernel{5}");

    public static readonly DiagnosticDescriptor WindowOutside = Error(
        "DT0212", "A pooling has a value under its window", "With {1} = {2} the window of layer '{0}' has no value under it at the {3}; use {4}");

    public static readonly DiagnosticDescriptor ValueTooLarge = Error(
        "DT0213", "An input, an output or a window has too many values", "{1} '{0}' has {2}, more than 2147483000; use {3}");

    public static readonly DiagnosticDescriptor PaddingOfCausal = Error(
        "DT0214", "A causal convolution has its padding", "{1} of layer '{0}' is given, and a causal convolution has as many zeros before the series as it reaches back; leave out {1} or Causal");

    public static readonly DiagnosticDescriptor NormOfOne = Error(
        "DT0215", "A normalisation has several values", "Layer '{0}' would normalise {1} alone, so that every output is its bias; use {2}");

    public static readonly DiagnosticDescriptor EpsilonOutOfRange = Error(
        "DT0216", "An epsilon is positive and finite", "Epsilon of layer '{0}' is {1}; use a number that is above 0 and finite in single precision");

    public static readonly DiagnosticDescriptor NoSideToPad = Error(
        "DT0217", "A side to pad is there", "{1} of layer '{0}' is {2}, and its input of {3} is {4}; use {5}");

    public static readonly DiagnosticDescriptor UnknownPadMode = Error(
        "DT0218", "What stands around a channel is not known", "Mode of layer '{0}' is {1}; use {2}");

    public static readonly DiagnosticDescriptor ReflectsTooFar = Error(
        "DT0219", "A reflection is shorter than what it reflects", "{1} of layer '{0}' is {2}, and the {3} {4} of its input reflect fewer; use {5} or less");

    public static readonly DiagnosticDescriptor UnknownSource = Error(
        "DT0220", "A layer reads what stands before it", "Layer '{0}' reads \"{1}\", {2}; use one of {3}");

    public static readonly DiagnosticDescriptor SumMismatch = Error(
        "DT0221", "Values that are added have one shape", "Layer '{0}' adds '{1}' of {2} and '{3}' of {4}; {5}");

    public static readonly DiagnosticDescriptor ConcatMismatch = Error(
        "DT0222", "Values whose channels are joined have one height and one width", "Layer '{0}' joins the channels of '{1}' of {2} and '{3}' of {4}; give both one height and one width");

    public static readonly DiagnosticDescriptor UnreadLayer = Error(
        "DT0223", "What a layer writes is read", "Nobody reads what layer '{0}' of '{1}' writes; let a layer behind it read it (From = \"{0}\"), make it an output with [Output(\"{0}\")], or take it away");

    public static readonly DiagnosticDescriptor UnreadInput = Error(
        "DT0224", "An input is read", "No layer reads the input '{0}' of '{1}'; let one read it (From = \"{0}\"), or take it away");

    public static readonly DiagnosticDescriptor UnknownOutput = Error(
        "DT0225", "An output is what a layer writes", "Output '{0}' of '{1}' is from \"{2}\", and no layer has that name; use one of {3}");

    public static readonly DiagnosticDescriptor InvalidPortName = Error(
        "DT0226", "Inputs and outputs have names of their own", "{0} cannot be the name of {1} {2} of '{3}', since it {4}; use another, such as \"{5}\"");

    public static readonly DiagnosticDescriptor ProductMismatch = Error(
        "DT0227", "Values that are multiplied have one shape, or one of them is a gate", "Layer '{0}' multiplies '{1}' of {2} and '{3}' of {4}; {5}");

    public static readonly DiagnosticDescriptor OddChannels = Error(
        "DT0240", "A magnitude has two halves of the channels", "Layer '{0}' takes the first half of the channels for real parts and the second for imaginary ones, and its input of {1} has {2}; use an even number of channels");

    public static readonly DiagnosticDescriptor MomentumOutOfRange = Error(
        "DT0241", "A momentum lies between 0 and 1", "Momentum of layer '{0}' is {1}; use a number above 0 and at most 1");

    public static readonly DiagnosticDescriptor DropoutOutOfRange = Error(
        "DT0242", "A rate of dropout lies between 0 and 1", "Layer '{0}' leaves values out with a probability of {1}; use 0 or more, and less than 1");

    public static readonly DiagnosticDescriptor GroupsDoNotFit = Error(
        "DT0243", "Groups divide the channels", "Groups of layer '{0}' is {1}, and {2}; use {3}");

    public static readonly DiagnosticDescriptor ReshapeMismatch = Error(
        "DT0244", "Another shape has as many values", "Layer '{0}' takes its input of {1}, which has {2} values, for {3}, which has {4}; {5}");

    public static readonly DiagnosticDescriptor ChannelsMissing = Error(
        "DT0245", "Channels that are taken are there", "Layer '{0}' takes {1} channels from channel {2} on, and its input of {3} has {4}; use {5} for {6}");

    public static readonly DiagnosticDescriptor ActivationOfRecurrent = Error(
        "DT0250", "A simple recurrent layer has tanh or the ReLU", "Activation of layer '{0}' is {1}; use Tanh or Relu");

    public static readonly DiagnosticDescriptor TensorNames = Error(
        "DT0251", "The tensors of a layer have names of their own", "Tensors of layer '{0}' is {1}, {2}; use {3}");

    public static readonly DiagnosticDescriptor BehindTheEnd = Error(
        "DT0260", "What follows a sequence stands before its end", "Layer '{0}' follows the steps of a sequence, and '{1}' before it has ended that; put it before '{1}', or leave '{1}' out");

    public static readonly DiagnosticDescriptor MixedSteps = Error(
        "DT0261", "What a layer joins has one time", "Layer '{0}' reads '{1}', which has a value for each step, and '{2}', which has one for the sequence; end both, or none of them");

    public static readonly DiagnosticDescriptor MixedOutputs = Error(
        "DT0262", "The outputs of a model have one time", "Output '{0}' of '{1}' has a prediction for each step, and output '{2}' one for the sequence; end both, or none of them");

    public static readonly DiagnosticDescriptor NothingToEnd = Error(
        "DT0263", "A sequence that ends is one that a layer follows", "Layer '{0}' ends a sequence, and no layer before it follows one; put it behind a recurrent layer such as [Gru], or leave it out");

    public static readonly DiagnosticDescriptor NoSteps = Error(
        "DT0264", "A model with a bidirectional layer takes whole sequences",
        "'{0}' cannot go on step by step: layer '{1}' is bidirectional and needs the steps behind a step; call Forward(input, output) with all steps, or leave out Bidirectional");

    public static readonly DiagnosticDescriptor DelayOutOfRange = Error(
        "DT0265", "A delay line has steps before", "Layer '{0}' has {1} = {2}; use {3} or more");

    public static readonly DiagnosticDescriptor RatioOutOfRange = Error(
        "DT0301", "A ratio lies between 0 and 1", "{3} of layer '{0}' is {1}; use a number above 0 and below 1{2}");

    public static readonly DiagnosticDescriptor RatioTooSmall = Error(
        "DT0302", "A ratio cannot be reached", "Layer '{0}' of {1}×{2} cannot reach {8} = {3} at rank {4}{7}; the smallest is {5}{6}");

    public static readonly DiagnosticDescriptor RankOutOfRange = Error(
        "DT0303", "A rank lies between 1 and 16", "Rank of layer '{0}' is {1}; use 1 to 16");

    public static readonly DiagnosticDescriptor RankTooLarge = Error(
        "DT0304", "A rank saves nothing", "At rank {1} the {6} of layer '{0}' hold no fewer values than its {2}×{3} weights; use Rank = {4}{5}");

    public static readonly DiagnosticDescriptor TooSmallToCompress = Error(
        "DT0305", "A layer is too small to compress", "Layer '{0}' of {1}×{2} is too small to compress: its {5} hold {3} values and its weights {4}; leave out {6}");

    public static readonly DiagnosticDescriptor NotCompressed = Warning(
        "DT0306", "Rank, Form and Gains do nothing without a ratio", "{1} does nothing, because layer '{0}' is not compressed; give a Ratio (or N) or leave it out");

    public static readonly DiagnosticDescriptor LengthOutOfRange = Error(
        "DT0307", "The length n lies between 1 and Q·R", "N of layer '{0}' is {1}; use 1 to {2}, and one coprime with {3}");

    public static readonly DiagnosticDescriptor NotCoprime = Error(
        "DT0308", "The length n is coprime with the inputs", "N = {1} of layer '{0}' shares the factor {2} with its {3} inputs, so columns would be copies of one another; use {4}");

    public static readonly DiagnosticDescriptor LengthBreaksRatio = Error(
        "DT0309", "The length n breaks the ratio", "N = {1} keeps more of layer '{0}' than Ratio = {2} allows; {3}");

    public static readonly DiagnosticDescriptor LengthDecidesForm = Error(
        "DT0310", "The length n has the other form", "N = {1} makes layer '{0}' {2}; use Form.{2}, or leave out Form or N");

    public static readonly DiagnosticDescriptor UnknownForm = Error(
        "DT0311", "A form is not known", "Form of layer '{0}' is {1}; use {2}");

    public static readonly DiagnosticDescriptor BiasRatioOutOfRange = Error(
        "DT0312", "The ratio of a bias lies between 0 and 1", "BiasRatio of layer '{0}' is {1}; use a number above 0 and below 1, or leave it out to keep the bias whole");

    public static readonly DiagnosticDescriptor BiasRatioTooSmall = Error(
        "DT0313", "The ratio of a bias cannot be reached", "The bias of layer '{0}', {1} values, cannot reach BiasRatio = {2}; the smallest is {3}");

    public static readonly DiagnosticDescriptor BiasTooSmallToCompress = Error(
        "DT0314", "A bias is too small to compress", "The bias of layer '{0}' is too small to compress: its factors hold {2} values and itself {1}; leave out BiasRatio");

    public static readonly DiagnosticDescriptor BiasRatioWithoutBias = Error(
        "DT0315", "A ratio for a bias that is not there", "Layer '{0}' has no bias to compress; leave out BiasRatio or Bias = false");

    public static readonly DiagnosticDescriptor NothingSaved = Warning(
        "DT0316", "Compression saves nothing", "At N = {1} and rank {2} the {5} of layer '{0}' hold {3} values, no fewer than its {4} weights");

    public static readonly DiagnosticDescriptor NoFaster = Warning(
        "DT0317", "Compression makes a layer no faster", "Layer '{0}' of {1}×{2} is predicted to be no faster than uncompressed: its kernel, {3}, counts {4} multiply-adds and a dense one {5}{6}");

    public static readonly DiagnosticDescriptor Plan = Info(
        "DT0318", "The plan of a layer", "Layer '{0}' of {1}×{2}: {3}");

    public static readonly DiagnosticDescriptor RatioMissing = Error(
        "DT0319", "A layer says how small it is", "Layer '{0}' needs {1}");

    public static readonly DiagnosticDescriptor RatioKeepsNothing = Error(
        "DT0320", "A ratio keeps no weight", "{7} = {1} keeps none of the {4} weights of layer '{0}' of {2}×{3}{6}; use {5} or more");

    public static readonly DiagnosticDescriptor RankOfFactorsOutOfRange = Error(
        "DT0321", "A rank is too small or saves nothing", "Rank of layer '{0}' is {1}; use 1 to {2}, where its {3} hold fewer values than its weights");

    public static readonly DiagnosticDescriptor TooSmallForRank = Error(
        "DT0322", "A layer is too small for a rank factorisation", "Layer '{0}' of {1}×{2} is too small to factorise: at rank 1 its {5} hold {3} values and its weights are {4}; {6}");

    public static readonly DiagnosticDescriptor UnknownGains = Error(
        "DT0323", "Gains are not known", "Gains of layer '{0}' is {1}; use {2}");

    public static readonly DiagnosticDescriptor UnknownCompression = Error(
        "DT0324", "A way of compression is not known", "Compression of layer '{0}' is {1}; use {2}");

    public static readonly DiagnosticDescriptor OfDeepThin = Warning(
        "DT0325", "Form and Rank belong to DeepThin", "{1} does nothing, because the matrices of layer '{0}' are kept by Compression.{2}; leave it out, or use Compression.DeepThin");

    public static readonly DiagnosticDescriptor UnknownActivation = Error(
        "DT0401", "An activation is not known", "Activation of layer '{0}' is {1}; use {2}");

    public static readonly DiagnosticDescriptor SlopeOutOfRange = Error(
        "DT0402", "A slope lies between 0 and 1", "Slope of layer '{0}' is {1}; use 0 or a number above 0 and, in single precision, below 1");

    public static readonly DiagnosticDescriptor CeilingOutOfRange = Error(
        "DT0403", "A ceiling is positive and finite", "Ceiling of layer '{0}' is {1}; use a number that is above 0 and finite in single precision");

    public static readonly DiagnosticDescriptor UnusedParameter = Warning(
        "DT0404", "An activation does not have this parameter", "{1} does nothing, because {4} of layer '{0}' is {2}; use Activation.{3} or leave it out");

    public static readonly DiagnosticDescriptor SoftmaxNotLast = Warning(
        "DT0405", "A softmax is the last activation", "{1} of layer '{0}' is not the last activation, so the layer '{2}' would take probabilities for features; use another activation here, and {1} on the last layer");

    public static readonly DiagnosticDescriptor SoftmaxOfOne = Warning(
        "DT0406", "A softmax needs two outputs", "{1} of layer '{0}' with one output is always {2}, whatever is before it; use Activation.Sigmoid, or 2 outputs");

    public static readonly DiagnosticDescriptor OneLinearMap = Warning(
        "DT0407", "Two layers are one linear map", "Layer '{0}' has no activation, so that it and '{1}' behind it are one linear map of {2}×{3}; give it an activation, or leave one of them out");

    public static readonly DiagnosticDescriptor SoftmaxOfChannels = Error(
        "DT0408", "A softmax takes all outputs of a layer", "{1} of layer '{0}' would take the channels together, and {2}; use another activation here");

    public static readonly DiagnosticDescriptor AlphaOutOfRange = Error(
        "DT0409", "The alpha of an ELU is positive and finite", "Alpha of layer '{0}' is {1}; use a number that is above 0 and finite in single precision");

    public static readonly DiagnosticDescriptor ActivationOfGate = Error(
        "DT0410", "A gate has a sigmoid", "GateActivation of layer '{0}' is {1}; use Sigmoid or HardSigmoid");

    public static readonly DiagnosticDescriptor GateSlopeOutOfRange = Error(
        "DT0411", "The slope of a gate is positive and finite", "GateSlope of layer '{0}' is {1}; use a number that is above 0 and finite in single precision");

    public static readonly DiagnosticDescriptor KernelOfUncompressed = Error(
        "DT0501", "A kernel is chosen for compressed layers only", "Layer '{0}' is not compressed and has one kernel only; give a Ratio (or N) or leave out Kernel");

    public static readonly DiagnosticDescriptor KernelDoesNotFit = Error(
        "DT0502", "A kernel does not fit the plan", "Kernel.{1} does not fit layer '{0}' with n = {2} and Q = {3}; use {4}, or leave out Kernel");

    public static readonly DiagnosticDescriptor UnknownKernel = Error(
        "DT0503", "A kernel is not known", "Kernel of layer '{0}' is {1}; use {2}");

    public static readonly DiagnosticDescriptor KernelHolds = Error(
        "DT0504", "A kernel holds more than Optimize.Memory allows", "Kernel.Fourier of layer '{0}' holds transforms of W_f, and the model asks for Optimize.Memory; use {1}, or Optimize.Speed");

    public static readonly DiagnosticDescriptor UnknownOptimize = Error(
        "DT0505", "What to optimize is not known", "Optimize of model '{0}' is {1}; use {2}");

    public static readonly DiagnosticDescriptor UnknownWeightType = Error(
        "DT0506", "How weights are held is not known", "Weights of model '{0}' is {1}; use {2}");

    public static readonly DiagnosticDescriptor NarrowTraining = Error(
        "DT0507", "A model that trains holds its weights in single precision", "'{0}' has Training = true and Weights = WeightType.{1}; leave out one of them, and give the narrow weights to a second class with the same layers");

    public static readonly DiagnosticDescriptor NothingHeldNarrow = Warning(
        "DT0508", "No kernel reads its weights narrow", "Weights = WeightType.{1} changes nothing in '{0}': its layers are computed by {2}, which read single precision; leave it out, or use other layers");

    public static readonly DiagnosticDescriptor LargerNarrow = Warning(
        "DT0509", "Weights in fewer bits make a layer larger", "Weights = WeightType.{1} makes layer '{0}' larger: with Optimize.Memory it takes {2} bytes, and {3} in single precision; leave out Weights{4}");

    public static readonly DiagnosticDescriptor UnreadableWeights = Error(
        BuildRules.UnreadableId, BuildRules.UnreadableTitle, BuildRules.UnreadableMessage);

    public static readonly DiagnosticDescriptor WeightsOfNoModel = Error(
        BuildRules.NoModelNamedId, BuildRules.NoModelNamedTitle, BuildRules.NoModelNamedMessage);

    public static readonly DiagnosticDescriptor InvalidWeights = Error(
        BuildRules.InvalidFileId, BuildRules.InvalidFileTitle, BuildRules.InvalidFileMessage);

    public static readonly DiagnosticDescriptor WeightsOfUnknownModel = ErrorAtEnd(
        "DT0704", "A weights file names a model of its project", "The weights file '{0}' is for the model '{1}', but {2}");

    public static readonly DiagnosticDescriptor TwoWeightsFiles = Error(
        "DT0705", "A model has one weights file", "'{0}' has {1} weights files, {2}; keep one of them");

    public static readonly DiagnosticDescriptor TensorMissing = Error(
        "DT0706", "A tensor is missing in a weights file", "The weights file '{0}' has no tensor '{1}'; '{2}' needs it in the shape {3}, as {4}{5}");

    public static readonly DiagnosticDescriptor TensorShape = Error(
        "DT0707", "A tensor has another shape than the model's", "Tensor '{1}' in the weights file '{0}' has the shape {2}; '{3}' needs {4}{5}");

    public static readonly DiagnosticDescriptor TensorType = Error(
        "DT0708", "A tensor has a type that is not read", "Tensor '{1}' in the weights file '{0}' is {2}; '{3}' needs {4} as {5}{6}");

    public static readonly DiagnosticDescriptor TensorUnknown = Error(
        "DT0709", "A weights file has a tensor too many", "The weights file '{0}' has {1}, for which '{2}' has no place; its tensors are {3}");

    public static readonly DiagnosticDescriptor PackedOtherwise = Error(
        "DT0710", "A packed file is of another plan", "The weights file '{0}' {1}");

    public static readonly DiagnosticDescriptor OtherNames = Error(
        "DT0711", "The names in a weights file are not those of the model", "The weights file '{0}' {1}");

    /// <summary>All of them, in the order of their ids.</summary>
    public static readonly ImmutableArray<DiagnosticDescriptor> All = ImmutableArray.Create(
        NotPartial, ContainerNotPartial, StaticModel, GenericModel, FileLocalModel, AbstractModel, RecordModel, BaseClass, NotConstructible,
        MemberExists, NoLayers, LayersWithoutModel, LayersOnTwoParts, InvalidName, DuplicateName, InvalidExports, DuplicateExports, LeftNull, NotTrainable,
        SizeBelowOne, BrokenChain, TooManyWeights, TooManyParameters,
        InputSizeBelowOne, InputMismatch, ShapeUnknown, NotFlat, NotASeries, WindowOutOfRange, WindowTooLarge, WindowOutside, ValueTooLarge, PaddingOfCausal,
        NormOfOne, EpsilonOutOfRange, NoSideToPad, UnknownPadMode, ReflectsTooFar,
        UnknownSource, SumMismatch, ConcatMismatch, UnreadLayer, UnreadInput, UnknownOutput, InvalidPortName, ProductMismatch,
        OddChannels, MomentumOutOfRange, DropoutOutOfRange, GroupsDoNotFit, ReshapeMismatch, ChannelsMissing, ActivationOfRecurrent, TensorNames, BehindTheEnd, MixedSteps, MixedOutputs, NothingToEnd, NoSteps, DelayOutOfRange,
        RatioOutOfRange, RatioTooSmall, RankOutOfRange, RankTooLarge, TooSmallToCompress, NotCompressed, LengthOutOfRange, NotCoprime,
        LengthBreaksRatio, LengthDecidesForm, UnknownForm, BiasRatioOutOfRange, BiasRatioTooSmall, BiasTooSmallToCompress,
        BiasRatioWithoutBias, NothingSaved, NoFaster, Plan, RatioMissing, RatioKeepsNothing, RankOfFactorsOutOfRange, TooSmallForRank, UnknownGains, UnknownCompression, OfDeepThin,
        UnknownActivation, SlopeOutOfRange, CeilingOutOfRange, UnusedParameter, SoftmaxNotLast, SoftmaxOfOne, OneLinearMap, SoftmaxOfChannels, AlphaOutOfRange, ActivationOfGate, GateSlopeOutOfRange,
        KernelOfUncompressed, KernelDoesNotFit, UnknownKernel, KernelHolds, UnknownOptimize,
        UnknownWeightType, NarrowTraining, NothingHeldNarrow, LargerNarrow,
        UnreadableWeights, WeightsOfNoModel, InvalidWeights, WeightsOfUnknownModel, TwoWeightsFiles, TensorMissing, TensorShape, TensorType, TensorUnknown, PackedOtherwise, OtherNames);

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        Rule(id, title, message, DiagnosticSeverity.Error, WellKnownDiagnosticTags.NotConfigurable);

    // What can only be said once every type of the compilation has been seen.
    private static DiagnosticDescriptor ErrorAtEnd(string id, string title, string message) =>
        Rule(id, title, message, DiagnosticSeverity.Error, WellKnownDiagnosticTags.NotConfigurable, WellKnownDiagnosticTags.CompilationEnd);

    private static DiagnosticDescriptor Warning(string id, string title, string message) => Rule(id, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Info(string id, string title, string message) => Rule(id, title, message, DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Rule(string id, string title, string message, DiagnosticSeverity severity, params string[] tags) =>
        new(id, title, message, "DeepThin", severity, isEnabledByDefault: true, helpLinkUri: BuildRules.Pages + id + ".md", customTags: tags);
}
