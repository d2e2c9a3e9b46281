using DaaCompute.Net.Crypto;
using DaaCompute.Net.Onion.Protocol.Packet;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.Onion.Tests;

/// <summary>The real primitives, from a node that is nothing but its cryptography.</summary>
internal sealed class CryptoOnly : IDaaComputeBuilder, IDisposable
{
    private readonly ServiceProvider _provider;

    public CryptoOnly(int seed = 1, Action<CryptoOptions>? configure = null)
    {
        Services.AddLogging();
        Services.AddSingleton<IEntropySource>(new SeededEntropy(seed));
        this.AddCrypto(configure);
        _provider = Services.BuildServiceProvider();
        Hash = _provider.GetRequiredService<IContentHash>();
        Primitives = new OnionPrimitives(
            _provider.GetRequiredService<IKeyEncapsulation>(),
            _provider.GetRequiredService<IAuthenticatedCipher>(),
            _provider.GetRequiredService<IKeyedHash>(),
            _provider.GetRequiredService<IEntropySource>());
    }

    public IServiceCollection Services { get; } = new ServiceCollection();

    public IContentHash Hash { get; }

    public OnionPrimitives Primitives { get; }

    public T Get<T>()
        where T : notnull => _provider.GetRequiredService<T>();

    public void Dispose() => _provider.Dispose();
}
