namespace DaaCompute.Net.Transport.Tests.Runtime;

/// <summary>Waits that end a test which hangs; no outcome depends on how long they are.</summary>
internal static class TestTime
{
    public static CancellationToken Limit() => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        CancellationToken limit = Limit();
        while (!condition())
        {
            await Task.Delay(1, limit);
        }
    }
}
