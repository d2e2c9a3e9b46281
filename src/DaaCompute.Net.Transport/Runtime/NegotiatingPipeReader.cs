using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using DaaCompute.Net.Transport.Protocol;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Checks the answer to a protocol's proposal before the first byte is read, and is out of the way afterwards.</summary>
internal sealed class NegotiatingPipeReader(
    IDuplexPipe stream, MultistreamDialer dialer, PeerId peer, ProtocolId protocol) : PipeReader
{
    private readonly PipeReader _input = stream.Input;
    private bool _isConfirmed;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        _isConfirmed ? _input.ReadAsync(cancellationToken) : ConfirmThenReadAsync(cancellationToken);

    public override bool TryRead([NotNullWhen(true)] out ReadResult result)
    {
        result = default;
        return _isConfirmed && _input.TryRead(out result);
    }

    public override void AdvanceTo(SequencePosition consumed) => _input.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) =>
        _input.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => _input.CancelPendingRead();

    public override void Complete(Exception? exception = null) => _input.Complete(exception);

    private async ValueTask<ReadResult> ConfirmThenReadAsync(CancellationToken cancellationToken)
    {
        // Who reads first has written nothing yet: the proposal is still here.
        await stream.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        await StreamNegotiation.ConfirmAsync(_input, dialer, peer, protocol, cancellationToken).ConfigureAwait(false);
        _isConfirmed = true;
        return await _input.ReadAsync(cancellationToken).ConfigureAwait(false);
    }
}
