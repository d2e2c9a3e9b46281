using DaaCompute.Net.Crypto;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.Gossip.Tests.Runtime;

/// <summary>A node's real cryptography.</summary>
internal sealed class TestCrypto : IDaaComputeBuilder, IDisposable
{
    private readonly ServiceProvider _provider;

    public TestCrypto()
    {
        this.AddCrypto();
        _provider = Services.BuildServiceProvider();
    }

    public IServiceCollection Services { get; } = new ServiceCollection();

    public INodeIdentity Identity => _provider.GetRequiredService<INodeIdentity>();

    public ISignedEnvelopes Envelopes => _provider.GetRequiredService<ISignedEnvelopes>();

    public ISignatureVerifier Verifier => _provider.GetRequiredService<ISignatureVerifier>();

    public void Dispose() => _provider.Dispose();
}
