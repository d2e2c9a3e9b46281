namespace DaaCompute.Net.Transport.Runtime;

/// <content>The end of it.</content>
internal sealed partial class PeerConnection
{
    /// <summary>Says goodbye on every link and waits until they are gone; when the token fires, cuts them.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(Links.Select(link => CloseAsync(link, cancellationToken))).ConfigureAwait(false);
        try
        {
            await WhenGone.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The links are cut; that they are taken out needs no waiting for.
        }
    }

    private static async Task CloseAsync(PeerLink link, CancellationToken cancellationToken)
    {
        try
        {
            await link.Multiplexed.CloseAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or DaaComputeException)
        {
            link.Multiplexed.Abort(exception);
        }
    }
}
