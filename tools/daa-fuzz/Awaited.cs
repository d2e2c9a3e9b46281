namespace DaaCompute.Net.Fuzz;

/// <summary>Results of tasks that have nothing to wait for.</summary>
internal static class Awaited
{
    /// <exception cref="FuzzFindingException">The task is not complete.</exception>
    public static T Now<T>(ValueTask<T> task)
    {
        FuzzFindingException.Require(task.IsCompleted, "something is awaited though all is there");
        return task.GetAwaiter().GetResult();
    }
}
