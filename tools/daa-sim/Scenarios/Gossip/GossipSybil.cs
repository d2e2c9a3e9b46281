using System.Buffers;
using System.IO.Pipelines;
using DaaCompute.Net.Simulation;
using DaaCompute.Net.Transport;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Sim.Scenarios.Gossip;

/// <summary>An attacker: a bare peer that speaks gossipsub only as far as it does harm.</summary>
internal sealed class GossipSybil(GossipAttack attack, string topic, SimulatedProcess process) : IProtocolHandler
{
    /// <summary>Above what a peer may announce in a heartbeat, gossipsub 1.1.</summary>
    private const int IHaveMessages = 12;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SortedDictionary<PeerId, IPeerStream> _streams = [];
    private readonly List<byte[]> _known = [];
    private SimulatedPeerNetwork? _network;

    public ProtocolId Protocol { get; } = new("/meshsub/1.2.0");

    public async Task StartAsync() => _network = await SimulatedPeerNetwork.StartBareAsync(process, this);

    /// <summary>Goes for its victims.</summary>
    public Task AttackAsync(IEnumerable<Multiaddress> victims) => Task.WhenAll(victims.Select(AttackAsync));

    public async ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken)
    {
        ReadResult read;
        do
        {
            read = await stream.Input.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> buffer = read.Buffer;
            while (TryTake(ref buffer, out byte[] rpc))
            {
                await AnswerAsync(stream.Connection.RemotePeer.Id, rpc);
            }

            stream.Input.AdvanceTo(buffer.Start, buffer.End);
        }
        while (!read.IsCompleted);
    }

    private static bool TryTake(ref ReadOnlySequence<byte> buffer, out byte[] rpc)
    {
        Span<byte> prefix = stackalloc byte[UnsignedVarint.MaxLength];
        int length = (int)Math.Min(prefix.Length, buffer.Length);
        buffer.Slice(0, length).CopyTo(prefix);
        rpc = [];
        if (UnsignedVarint.Read(prefix[..length], out ulong size, out int read) != OperationStatus.Done
            || buffer.Length < read + (long)size)
        {
            return false;
        }

        rpc = buffer.Slice(read, (long)size).ToArray();
        buffer = buffer.Slice(read + (long)size);
        return true;
    }

    private async Task AttackAsync(Multiaddress victim)
    {
        try
        {
            IPeerConnection connection = await _network!.ConnectAsync(victim);
            IPeerStream stream = await connection.OpenStreamAsync(Protocol);
            _streams[connection.RemotePeer.Id] = stream;
            await stream.Output.WriteAsync(SybilRpc.Hello(topic));
            while (await StrikeAsync(stream))
            {
                await Task.Delay(Pause, process.Time);
            }
        }
        catch (DaaComputeException)
        {
            // The victim got rid of it.
        }
    }

    /// <summary>Does its harm once.</summary>
    /// <returns>False when once is enough.</returns>
    private async ValueTask<bool> StrikeAsync(IPeerStream stream)
    {
        byte[]? strike = attack switch
        {
            GossipAttack.IHave => SybilRpc.IHave(topic, IHaveMessages, idsEach: 20, process.Entropy),
            GossipAttack.IWant => _known.Count > 0 ? SybilRpc.IWant(_known) : [],
            GossipAttack.Graft => SybilRpc.Graft(topic),
            GossipAttack.Invalid => SybilRpc.Noise(topic, messages: 5, process.Entropy),
            _ => null,
        };
        if (strike is { Length: > 0 })
        {
            await stream.Output.WriteAsync(strike);
        }

        return strike is not null;
    }

    private async ValueTask AnswerAsync(PeerId from, byte[] rpc)
    {
        if (attack is not (GossipAttack.IWant or GossipAttack.Graft) || !_streams.TryGetValue(from, out IPeerStream? stream))
        {
            return;
        }

        (List<byte[]> announced, bool prunes) = SybilRpc.Read(rpc);
        if (attack == GossipAttack.IWant && announced.Count > 0)
        {
            _known.AddRange(announced);
            _known.RemoveRange(0, Math.Max(0, _known.Count - 100));
            await stream.Output.WriteAsync(SybilRpc.IWant(announced));
        }
        else if (attack == GossipAttack.Graft && prunes)
        {
            await stream.Output.WriteAsync(SybilRpc.Graft(topic));
        }
    }
}
