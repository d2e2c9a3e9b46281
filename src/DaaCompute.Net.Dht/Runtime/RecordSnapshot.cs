using System.Collections.Immutable;
using DaaCompute.Net.Dht.Protocol;

namespace DaaCompute.Net.Dht.Runtime;

/// <summary>All that is kept under one key at one moment.</summary>
internal sealed record RecordSnapshot(ContentKey Key, ImmutableArray<ProviderRecord> Providers, ValueRecord? Value);
