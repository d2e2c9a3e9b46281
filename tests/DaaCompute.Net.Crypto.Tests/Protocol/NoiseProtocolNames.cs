using DaaCompute.Net.Crypto.Protocol;

namespace DaaCompute.Net.Crypto.Tests.Protocol;

/// <summary>Every protocol, by the id that shows in a test's name.</summary>
internal static class NoiseProtocolNames
{
    public static NoiseProtocol[] Protocols { get; } =
        [NoiseProtocol.PostQuantum, NoiseProtocol.Libp2p, NoiseProtocol.Libp2pHybrid];

    public static TheoryData<string> All => [.. Protocols.Select(protocol => protocol.Id.Value)];

    public static NoiseProtocol Find(string id) => Protocols.Single(protocol => protocol.Id.Value == id);
}
