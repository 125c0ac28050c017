using System.Buffers.Binary;

namespace DeepThin.Tests.Models;

public sealed class SessionTests
{
    private const int Steps = 9;

    private readonly Listener _model = Listener.Create(3);

    [Fact]
    public void A_session_goes_on_step_by_step_and_by_any_number_of_values()
    {
        float[] input = Values(Steps * Listener.InputLength, seed: 1), wanted = new float[Steps * Listener.OutputLength];
        _model.Forward(input, wanted);
        using var stepping = _model.CreateSession();
        float[] output = new float[Listener.OutputLength];
        for (int t = 0; t < Steps; t++)
        {
            stepping.Step(input.AsSpan(t * Listener.InputLength, Listener.InputLength), output);
            AssertClose(wanted.AsSpan(t * Listener.OutputLength, Listener.OutputLength), output);
        }

        Assert.Equal(Steps, stepping.Steps);
        foreach (int size in (int[])[1, 2, 3, 4, 7, 20, input.Length])
        {
            using var pushing = _model.CreateSession();
            var found = new List<float>();
            for (int i = 0; i < input.Length; i += size)
            {
                float[] outputs = new float[(size / Listener.InputLength + 1) * Listener.OutputLength];
                pushing.Push(input.AsSpan(i, Math.Min(size, input.Length - i)), outputs, out int steps);
                found.AddRange(outputs[..(steps * Listener.OutputLength)]);
            }

            AssertClose(wanted, [.. found]);
            Assert.Equal((Steps, 0), (pushing.Steps, pushing.PendingValues));
        }
    }

    [Fact]
    public void A_reset_session_begins_again()
    {
        using var session = _model.CreateSession();
        float[] input = Values(Listener.InputLength, seed: 2), first = new float[Listener.OutputLength], later = new float[Listener.OutputLength];
        session.Step(input, first);
        session.Step(input, later);
        Assert.NotEqual(first, later);
        session.Push(input.AsSpan(0, 2), [], out _);
        session.Reset();
        Assert.Equal((0, 0), (session.Steps, session.PendingValues));
        session.Step(input, later);
        Assert.Equal(first, later);
    }

    [Fact]
    public void A_saved_state_goes_on_in_another_session()
    {
        float[] input = Values(Steps * Listener.InputLength, seed: 3), wanted = new float[Steps * Listener.OutputLength], outputs = new float[wanted.Length];
        _model.Forward(input, wanted);
        using var first = _model.CreateSession();
        first.Push(input.AsSpan(0, 14), outputs, out int before);
        byte[] state = first.SaveState();
        using var second = Load(_model).CreateSession();
        second.RestoreState(state);
        Assert.Equal((first.Steps, first.PendingValues), (second.Steps, second.PendingValues));
        second.Push(input.AsSpan(14), outputs.AsSpan(before * Listener.OutputLength), out int after);
        AssertClose(wanted, outputs);
        Assert.Equal(Steps, before + after);
        using var third = _model.CreateSession();
        first.CopyStateTo(third);
        Assert.Equal(state, third.SaveState());
    }

    [Fact]
    public void A_state_of_anything_else_is_refused_and_the_session_stays_as_it_was()
    {
        using var session = _model.CreateSession();
        float[] output = new float[Listener.OutputLength];
        session.Step(Values(Listener.InputLength, seed: 4), output);
        byte[] state = session.SaveState();
        using var other = Listener.Create(4).CreateSession();
        using var larger = LargeListener.Create(3).CreateSession();
        byte[] later = (byte[])state.Clone(), waiting = (byte[])state.Clone();
        BinaryPrimitives.WriteUInt32LittleEndian(later.AsSpan(4), 2);
        BinaryPrimitives.WriteUInt32LittleEndian(waiting.AsSpan(20), 3);
        AssertRefused("The bytes are no state of a session that was saved.", () => session.RestoreState([1, 2, 3]));
        AssertRefused("The bytes are no state of a session that was saved.", () => session.RestoreState(new byte[state.Length]));
        AssertRefused("The state has version 2, and this library reads version 1.", () => session.RestoreState(later));
        AssertRefused($"The state is not whole: it has {state.Length - 1} bytes where {state.Length} are needed.", () => session.RestoreState(state.AsSpan(0, state.Length - 1)));
        AssertRefused($"The state is not whole: it has {state.Length} bytes where {state.Length} are needed.", () => session.RestoreState(waiting));
        AssertRefused(
            "The state is one of other weights than these of DeepThin.Tests.Models.Listener: a sequence goes on with the weights that it began with.", () => other.RestoreState(state));
        AssertRefused(
            "The state is one of another model: it has 32 values for steps of 3, where DeepThin.Tests.Models.LargeListener has 64 for steps of 3.", () => larger.RestoreState(state));
        Assert.Equal(state, session.SaveState());

        static void AssertRefused(string message, Action restore) => Assert.Equal($"{message} (Parameter 'bytes')", Assert.Throws<ArgumentException>(restore).Message);
    }

