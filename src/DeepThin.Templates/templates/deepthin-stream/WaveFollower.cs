using DeepThin;

/// <summary>Follows a wave value by value, and says after each of them which kind it is.</summary>
[DeepThinModel(Training = true)]
[Gru(1, 64, RecurrentRatio = 0.1)]
[Dense(64, 3)]
internal sealed partial class WaveFollower;
