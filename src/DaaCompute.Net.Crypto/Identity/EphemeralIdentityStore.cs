using DaaCompute.Net.Crypto.Diagnostics;
using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Crypto.Identity;

/// <summary>Keeps nothing: every start is a new node.</summary>
internal sealed class EphemeralIdentityStore(ISignatureScheme scheme, ILogger logger) : IIdentityStore
{
    public INodeIdentity LoadOrCreate()
    {
        NodeIdentity identity = new(scheme, scheme.GenerateKey());
        logger.IdentityEphemeral(identity.PeerId);
        return identity;
    }
}
