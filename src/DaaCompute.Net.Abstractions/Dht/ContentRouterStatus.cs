namespace DaaCompute.Net.Dht;

/// <summary>What a content router is doing now.</summary>
/// <param name="Mode"><see cref="DhtMode.Client"/> or <see cref="DhtMode.Server"/>.</param>
/// <param name="RoutingTablePeers">The peers in the routing table.</param>
/// <param name="EstimatedNetworkSize">The number of servers in the network, estimated; null until enough was seen of it.</param>
/// <param name="ProviderRecords">The provider records kept for others and for itself.</param>
/// <param name="Values">The values kept.</param>
/// <param name="ProvidedKeys">The keys this node announces again and again.</param>
public sealed record ContentRouterStatus(
    DhtMode Mode, int RoutingTablePeers, int? EstimatedNetworkSize, int ProviderRecords, int Values, int ProvidedKeys);
