using System.Diagnostics;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.CommandLine.Doctor;

/// <summary>Two nodes on loopback listen, connect and answer a ping.</summary>
internal sealed class LinkCheck : ICheck
{
    public string Name => "links";

    public string Fix =>
        "Let this process open TCP sockets on 127.0.0.1: look at firewalls, sandboxes and the limit of open files (ulimit -n).";

    public async Task<CheckResult> ExamineAsync(CancellationToken cancellationToken)
    {
        await using DaaComputeNetwork listener = await new DaaComputeNetworkBuilder(NodePresets.Loopback).StartAsync(cancellationToken);
        await using DaaComputeNetwork dialler = await new DaaComputeNetworkBuilder(NodePresets.Loopback).StartAsync(cancellationToken);
        PeerId peer = listener.LocalPeer.Id;
        Multiaddress address = listener.LocalPeer.Addresses[0].WithPeer(peer);
        long start = Stopwatch.GetTimestamp();
        IPeerConnection connection = await dialler.Peers.ConnectAsync(address, cancellationToken);
        TimeSpan connected = Stopwatch.GetElapsedTime(start);
        TimeSpan roundTrip = await dialler.Peers.PingAsync(peer, cancellationToken);
        string detail = FormattableString.Invariant(
            $"loopback TCP over {connection.Security} in {connected.TotalMilliseconds:0} ms, round trip {roundTrip.TotalMilliseconds:0.00} ms");
        return connection.IsPostQuantum
            ? new CheckResult(Name, Ok: true, detail)
            : new CheckResult(Name, Ok: false, detail + ", which is not post-quantum", "Leave DaaCompute:Crypto:AllowClassicalPeers off.");
    }
}
