namespace DaaCompute.Net.Topology.Wire;

/// <summary>The field numbers and bounds of <c>topology.proto</c>.</summary>
internal static class TopologyFields
{
    public const int VertexKind = 1;
    public const int VertexBase = 2;
    public const int VertexDigest = 3;
    public const int VertexTimestamp = 4;
    public const int VertexChanges = 5;
    public const int VertexSignatures = 6;

    public const int ChangeStatement = 1;
    public const int ChangeEndorsements = 2;

    public const int StatementSequence = 1;
    public const int StatementValidThrough = 2;
    public const int StatementJoined = 3;
    public const int StatementLeft = 4;
    public const int StatementEstablished = 5;
    public const int StatementFailed = 6;

    public const int NodeId = 1;
    public const int NodeRole = 2;
    public const int NodeCapabilities = 3;
    public const int NodeRegion = 4;
    public const int NodeGraceful = 2;

    public const int LinkFrom = 1;
    public const int LinkTo = 2;
    public const int LinkLatency = 3;

    public const int EndorsementSignature = 1;
    public const int EndorsementLeaf = 2;
    public const int EndorsementPath = 3;

    public const int SignatureSigner = 1;
    public const int SignatureLeaves = 2;
    public const int SignatureBytes = 3;
    public const int SignatureKey = 4;

    /// <summary>The most changes of one vertex: as many as the conflict keys of a proposal that count.</summary>
    public const int MaxChanges = 64;

    /// <summary>The most batch signatures of one vertex, and endorsements of one change: 256 ML-DSA-65 signatures are 0.8 MiB.</summary>
    public const int MaxSignatures = 256;

    /// <summary>The longest vertex, in bytes: the bound on control frames, 1 MiB.</summary>
    public const int MaxVertexLength = 1 << 20;

    /// <summary>The longest signature, in bytes: an ML-DSA-65 one has 3,309.</summary>
    public const int MaxSignatureLength = 4096;

    /// <summary>The longest encoded public key, in bytes: an ML-DSA-65 one has 1,957.</summary>
    public const int MaxKeyLength = 4096;
}
