namespace DaaCompute.Net.Dht.Protocol;

/// <summary>The bounds of a store of records.</summary>
/// <param name="TimeToLive">How long a record is kept.</param>
/// <param name="MaxPerKey">The records of one key.</param>
/// <param name="MaxPerPeer">The records that one peer may have stored here.</param>
/// <param name="MaxTotal">The records in all.</param>
internal sealed record RecordLimits(TimeSpan TimeToLive, int MaxPerKey, int MaxPerPeer, int MaxTotal);
