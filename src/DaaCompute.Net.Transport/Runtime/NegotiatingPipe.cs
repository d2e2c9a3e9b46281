using System.IO.Pipelines;
using DaaCompute.Net.Transport.Protocol;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>A stream whose protocol is proposed but not confirmed yet.</summary>
internal sealed class NegotiatingPipe(IDuplexPipe stream, MultistreamDialer dialer, PeerId peer, ProtocolId protocol)
    : IDuplexPipe
{
    public PipeReader Input { get; } = new NegotiatingPipeReader(stream, dialer, peer, protocol);

    public PipeWriter Output => stream.Output;
}
