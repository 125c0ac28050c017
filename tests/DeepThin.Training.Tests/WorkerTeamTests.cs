namespace DeepThin.Training.Tests;

public sealed class WorkerTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_item_is_done_once(int workers)
    {
        using var team = new WorkerTeam(workers);
        int[] done = new int[100];
        for (int job = 1; job <= 200; job++)
        {
            team.Run(job % 100 + 1, item => Interlocked.Increment(ref done[item]));
        }

        Assert.Equal(Enumerable.Range(0, 100).Select(item => 2 * (100 - item)), done);
    }

    [Fact]
    public void An_exception_reaches_the_caller_and_the_team_goes_on()
    {
        using var team = new WorkerTeam(3);
        for (int job = 0; job < 50; job++)
        {
            var error = Assert.Throws<InvalidOperationException>(() => team.Run(20, item =>
            {
                if (item == 7) throw new InvalidOperationException("item 7");
            }));
            Assert.Equal("item 7", error.Message);
        }

        int count = 0;
        team.Run(20, _ => Interlocked.Increment(ref count));
        Assert.Equal(20, count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_exception_in_one_thread_ends_the_others(bool callerFails)
    {
        // The thread that fails does so once the other has an item; the other holds its item until the first is out of the job: the caller then waits for
        // its helpers, and a helper for its next job.
        using var team = new WorkerTeam(2);
        var caller = Thread.CurrentThread;
        Thread? failing = null;
        bool otherBegan = false;
        int done = 0;
        Assert.Throws<InvalidOperationException>(() => team.Run(1000, _ =>
        {
            if (Thread.CurrentThread == caller == callerFails)
            {
                while (!Volatile.Read(ref otherBegan)) Thread.SpinWait(100);
                Volatile.Write(ref failing, Thread.CurrentThread);
                throw new InvalidOperationException();
            }

            Volatile.Write(ref otherBegan, true);
            while ((Volatile.Read(ref failing)?.ThreadState & ThreadState.WaitSleepJoin) is null or 0) Thread.SpinWait(100);
            done++;
        }));
        Assert.InRange(done, 1, 500);
    }
}
