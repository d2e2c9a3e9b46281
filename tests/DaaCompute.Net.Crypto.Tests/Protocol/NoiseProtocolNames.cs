namespace DaaCompute.Net.Crypto.Protocol;

/// <summary>Every protocol, by the id that shows in a test's name.</summary>
internal static class NoiseProtocolNames
{
    public static TheoryData<string> All =>
        [NoiseProtocol.PostQuantum.Id.Value, NoiseProtocol.Libp2p.Id.Value, NoiseProtocol.Libp2pHybrid.Id.Value];

    public static NoiseProtocol Find(string id) =>
        new[] { NoiseProtocol.PostQuantum, NoiseProtocol.Libp2p, NoiseProtocol.Libp2pHybrid }.Single(p => p.Id.Value == id);
}
