using System.Threading.Channels;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Wakes one loop; many wakings before it looks are one.</summary>
internal sealed class Signal
{
    private readonly Channel<bool> _channel =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _channel.Writer.TryWrite(true);

    /// <summary>Waits for a waking.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken) =>
        await _channel.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Waits for a waking, or until the time is over.</summary>
    public async ValueTask WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        using CancellationTokenSource over = new(longest, time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            await WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over; that wakes the loop as well.
        }
    }
}
