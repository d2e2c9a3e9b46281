using System.Buffers;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Protocol;

/// <summary>The side of multistream-select that accepts or declines.</summary>
internal sealed class MultistreamListener(Func<string, bool> isSupported)
{
    /// <summary>Proposals answered before the peer is taken to be probing; dialers of this network offer at most a few.</summary>
    public const int MaxProposals = 32;

    private bool _greeted;
    private int _proposals;
    private string? _agreed;

    /// <summary>What was agreed.</summary>
    public ProtocolId Agreed => new(_agreed ?? throw new InvalidOperationException("Nothing is agreed yet."));

    /// <summary>Takes a line from the other side and writes the answer.</summary>
    /// <exception cref="ProtocolViolationException">The peer speaks something else, or proposes without end.</exception>
    public NegotiationStatus Receive(string line, IBufferWriter<byte> output)
    {
        if (!_greeted)
        {
            _greeted = line == MultistreamMessage.Header
                ? true
                : throw new ProtocolViolationException("The peer does not speak multistream-select 1.0.");
            MultistreamMessage.Write(output, MultistreamMessage.Header);
            return NegotiationStatus.Pending;
        }

        if (ProtocolId.IsValid(line) && isSupported(line))
        {
            _agreed = line;
            MultistreamMessage.Write(output, line);
            return NegotiationStatus.Agreed;
        }

        if (++_proposals == MaxProposals)
        {
            throw new ProtocolViolationException($"The peer proposed {MaxProposals} protocols in vain.");
        }

        MultistreamMessage.Write(output, MultistreamMessage.NotAvailable);
        return NegotiationStatus.Pending;
    }
}
