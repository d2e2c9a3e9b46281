using DaaCompute.Net.Consensus.Diagnostics;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Storage;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Consensus.Runtime;

/// <summary>What consensus is given by the node and its host.</summary>
internal sealed record ConsensusContext
{
    public required IPeerNetwork Network { get; init; }

    public required INodeIdentity Identity { get; init; }

    public required ISignedEnvelopes Envelopes { get; init; }

    public required ConsensusSignatures Signatures { get; init; }

    public required IValidatorAdmission Admission { get; init; }

    public IProposalValidator? Validator { get; init; }

    public IConflictKeys? ConflictKeys { get; init; }

    public IReplicatedState? State { get; init; }

    public IStateStore? Store { get; init; }

    public IGuardFile? Guard { get; init; }

    public required ConsensusOptions Options { get; init; }

    public required TimeProvider Time { get; init; }

    public required ConsensusMetrics Metrics { get; init; }

    public required ILogger Log { get; init; }

    public IContentHash Hash => Signatures.Hash;
}
