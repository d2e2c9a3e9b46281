using System.Collections.Immutable;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Dht.Diagnostics;
using DaaCompute.Net.Storage;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Dht.Runtime;

/// <summary>Puts the parts of the DHT together and shows them as one.</summary>
internal sealed partial class KademliaRouter : IContentRouter, IPeerRouting, ILayerService, IDisposable
{
    private readonly DhtContext _context;
    private readonly DhtState _state;
    private readonly KademliaHandler _handler;
    private readonly BackgroundWork _work;
    private readonly RequestStreams _streams;
    private readonly RequestClient _client;
    private readonly LookupRunner _lookups;
    private readonly TableWatch _watch;
    private readonly Announcer _announcer;
    private readonly Maintenance _maintenance;
    private readonly DhtStore? _store;
    private readonly CancellationTokenSource _stopping = new();
    private ISubscription<PeerEvent>? _events;

    public KademliaRouter(
        IPeerNetwork network,
        IPeerDirectory directory,
        IEnumerable<IRecordValidator> validators,
        IStateStore? store,
        IClassicalAlias? alias,
        KademliaPeerSource source,
        IOptions<DhtOptions> options,
        TimeProvider time,
        IEntropySource entropy,
        DhtMetrics metrics,
        ILogger<KademliaRouter> log)
    {
        _context = new DhtContext(network, directory, options.Value, time, entropy, metrics, log, alias);
        _state = new DhtState(_context, validators) { IsSaved = store is not null };
        _handler = new KademliaHandler(_context, _state);
        _work = new BackgroundWork(log);
        _streams = new RequestStreams(_context, _work, _stopping.Token);
        _client = new RequestClient(_context, _streams);
        _lookups = new LookupRunner(_context, _state, _client);
        _watch = new TableWatch(_context, _state, _client, _work);
        _announcer = new Announcer(_context, _state, _client, _lookups, _work, _stopping.Token);
        _store = store is null ? null : new DhtStore(store, _context, _state);
        _maintenance = new Maintenance(_context, _state, _handler, _lookups, _watch, _announcer, _store, source);
        _lookups.Stale = entry => _watch.Ask(entry, _stopping.Token);
        _watch.Grown = _maintenance.Grown;
        metrics.Status = () => Status;
    }

    public NetworkLayer Layer => NetworkLayer.Routing;

    public ContentRouterStatus Status => _state.Status;

    /// <summary>What it keeps.</summary>
    internal DhtState State => _state;

    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (_store is not null)
        {
            await _store.LoadAsync(cancellationToken).ConfigureAwait(false);
        }

        _events = await _context.Network.SubscribeAsync(cancellationToken).ConfigureAwait(false);
        _maintenance.UpdateMode();
        _work.Run("connections", () => _watch.RunAsync(_events, _stopping.Token));
        _watch.ConsiderAll(_stopping.Token);
        _work.Run("maintenance", () => _maintenance.RunAsync(_stopping.Token));
    }

    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _maintenance.Close();
        if (_events is not null)
        {
            await _events.DisposeAsync().ConfigureAwait(false);
        }

        await _streams.CloseAsync().ConfigureAwait(false);
        await _work.WhenDoneAsync(cancellationToken).ConfigureAwait(false);
        if (_store is not null)
        {
            await _store.SaveAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _stopping.Dispose();
}
