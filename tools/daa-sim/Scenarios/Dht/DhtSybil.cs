using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using DaaCompute.Net.Simulation;
using DaaCompute.Net.Transport;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Sim.Scenarios.Dht;

/// <summary>An attacker: answers every request with the Sybils closest to its target, and keeps nothing.</summary>
/// <param name="family">All of them, with the digests of their ids; they know each other.</param>
/// <param name="process">The process it runs in.</param>
internal sealed class DhtSybil(List<(byte[] Digest, PeerInfo Peer)> family, SimulatedProcess process) : IProtocolHandler
{
    /// <summary>k, as the honest have it.</summary>
    private const int Answer = 20;

    private const ulong PutValue = 0;
    private const ulong AddProvider = 2;

    private SimulatedPeerNetwork? _network;

    public ProtocolId Protocol { get; } = new("/qudag/kad/1.0.0");

    public async Task StartAsync()
    {
        _network = await SimulatedPeerNetwork.StartBareAsync(process, this);
        family.Add((SHA256.HashData(_network.LocalPeer.Id.Bytes.Span), _network.LocalPeer));
    }

    /// <summary>Gets into the tables of the honest.</summary>
    public async Task AttackAsync(IEnumerable<Multiaddress> victims)
    {
        foreach (Multiaddress victim in victims)
        {
            try
            {
                await _network!.ConnectAsync(victim);
            }
            catch (DaaComputeException)
            {
                // It does not run, or does not want to.
            }
        }
    }

    public async ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken)
    {
        ReadResult read;
        do
        {
            read = await stream.Input.ReadAsync(cancellationToken);
            byte[] bytes = read.Buffer.ToArray();
            int taken = 0;
            while (UnsignedVarint.Read(bytes.AsSpan(taken), out ulong length, out int prefix) == OperationStatus.Done
                && bytes.Length - taken - prefix >= (int)length)
            {
                await AnswerAsync(stream.Output, bytes.AsMemory(taken + prefix, (int)length), cancellationToken);
                taken += prefix + (int)length;
            }

            stream.Input.AdvanceTo(read.Buffer.GetPosition(taken), read.Buffer.End);
        }
        while (!read.IsCompleted);
    }

    private async ValueTask AnswerAsync(PipeWriter output, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        (ulong type, byte[] key) = Read(request.Span);
        if (type == AddProvider)
        {
            return;
        }

        ArrayBufferWriter<byte> answer = new();
        Write(answer, type, key, request.Span);
        UnsignedVarint.Write(output, (ulong)answer.WrittenCount);
        await output.WriteAsync(answer.WrittenMemory, cancellationToken);
    }

    private static (ulong Type, byte[] Key) Read(ReadOnlySpan<byte> request)
    {
        ulong type = 0;
        byte[] key = [];
        ProtobufReader fields = new(request);
        while (fields.Read())
        {
            type = fields.FieldNumber == 1 ? fields.Value : type;
            key = fields.FieldNumber == 2 ? fields.Bytes.ToArray() : key;
        }

        return (type, key);
    }

    private void Write(ArrayBufferWriter<byte> answer, ulong type, byte[] key, ReadOnlySpan<byte> request)
    {
        if (type == PutValue)
        {
            // It says that it has stored what it has thrown away.
            answer.Write(request);
            return;
        }

        ProtobufWriter message = new(answer);
        message.WriteVarint(1, type);
        message.WriteBytes(2, key);
        byte[] target = SHA256.HashData(key);
        foreach ((_, PeerInfo peer) in family.OrderBy(one => Distance(one.Digest, target)).Take(Answer))
        {
            message.WriteBytes(8, Encode(peer));
        }
    }

    private static UInt128 Distance(byte[] one, byte[] other) =>
        System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(one)
        ^ System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(other);

    private static byte[] Encode(PeerInfo peer)
    {
        ArrayBufferWriter<byte> output = new();
        ProtobufWriter fields = new(output);
        fields.WriteBytes(1, peer.Id.Bytes.Span);
        foreach (Multiaddress address in peer.Addresses)
        {
            fields.WriteBytes(2, address.Bytes.Span);
        }

        fields.WriteVarint(3, 1);
        return output.WrittenSpan.ToArray();
    }
}
