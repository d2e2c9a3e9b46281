using System.Collections.Immutable;
using DaaCompute.Net.Training.Diagnostics;
using DaaCompute.Net.Training.Protocol;
using DaaCompute.Net.Training.Wire;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Training.Runtime;

internal sealed partial class AllReduceGroup
{
    private const int MaxRemembered = 256;

    private readonly SortedDictionary<MemberId, InboundRing> _early = [];
    private readonly Queue<DroppedMember> _dropped = new();
    private RingStreams? _streams;
    private RingRun? _run;
    private float[] _scratch = [];
    private string? _step;
    private TimeSpan _ringStartedAt;
    private TimeSpan _timeLost;
    private long _bytesSent;
    private long _bytesReceived;
    private int _restarts;
    private int _restartsOfRequest;
    private long _operations;
    private volatile AllReduceStatistics _statistics = new(0, 0, 0, 0, TimeSpan.Zero, []);

    public AllReduceStatistics Statistics => _statistics;

    private async ValueTask AdoptAsync(GroupEffect.AdoptView effect)
    {
        // A result that is ready stays in the scratch; the links that brought it are of no further use.
        await DropStreamsAsync().ConfigureAwait(false);
        _view = effect.View;
        _step = null;
        TrainingLog.ViewAdopted(_services.Logger, Id, effect.View.Epoch, effect.View.Size, effect.View.RankOf(Self));
        foreach (Accusation one in effect.Dropped)
        {
            TrainingLog.MemberDropped(_services.Logger, Id, one.Accused.Peer, one.Reason);
            _services.Metrics.Dropped(one.Reason);
            _dropped.Enqueue(new DroppedMember(one.Accused.Peer, one.Reason));
            if (_dropped.Count > MaxRemembered)
            {
                _dropped.Dequeue();
            }
        }

        _streams = new RingStreams(effect.View, Self, OpenRingAsync);
        foreach (InboundRing early in _early.Values.ToArray())
        {
            _early.Remove(early.From);
            Accept(early);
        }

        Publish();
        _joined.TrySetResult();
    }

    private void Accept(InboundRing inbound)
    {
        if (_streams is not null && _streams.TryAccept(inbound))
        {
            return;
        }

        // The predecessor may adopt a view before this node does; one stream of each is kept for it.
        if (inbound.Epoch > (_view?.Epoch ?? 0) && _failure is null && _early.Count < _options.MaximumMembers)
        {
            if (_early.Remove(inbound.From, out InboundRing? earlier))
            {
                earlier.Release();
            }

            _early[inbound.From] = inbound;
            return;
        }

        inbound.Release();
    }

    private async Task<IPeerStream> OpenRingAsync(
        MemberId successor, GroupView view, CancellationToken cancellationToken)
    {
        IPeerStream stream = await _services.Network
            .OpenStreamAsync(successor.Peer, GroupProtocols.Ring, cancellationToken).ConfigureAwait(false);
        byte[] hello = LengthPrefixed.Frame(new Wire.Proto.RingHello
        {
            Group = Id.Value,
            Incarnation = Self.Incarnation,
            Epoch = view.Epoch,
        });
        await stream.Output.WriteAsync(hello, cancellationToken).ConfigureAwait(false);
        return stream;
    }

    private async ValueTask StartRingAsync(GroupEffect.StartRing effect)
    {
        ReduceRequest request = _request!;
        TimeSpan now = Now;
        await StopRingAsync().ConfigureAwait(false);
        if (_restartsOfRequest++ > 0)
        {
            _restarts++;
            _timeLost += now - _ringStartedAt;
            TrainingLog.OperationRestarted(_services.Logger, Id, effect.Sequence, effect.View.Size);
        }

        _ringStartedAt = now;
        int length = request.Vector.Length;
        if (_scratch.Length < length)
        {
            _scratch = GC.AllocateUninitializedArray<float>(length, pinned: true);
        }

        var template = new PieceHeader(
            PieceHeader.Float32, request.Operation, 0, effect.View.Epoch, (uint)effect.Sequence, length, 0, 0);
        var ring = new RingAllReduce<float>(
            new RingPlan(effect.View.RankOf(Self), effect.View.Size, length),
            template, request.Vector, _scratch.AsMemory(0, length), _options.PieceSize, _services.Hash);
        _run = new RingRun(_streams!, ring, request, effect.Sequence);
        _run.Start(PostAsync);
    }

    private void Commit(long sequence)
    {
        ReduceRequest request = _request!;
        _scratch.AsSpan(0, request.Vector.Length).CopyTo(request.Vector.Span);
        _request = null;
        _operations++;
        (long sent, long received) = (_run?.BytesSent ?? 0, _run?.BytesReceived ?? 0);
        Publish();
        _services.Metrics.Finished(Now - request.StartedAt, sent, received);
        TrainingLog.OperationCommitted(_services.Logger, Id, sequence);
        request.Complete();
    }

    /// <summary>Ends the run; its bytes are counted whether it was finished or given up.</summary>
    private async ValueTask StopRingAsync()
    {
        if (_run is { } run)
        {
            _run = null;
            await run.DisposeAsync().ConfigureAwait(false);
            _bytesSent += run.BytesSent;
            _bytesReceived += run.BytesReceived;
            Publish();
        }
    }

    private async ValueTask DropStreamsAsync()
    {
        await StopRingAsync().ConfigureAwait(false);
        if (_streams is { } streams)
        {
            _streams = null;
            await streams.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask DropRingAsync()
    {
        await DropStreamsAsync().ConfigureAwait(false);
        foreach (InboundRing early in _early.Values)
        {
            early.Release();
        }

        _early.Clear();
    }

    private void Publish() => _statistics = new AllReduceStatistics(
        _operations,
        _bytesSent + (_run?.BytesSent ?? 0),
        _bytesReceived + (_run?.BytesReceived ?? 0),
        _restarts,
        _timeLost,
        [.. _dropped]);
}
