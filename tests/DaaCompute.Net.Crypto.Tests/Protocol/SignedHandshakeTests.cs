using DaaCompute.Net.Crypto.Protocol;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.Crypto.Tests.Protocol;

/// <summary>Handshakes with the real providers, and what a host gets.</summary>
public sealed class SignedHandshakeTests
{
    public static TheoryData<string> Protocols => NoiseProtocolNames.All;

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Handshake_RealIdentities_Establishes(string id)
    {
        NoiseProtocol protocol = NoiseProtocolNames.Find(id);
        using SignedNode alice = new(protocol, "alice");
        using SignedNode bob = new(protocol, "bob");
        using ISecureHandshake dial = alice.Dial(bob.PeerId);
        using ISecureHandshake accept = bob.Accept();

        NoiseNode.Run(dial, accept);
        using ISecureSession left = dial.Complete();
        using ISecureSession right = accept.Complete();

        Assert.Equal(bob.PeerId, left.RemoteKey.PeerId);
        Assert.Equal(alice.PeerId, right.RemoteKey.PeerId);
        Assert.Equal(NoiseNode.Yamux, left.Multiplexer);
        Assert.Equal(protocol.IsPostQuantum, right.IsPostQuantum && right.RemoteKey.IsPostQuantum);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Handshake_RealIdentitiesAnotherPeer_WrongPeer(string id)
    {
        NoiseProtocol protocol = NoiseProtocolNames.Find(id);
        using SignedNode alice = new(protocol, "alice");
        using SignedNode bob = new(protocol, "bob");
        using SignedNode carol = new(protocol, "carol");
        using ISecureHandshake dial = alice.Dial(carol.PeerId);
        using ISecureHandshake accept = bob.Accept();
        accept.ReadMessage(NoiseNode.Write(dial));

        HandshakeException failure = Assert.Throws<HandshakeException>(() => dial.ReadMessage(NoiseNode.Write(accept)));

        Assert.Equal(HandshakeError.WrongPeer, failure.Error);
    }

    [Fact]
    public void AddCrypto_Channels_OffersThePostQuantumOneAlone()
    {
        using ServiceProvider alice = Build();
        using ServiceProvider bob = Build();
        ISecureChannelFactory dialler = Assert.Single(alice.GetServices<ISecureChannelFactory>());
        ISecureChannelFactory acceptor = bob.GetRequiredService<ISecureChannelFactory>();
        using ISecureHandshake dial = dialler.CreateInitiator(bob.GetRequiredService<INodeIdentity>().PeerId, []);
        using ISecureHandshake accept = acceptor.CreateResponder([]);

        NoiseNode.Run(dial, accept);
        using ISecureSession session = accept.Complete();

        Assert.Equal("/daa/noise-pq/1.0.0", dialler.Protocol.Value);
        Assert.True(dialler.IsPostQuantum);
        Assert.Equal(alice.GetRequiredService<INodeIdentity>().PublicKey, session.RemoteKey);
    }

    private static ServiceProvider Build()
    {
        ServiceCollection services = new();
        new Builder(services).AddCrypto().AddCrypto();
        return services.BuildServiceProvider();
    }

    private sealed class Builder(IServiceCollection services) : IDaaComputeBuilder
    {
        public IServiceCollection Services => services;
    }
}
