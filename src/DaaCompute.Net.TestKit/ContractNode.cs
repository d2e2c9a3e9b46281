using System.Collections.Immutable;

namespace DaaCompute.Net.TestKit;

/// <summary>What a contract tells of the node that it is about to start.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Addresses">The addresses of all nodes, in the order of their numbers.</param>
public sealed record ContractNode(int Number, ImmutableArray<Multiaddress> Addresses);
