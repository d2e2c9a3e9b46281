namespace DaaCompute.Net.Crypto;

/// <summary>Where a node keeps its identity between runs.</summary>
public interface IIdentityStore
{
    /// <summary>Loads the identity, making and keeping a new one when there is none yet. Called once, at start.</summary>
    /// <exception cref="IdentityStoreException">The identity is unreadable, too widely readable, or the passphrase is wrong.</exception>
    INodeIdentity LoadOrCreate();
}
