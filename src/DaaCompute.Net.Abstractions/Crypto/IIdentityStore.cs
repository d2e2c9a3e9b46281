namespace DaaCompute.Net.Crypto;

/// <summary>Where a node keeps its identity between runs.</summary>
/// <remarks>
/// Synchronous, because the identity is needed before anything of a node exists. A store that has to wait for a network
/// loads the identity first and is registered with what it loaded.
/// </remarks>
public interface IIdentityStore
{
    /// <summary>Loads the identity, making and keeping a new one when there is none yet. Called once, at start.</summary>
    /// <exception cref="IdentityStoreException">The identity is unreadable, too widely readable, or the passphrase is wrong.</exception>
    INodeIdentity LoadOrCreate();
}
