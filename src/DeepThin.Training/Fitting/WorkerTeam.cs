using System.Runtime.ExceptionServices;

namespace DeepThin.Training;

/// <summary>Threads that share the items of a job. Unlike Parallel.For it allocates nothing for a job, which a training step may be thousands of times a second.</summary>
internal sealed class WorkerTeam : IDisposable
{
    private readonly Thread[] _helpers;
    private readonly SemaphoreSlim _jobs = new(0);
    private readonly CountdownEvent _running = new(0);
    private Action<int>? _body;
    private Exception? _error;
    private int _count;
    private int _next;

    /// <summary>Starts the helpers; the caller of <see cref="Run"/> is the first worker.</summary>
    /// <param name="workers">The most items in work at once.</param>
    public WorkerTeam(int workers)
    {
        _helpers = [.. Enumerable.Range(1, workers - 1).Select(i => new Thread(Help) { IsBackground = true, Name = $"DeepThin training {i}" })];
        foreach (var helper in _helpers) helper.Start();
    }

    /// <summary>Does the items 0 to count − 1, in any order, and returns when all are done. The first exception of an item ends the job and is thrown.</summary>
    public void Run(int count, Action<int> body)
    {
        int helpers = Math.Min(_helpers.Length, count - 1);
        if (helpers <= 0)
        {
            for (int i = 0; i < count; i++) body(i);
            return;
        }

        _body = body;
        _count = count;
        _next = 0;
        _error = null;
        _running.Reset(helpers);
        _jobs.Release(helpers);
        Work();
        _running.Wait();
        _body = null;
        if (_error != null) ExceptionDispatchInfo.Throw(_error);
    }

    /// <summary>Ends the helpers.</summary>
    public void Dispose()
    {
        _body = null;
        if (_helpers.Length > 0) _jobs.Release(_helpers.Length);
        foreach (var helper in _helpers) helper.Join();
        _jobs.Dispose();
        _running.Dispose();
    }

    private void Help()
    {
        while (true)
        {
            _jobs.Wait();
            if (_body == null) return;
            Work();
            _running.Signal();
        }
    }

    private void Work()
    {
        var body = _body!;
        try
        {
            for (int i = Interlocked.Increment(ref _next) - 1; i < _count; i = Interlocked.Increment(ref _next) - 1) body(i);
        }
#pragma warning disable CA1031 // Whatever the item threw is thrown again by Run, on the caller's thread.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref _error, error, null);
            Volatile.Write(ref _next, _count);
        }
    }
}
