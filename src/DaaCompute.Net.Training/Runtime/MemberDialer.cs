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

    // As many as the largest group has members: whoever fills a group's key with names makes no more dials at a time.
    private const int MaxDials = 256;

    private static readonly TimeSpan AddressLifetime = TimeSpan.FromMinutes(10);

    // The side with the larger id lets the other dial first, so that two nodes do not cross; longer than most round
    // trips.
    private static readonly TimeSpan Courtesy = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private readonly Lock _lock = new();
    private readonly HashSet<PeerId> _dialling = [];

    /// <summary>Makes sure there is a connection to a member, in the background.</summary>
    public void Dial(Announcement announcement, CancellationToken cancellationToken) => Dial(
        new PeerInfo(announcement.Member.Peer, announcement.Addresses), announcement.Group, MaxAttempts, cancellationToken);

    /// <summary>Tries once to connect to a peer that may be a member: what looked it up looks again.</summary>
    public void TryDial(PeerInfo peer, GroupId group, CancellationToken cancellationToken) =>
        Dial(peer, group, attempts: 1, cancellationToken);

    private void Dial(PeerInfo peer, GroupId group, int attempts, CancellationToken cancellationToken)
    {
        if (peer.Id == network.LocalPeer.Id)
        {
            return;
        }

        if (!peer.Addresses.IsEmpty)
        {
            directory.Add(peer, AddressLifetime);
        }

        lock (_lock)
        {
            bool isFull = _dialling.Count >= MaxDials;
            if (isFull || network.FindConnection(peer.Id) is not null || !_dialling.Add(peer.Id))
            {
                return;
            }
        }

        _ = DialAsync(peer.Id, group, attempts, cancellationToken);
    }

    private async Task DialAsync(PeerId peer, GroupId group, int attempts, CancellationToken cancellationToken)
    {
        TimeSpan pause = network.LocalPeer.Id > peer ? Courtesy : TimeSpan.Zero;
        try
        {
            for (int attempt = 0; attempt < attempts; attempt++)
            {
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
                if (network.FindConnection(peer) is not null
                    || await TryAsync(peer, group, cancellationToken).ConfigureAwait(false))
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

    private async ValueTask<bool> TryAsync(PeerId peer, GroupId group, CancellationToken cancellationToken)
    {
        try
        {
            await network.ConnectAsync(peer, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DaaComputeException exception)
        {
            TrainingLog.MemberUnreachable(logger, peer, group, exception.Message);
            return false;
        }
    }
}