    [Fact]
    public void A_session_that_met_what_is_no_number_says_so_until_it_is_reset()
    {
        using var session = _model.CreateSession();
        float[] output = new float[Listener.OutputLength];
        session.Step([1, float.NaN, 0], output);
        Assert.False(session.IsFinite);
        Assert.Contains("Reset", Assert.Throws<InvalidOperationException>(session.SaveState).Message, StringComparison.Ordinal);
        session.Step([1, 2, 3], output);
        Assert.False(session.IsFinite);
        session.Reset();
        session.Step([1, 2, 3], output);
        Assert.True(session.IsFinite);
        Assert.All(output, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Sessions_go_on_side_by_side_and_one_that_meets_what_is_no_number_harms_no_other()
    {
        const int Count = 100;
        ModelSession<Listener>[] sessions = [.. Enumerable.Range(0, Count).Select(_ => _model.CreateSession())], alone = [.. sessions.Select(_ => _model.CreateSession())];
        float[] outputs = new float[Count * Listener.OutputLength], output = new float[Listener.OutputLength];
        for (int t = 0; t < 3; t++)
        {
            float[] inputs = Values(Count * Listener.InputLength, seed: 10 + t);
            if (t == 1) inputs[Listener.InputLength * 17] = float.NaN;
            _model.StepBatch<Listener>(sessions, inputs, outputs);
            for (int i = 0; i < Count; i++)
            {
                alone[i].Step(inputs.AsSpan(i * Listener.InputLength, Listener.InputLength), output);
                if (i != 17 || t == 0) AssertClose(output, outputs.AsSpan(i * Listener.OutputLength, Listener.OutputLength));
            }
        }

        Assert.Equal([17], Enumerable.Range(0, Count).Where(i => !sessions[i].IsFinite));
        Assert.All(sessions, session => Assert.Equal(3, session.Steps));
    }

    [Fact]
    public void Ten_thousand_sessions_take_their_states_and_a_line_more_each_and_a_step_allocates_nothing()
    {
        const int Count = 10_000;
        long before = GC.GetAllocatedBytesForCurrentThread();
        ModelSession<LargeListener>[] sessions = [.. Enumerable.Range(0, Count).Select(_ => Large.CreateSession())];
        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / Count;
        Assert.InRange(each, sizeof(float) * LargeListener.StateLength, sizeof(float) * LargeListener.StateLength + 128);
        float[] input = Values(LargeListener.InputLength, seed: 5), output = new float[LargeListener.OutputLength], inputs = new float[64 * LargeListener.InputLength], outputs = new float[64 * LargeListener.OutputLength];
        sessions[0].Step(input, output);
        sessions[0].Push(input.AsSpan(1), output, out _);
        sessions[0].Push(input.AsSpan(0, 1), output, out _);
        Large.StepBatch<LargeListener>(sessions.AsSpan(1, 64), inputs, outputs);
        long start = GC.GetAllocatedBytesForCurrentThread();
        foreach (var session in sessions.AsSpan(0, 100)) session.Step(input, output);
        sessions[0].Push(input.AsSpan(1), output, out _);
        sessions[0].Push(input.AsSpan(0, 1), output, out _);
        Large.StepBatch<LargeListener>(sessions.AsSpan(1, 64), inputs, outputs);
        Assert.Equal(start, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void What_does_not_fit_is_said_and_nothing_has_gone_on()
    {
        using var session = new ModelSession<Listener>(_model);
        float[] output = new float[Listener.OutputLength];
        AssertSaid<ArgumentException>("input has 2 values where a step of 3 is needed; Push takes any number. (Parameter 'input')", () => session.Step([1, 2], output));
        AssertSaid<ArgumentException>("output has 1 values where 2 are needed: 1 steps × OutputLength. (Parameter 'output')", () => session.Step([1, 2, 3], output.AsSpan(0, 1)));
        AssertSaid<ArgumentException>(
            "7 values behind 0 that wait complete 2 steps, and outputs has room for 1: 2 × OutputLength values are needed. (Parameter 'outputs')", () => session.Push(new float[7], output, out _));
        session.Push([1, 2], [], out int steps);
        Assert.Equal((0, 2, 0L), (steps, session.PendingValues, session.Steps));
        AssertSaid<InvalidOperationException>("Push was given 2 of the 3 values of a step; complete it by Push, or begin a new sequence by Reset.", () => session.Step([1, 2, 3], output));
        AssertSaid<InvalidOperationException>("Push was given 2 of the 3 values of a step; complete it by Push, or begin a new sequence by Reset.", () => _model.StepBatch<Listener>(new[] { session }, [1, 2, 3], output));
        using var other = new ModelSession<Listener>(Listener.Create(3));
        AssertSaid<ArgumentException>("A session is one of another model; give those that were created from this one. (Parameter 'sessions')", () => _model.StepBatch<Listener>(new[] { other }, [1, 2, 3], output));
        AssertSaid<ArgumentException>("The other session is one of another model, whose weights may be others; create it from the same model. (Parameter 'other')", () => session.CopyStateTo(other));
        AssertSaid<ArgumentException>($"bytes has room for 3 where StateBytes, {ModelSession<Listener>.StateBytes}, are needed. (Parameter 'bytes')", () => session.SaveState(new byte[3]));
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.Step([1, 2, 3], output));
        Assert.Throws<ObjectDisposedException>(session.Reset);

        static void AssertSaid<T>(string message, Action call)
            where T : Exception => Assert.Equal(message, Assert.Throws<T>(call).Message);
    }

    [Fact]
    public void What_is_no_sequence_is_refused_and_nothing_is_written()
    {
        float[] state = new float[Listener.StateLength], outputs = [.. Enumerable.Repeat(42f, 4)];
        AssertSaid("input has 0 values, which are no whole steps of 3: a multiple of the model's InputLength, and one step or more, is needed. (Parameter 'input')", () => _model.Forward([], []));
        AssertSaid("input has 4 values, which are no whole steps of 3: a multiple of the model's InputLength, and one step or more, is needed. (Parameter 'input')", () => _model.Forward(new float[4], outputs));
        AssertSaid("output has 4 values where 2 are needed: 1 steps × OutputLength. (Parameter 'output')", () => _model.Forward(new float[3], outputs, state));
        AssertSaid("state has 31 values where 32 are needed: the model's StateLength. (Parameter 'state')", () => _model.Forward(new float[6], outputs, state.AsSpan(1)));
        AssertSaid("states has 32 values where 64 are needed: 2 × StateLength. (Parameter 'states')", () => _model.StepBatch(new float[6], outputs, state));
        AssertSaid("state overlaps the memory that is read from; give it memory of its own. (Parameter 'state')", () => _model.Forward(state.AsSpan(0, 6), outputs, state));
        Assert.All(outputs, output => Assert.Equal(42, output));
        Assert.All(state, value => Assert.Equal(0, value));

        static void AssertSaid(string message, Action call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
    }

    [Fact]
    public void The_info_and_the_table_say_what_the_state_is()
    {
        Assert.Equal((32, 32, 0), (Listener.StateLength, Listener.Info.StateLength, Listener.Info.Layers[1].StateLength));
        Assert.Equal(["gru", "dense"], Listener.Info.Layers.Select(layer => layer.Kind));
        Assert.Equal(2, Listener.Info.Layers[0].Maps.Count);
    }

    private static LargeListener Large { get; } = LargeListener.Create(1);

    private static Listener Load(Listener model)
    {
        using var file = new MemoryStream();
        model.Save(file);
        return Listener.Load(file.ToArray());
    }

    private static float[] Values(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(2 * random.NextDouble() - 1))];
    }

    private static void AssertClose(ReadOnlySpan<float> wanted, ReadOnlySpan<float> found)
    {
        Assert.Equal(wanted.Length, found.Length);
        for (int i = 0; i < wanted.Length; i++) Assert.Equal(wanted[i], found[i], 1e-6);
    }
}

[DeepThinModel]
[Gru(3, 20)]
[Dense(20, 2)]
internal sealed partial class Listener;

[DeepThinModel]
[Lstm(3, 20)]
[Dense(20, 2)]
internal sealed partial class LargeListener;
