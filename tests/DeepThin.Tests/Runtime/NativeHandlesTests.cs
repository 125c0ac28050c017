using DeepThin.Runtime;

namespace DeepThin.Tests.Runtime;

public sealed class NativeHandlesTests
{
    [Fact]
    public void A_handle_finds_its_model_by_its_type_until_it_is_removed()
    {
        object one = new(), other = "a text";
        nint first = NativeHandles.Add(one), second = NativeHandles.Add(other);
        Assert.NotEqual(first, second);
        Assert.Same(one, NativeHandles.Find<object>(first));
        Assert.Same(other, NativeHandles.Find<string>(second));
        Assert.Null(NativeHandles.Find<string>(first));
        Assert.False(NativeHandles.Remove<string>(first));
        Assert.True(NativeHandles.Remove<object>(first));
        Assert.False(NativeHandles.Remove<object>(first));
        Assert.Null(NativeHandles.Find<object>(first));
        Assert.Same(other, NativeHandles.Find<string>(second));
        Assert.True(NativeHandles.Remove<string>(second));
    }

    [Fact]
    public void Handles_look_like_no_small_number_and_none_is_given_twice()
    {
        nint[] handles = new nint[100_000];
        Parallel.For(0, handles.Length, i => handles[i] = NativeHandles.Add(handles));
        Assert.Equal(handles.Length, handles.Distinct().Count());
        Assert.All(handles, handle => Assert.True((nuint)handle > 1 << 20));
        Assert.All(handles, handle => Assert.True(NativeHandles.Remove<nint[]>(handle)));
    }

    [Fact]
    public void Of_two_threads_that_remove_a_model_at_once_one_succeeds()
    {
        object model = new();
        nint[] handles = [.. Enumerable.Range(0, 200_000).Select(_ => NativeHandles.Add(model))];
        int arrived = 0, removed = 0;
        Thread[] threads = [new(Remove), new(Remove)];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(handles.Length, removed);

        void Remove()
        {
            for (int i = 0; i < handles.Length; i++)
            {
                Interlocked.Increment(ref arrived);
                for (int spins = 1; Volatile.Read(ref arrived) < 2 * (i + 1); spins++)
                {
                    if (spins % 1000 == 0) Thread.Yield();
                }

                if (NativeHandles.Remove<object>(handles[i])) Interlocked.Increment(ref removed);
            }
        }
    }
}
