namespace DaaCompute.Net.Dht.Protocol;

/// <summary>What became of a peer that was shown to the routing table.</summary>
internal enum TableAddition
{
    /// <summary>It is in the table now.</summary>
    Added,

    /// <summary>It was in it already, and counts as seen.</summary>
    Seen,

    /// <summary>Its bucket is full of peers that were there before; it waits for one of them to fail.</summary>
    Waiting,

    /// <summary>Too many peers of its address group are in the table or its bucket, or it is this node itself.</summary>
    Refused,
}
