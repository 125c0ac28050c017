namespace DeepThin.Training;

/// <summary>Virtual factors in place of the parameters of a model.</summary>
internal sealed class FactorParameters<TModel> : TrainedParameters
    where TModel : class, ITrainableModel<TModel>
{
    private readonly TModel _model;
    private readonly VirtualFactors _factors;
    private readonly SlotGradients _ofModel;
    private readonly WorkerTeam _team;
    private readonly Action<int> _addUp;
    private readonly Action<int> _pullGains;
    private readonly Action<int> _pull;
    private readonly Action<int> _rebuild;
    private readonly Action<int> _toChannelsLast;
    private readonly Action<int> _toTapsLast;

    /// <summary>Makes a model follow factors.</summary>
    /// <param name="model">The model, whose parameters are rebuilt from the factors.</param>
    /// <param name="factors">The factors.</param>
    /// <param name="ofModel">The gradient of the model's parameters.</param>
    /// <param name="team">The threads.</param>
    public FactorParameters(TModel model, VirtualFactors factors, SlotGradients ofModel, WorkerTeam team)
        : base(factors.Info)
    {
        _model = model;
        _factors = factors;
        _ofModel = ofModel;
        _team = team;
        _addUp = chunk => _ofModel.AddUp(chunk);
        _pullGains = item => _factors.PullGains(item, _ofModel.Sum);
        _pull = item => _factors.Pull(item, _ofModel.Sum);
        _rebuild = item => _factors.Rebuild(item, _model.Parameters);
        _toChannelsLast = item => _factors.ToChannelsLast(item, _ofModel.Sum);
        _toTapsLast = item => _factors.ToTapsLast(item, _model.Parameters);
    }

    public override Span<float> Values => _factors.Values;

    public override Span<float> Gradients => _factors.Gradients;

    /// <summary>Turns the gradient of the model's parameters, and leaves zeros there, into that of the factors.</summary>
    public override void PrepareGradients()
    {
        _team.Run(Chunks.Count(_ofModel.BlockLength), _addUp);
        _team.Run(_factors.OrderedItems, _toChannelsLast);
        _team.Run(_factors.GainItems, _pullGains);
        _team.Run(_factors.PullItems, _pull);
        _ofModel.Sum.Clear();
    }

    public override Span<float> TakeGradients(int chunk) => Chunks.Of(Gradients, chunk);

    public override void ApplyToModel()
    {
        _team.Run(_factors.RebuildItems, _rebuild);
        _team.Run(_factors.OrderedItems, _toTapsLast);
        _model.Prepare();
    }
}
