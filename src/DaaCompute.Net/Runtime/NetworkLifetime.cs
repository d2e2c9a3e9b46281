using System.Collections.Immutable;
using DaaCompute.Net.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Runtime;

/// <summary>Starts the layers of a node from the bottom up and stops them from the top down, once each.</summary>
internal sealed class NetworkLifetime : IAsyncDisposable
{
    private readonly ImmutableArray<ILayerService> _services;
    private readonly TimeProvider _time;
    private readonly TimeSpan _stopTimeout;
    private readonly ILogger<NetworkLifetime> _logger;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Stack<ILayerService> _running = new();
    private bool _stopped;

    public NetworkLifetime(
        IEnumerable<ILayerService> services,
        TimeProvider time,
        IOptions<DaaComputeNetworkOptions> options,
        ILogger<NetworkLifetime> logger)
    {
        // OrderBy is stable: within a layer, services start in the order they were registered.
        _services = [.. services.OrderBy(service => service.Layer)];
        _time = time;
        _stopTimeout = options.Value.StopTimeout;
        _logger = logger;
    }

    /// <summary>Starts every layer; when one fails, those already running are stopped and the failure is thrown.</summary>
    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            if (_running.Count > 0)
            {
                return;
            }

            foreach (ILayerService service in _services)
            {
                _logger.LayerStarting(service.Layer, service.GetType().Name);
                _running.Push(service);
                await service.StartAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            await StopRunningAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Stops every layer that runs; each says goodbye within the node's stop time-out.</summary>
    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            _stopped = true;
            await StopRunningAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    public ValueTask DisposeAsync() => StopAsync(CancellationToken.None);

    private async ValueTask StopRunningAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = new(_stopTimeout, _time);
        using CancellationTokenSource linked =
            CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        while (_running.TryPop(out ILayerService? service))
        {
            try
            {
                await service.StopAsync(linked.Token).ConfigureAwait(false);
                _logger.LayerStopped(service.Layer, service.GetType().Name);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // One layer's failure must not leave those below it running; it is logged, and the stop goes on.
                _logger.LayerStopFailed(exception, service.Layer, service.GetType().Name);
            }
        }
    }
}
