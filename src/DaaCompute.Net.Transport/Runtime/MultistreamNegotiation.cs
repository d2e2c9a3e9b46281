using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>multistream-select over a raw connection.</summary>
internal static class MultistreamNegotiation
{
    /// <summary>Reads lines until the proposals are answered. False when the peer declines them all.</summary>
    public static async ValueTask<bool> TryConfirmAsync(
        HandshakeChannel channel, MultistreamDialer dialer, CancellationToken cancellationToken)
    {
        NegotiationStatus status = NegotiationStatus.Pending;
        while (status == NegotiationStatus.Pending)
        {
            string line = await channel.ReadLineAsync(cancellationToken).ConfigureAwait(false);
            status = dialer.Receive(line, channel.Output);
        }

        return status == NegotiationStatus.Agreed;
    }

    /// <summary>Answers proposals until one is supported.</summary>
    public static async ValueTask ListenAsync(
        HandshakeChannel channel, Func<string, bool> isSupported, CancellationToken cancellationToken)
    {
        MultistreamListener listener = new(isSupported);
        while (true)
        {
            string line = await channel.ReadLineAsync(cancellationToken).ConfigureAwait(false);
            if (listener.Receive(line, channel.Output) == NegotiationStatus.Agreed)
            {
                return;
            }

            if (line != MultistreamMessage.Header)
            {
                // A lazy dialer has sent more behind its proposal, which is no line: it has to hear the refusal first.
                await channel.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
