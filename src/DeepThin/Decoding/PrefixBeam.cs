namespace DeepThin;

/// <summary>
/// The search of <see cref="Ctc.Beam"/>. The prefixes are a tree, so that each has one place, however it is reached. A prefix is in the beam as long as it is
/// possible.
/// </summary>
/// <remarks>A prefix that left the beam comes back as a new one: what its alignments had before is lost, unlike in the paper, where a part comes back.</remarks>
internal sealed class PrefixBeam
{
    private const int NoLabel = -1;

    private readonly int _width;
    private readonly int _blank;
    private readonly List<Prefix> _beam = [];

    // The best so far of what follows from a step; the first is the least of them.
    private readonly PriorityQueue<Step, double> _best = new();

    public PrefixBeam(int width, int blank)
    {
        _width = width;
        _blank = blank;
        var empty = new Prefix { Label = NoLabel };
        empty.Become(endsInBlank: 0, LogSpace.Impossible);
        _beam.Add(empty);
    }

    /// <summary>The prefixes as sequences, the most probable one first.</summary>
    public CtcHypothesis[] Hypotheses => [.. _beam.OrderByDescending(prefix => prefix.Any).Select(prefix => new CtcHypothesis(prefix.Labels(), prefix.Any))];

    /// <summary>Follows the alignments through a further step.</summary>
    /// <param name="scores">The scores of the classes.</param>
    /// <param name="normalizer">log Σ exp(scores).</param>
    public void Advance(ReadOnlySpan<float> scores, double normalizer)
    {
        foreach (var prefix in _beam)
        {
            double again = prefix.Label == NoLabel ? LogSpace.Impossible : LogSpace.Sum(prefix.EndsInLabel, prefix.Parent!.Before(prefix.Label)) + (scores[prefix.Label] - normalizer);
            double blank = prefix.Any + (scores[_blank] - normalizer);
            Offer(new(prefix, NoLabel, blank, again), LogSpace.Sum(blank, again));
            for (int label = 0; label < scores.Length; label++)
            {
                // A longer prefix that is in the beam takes this from its parent, in the lines above.
                if (label == _blank || prefix.IsFollowedInBeamBy(label)) continue;
                double longer = prefix.Before(label) + (scores[label] - normalizer);
                Offer(new(prefix, label, LogSpace.Impossible, longer), longer);
            }
        }

        foreach (var prefix in _beam) prefix.Become(LogSpace.Impossible, LogSpace.Impossible);
        _beam.Clear();
        while (_best.TryDequeue(out var step, out _)) _beam.Add(step.Take());
    }

    private void Offer(Step step, double any)
    {
        if (any == LogSpace.Impossible) return;
        if (_best.Count < _width) _best.Enqueue(step, any);
        else _best.EnqueueDequeue(step, any);
    }

    /// <summary>A prefix that stays as it is, or becomes longer by a label, with the log-probabilities that it has then.</summary>
    private readonly record struct Step(Prefix From, int Label, double EndsInBlank, double EndsInLabel)
    {
        public Prefix Take()
        {
            var prefix = Label == NoLabel ? From : From.FollowedBy(Label);
            prefix.Become(EndsInBlank, EndsInLabel);
            return prefix;
        }
    }

    /// <summary>A sequence of labels with which others begin.</summary>
    private sealed class Prefix
    {
        private Dictionary<int, Prefix>? _longer;

        public Prefix? Parent { get; private init; }

        /// <summary>The last label; none for the empty prefix.</summary>
        public required int Label { get; init; }

        /// <summary>The log-probability of the alignments that end in a blank.</summary>
        public double EndsInBlank { get; private set; } = LogSpace.Impossible;

        /// <summary>The log-probability of the alignments that end in the last label.</summary>
        public double EndsInLabel { get; private set; } = LogSpace.Impossible;

        /// <summary>The log-probability of all alignments.</summary>
        public double Any { get; private set; } = LogSpace.Impossible;

        public void Become(double endsInBlank, double endsInLabel)
        {
            EndsInBlank = endsInBlank;
            EndsInLabel = endsInLabel;
            Any = LogSpace.Sum(endsInBlank, endsInLabel);
        }

        /// <summary>The log-probability of the alignments that a label makes longer: where it is the last one again, those with a blank between.</summary>
        public double Before(int label) => label == Label ? EndsInBlank : Any;

        public bool IsFollowedInBeamBy(int label) => _longer != null && _longer.TryGetValue(label, out var longer) && longer.Any > LogSpace.Impossible;

        public Prefix FollowedBy(int label)
        {
            _longer ??= [];
            if (!_longer.TryGetValue(label, out var longer)) _longer[label] = longer = new() { Parent = this, Label = label };
            return longer;
        }

        public int[] Labels()
        {
            var labels = new Stack<int>();
            for (var prefix = this; prefix.Label != NoLabel; prefix = prefix.Parent!) labels.Push(prefix.Label);
            return [.. labels];
        }
    }
}
