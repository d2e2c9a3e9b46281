using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>multistream-select over a raw connection.</summary>
internal static class MultistreamNegotiation
{
    /// <summary>
    /// Proposes. A single protocol is not waited for: the header and the proposal leave with what is written next, and
    /// <see cref="ConfirmAsync"/> checks the answer.
    /// </summary>
    public static async ValueTask<MultistreamDialer> DialAsync(
        HandshakeChannel channel, IReadOnlyList<ProtocolId> offers, CancellationToken cancellationToken)
    {
        MultistreamDialer dialer = new(offers);
        dialer.Start(channel.Output);
        if (offers.Count > 1)
        {
            await ConfirmAsync(channel, dialer, cancellationToken).ConfigureAwait(false);
        }

        return dialer;
    }

    /// <summary>Reads lines until the proposal is answered.</summary>
    /// <exception cref="HandshakeException">The peer speaks none of them.</exception>
    public static async ValueTask ConfirmAsync(
        HandshakeChannel channel, MultistreamDialer dialer, CancellationToken cancellationToken)
    {
        NegotiationStatus status = NegotiationStatus.Pending;
        while (status == NegotiationStatus.Pending)
        {
            string line = await channel.ReadLineAsync(cancellationToken).ConfigureAwait(false);
            status = dialer.Receive(line, channel.Output);
        }

        if (status == NegotiationStatus.Refused)
        {
            throw new HandshakeException(
                HandshakeError.NoCommonProtocol, "The peer speaks none of the security protocols that this node allows.");
        }
    }

    /// <summary>Answers proposals until one is supported.</summary>
    public static async ValueTask<ProtocolId> ListenAsync(
        HandshakeChannel channel, Func<string, bool> isSupported, CancellationToken cancellationToken)
    {
        MultistreamListener listener = new(isSupported);
        while (true)
        {
            string line = await channel.ReadLineAsync(cancellationToken).ConfigureAwait(false);
            if (listener.Receive(line, channel.Output) == NegotiationStatus.Agreed)
            {
                return listener.Agreed;
            }

            if (line != MultistreamMessage.Header)
            {
                // A lazy dialer has sent more behind its proposal, which is no line: it has to hear the refusal first.
                await channel.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
