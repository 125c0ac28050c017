using DeepThin;

namespace Tables;

/// <summary>Tells malignant tumours from benign ones by 30 measurements of their cells. The large layer keeps 5 % of its weights.</summary>
[DeepThinModel(Training = true)]
[Standardize(30)]
[Dense(30, 512, Activation = Activation.Relu)]
[Dense(512, 512, Ratio = 0.05, Activation = Activation.Relu)]
[Dense(512, 2)]
public sealed partial class TumourClassifier;
