using System.Buffers;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Protocol;

/// <summary>The side of multistream-select that proposes, one protocol after the other.</summary>
internal sealed class MultistreamDialer(IReadOnlyList<ProtocolId> offers)
{
    private bool _greeted;
    private int _offer;

    /// <summary>Which of the offers was agreed; until an answer came, the one that is proposed.</summary>
    public int Agreed => _offer;

    /// <summary>Writes the header and the first proposal.</summary>
    public void Start(IBufferWriter<byte> output)
    {
        MultistreamMessage.Write(output, MultistreamMessage.Header);
        MultistreamMessage.Write(output, offers[0].Value);
    }

    /// <summary>Takes a line from the other side and writes what follows from it.</summary>
    /// <exception cref="ProtocolViolationException">The line answers nothing that was asked.</exception>
    public NegotiationStatus Receive(string line, IBufferWriter<byte> output)
    {
        if (!_greeted)
        {
            _greeted = line == MultistreamMessage.Header
                ? true
                : throw new ProtocolViolationException("The peer does not speak multistream-select 1.0.");
            return NegotiationStatus.Pending;
        }

        if (line == offers[_offer].Value)
        {
            return NegotiationStatus.Agreed;
        }

        if (line != MultistreamMessage.NotAvailable)
        {
            throw new ProtocolViolationException($"The peer answered {offers[_offer]} with another protocol.");
        }

        if (++_offer == offers.Count)
        {
            return NegotiationStatus.Refused;
        }

        MultistreamMessage.Write(output, offers[_offer].Value);
        return NegotiationStatus.Pending;
    }
}
