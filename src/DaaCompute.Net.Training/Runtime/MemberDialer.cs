using DaaCompute.Net.Training.Diagnostics;
using DaaCompute.Net.Training.Protocol;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Training.Runtime;

/// <summary>Connects to the announced members of the groups this node is in.</summary>
internal sealed class MemberDialer(IPeerNetwork network, IPeerDirectory directory, TimeProvider time, ILogger logger)
{
    // Eight tries with doubling pauses span about a minute: the default formation deadline.
    private const int MaxAttempts = 8;

    private static readonly TimeSpan AddressLifetime = TimeSpan.FromMinutes(10);

    // The side with the larger id lets the other dial first, so that two nodes do not cross; longer than most round
    // trips.
    private static readonly TimeSpan Courtesy = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private readonly Lock _lock = new();
    private readonly HashSet<PeerId> _dialling = [];

    /// <summary>Makes sure there is a connection, in the background.</summary>
    public void Dial(Announcement announcement, CancellationToken cancellationToken)
    {
        PeerId peer = announcement.Member.Peer;
        directory.Add(new PeerInfo(peer, announcement.Addresses), AddressLifetime);
        lock (_lock)
        {
            if (peer == network.LocalPeer.Id || network.FindConnection(peer) is not null || !_dialling.Add(peer))
            {
                return;
            }
        }

        _ = DialAsync(announcement, cancellationToken);
    }

    private async Task DialAsync(Announcement announcement, CancellationToken cancellationToken)
    {
        PeerId peer = announcement.Member.Peer;
        TimeSpan pause = network.LocalPeer.Id > peer ? Courtesy : TimeSpan.Zero;
        try
        {
            for (int attempt = 0; attempt < MaxAttempts; attempt++)
            {
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
                if (network.FindConnection(peer) is not null
                    || await TryAsync(announcement, cancellationToken).ConfigureAwait(false))
                {
                    return;
                }

                pause = FirstPause * (1 << attempt);
            }
        }
        catch (OperationCanceledException)
        {
            // The group was left; nobody waits for the connection.
        }
        finally
        {
            lock (_lock)
            {
                _dialling.Remove(peer);
            }
        }
    }

    private async ValueTask<bool> TryAsync(Announcement announcement, CancellationToken cancellationToken)
    {
        try
        {
            await network.ConnectAsync(announcement.Member.Peer, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DaaComputeException exception)
        {
            TrainingLog.MemberUnreachable(logger, announcement.Member.Peer, announcement.Group, exception.Message);
            return false;
        }
    }
}
