using Microsoft.Extensions.Hosting;

namespace DaaCompute.Net.Runtime;

/// <summary>Runs a node inside a host: started and stopped with it.</summary>
internal sealed class NetworkHostedService(NetworkLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => lifetime.StartAsync(cancellationToken).AsTask();

    public Task StopAsync(CancellationToken cancellationToken) => lifetime.StopAsync(cancellationToken).AsTask();
}
