namespace DaaCompute.Net.Storage;

/// <summary>Why a state store failed.</summary>
public enum StateStoreError
{
    /// <summary>The medium failed; a store that says so takes no more commits until it is opened anew.</summary>
    Failed = 0,

    /// <summary>There is no room left. Reads go on, and commits again once there is.</summary>
    Full,

    /// <summary>What is stored is not what was committed, or some of it is gone.</summary>
    Damaged,

    /// <summary>Another process has it open.</summary>
    InUse,

    /// <summary>It cannot be opened as it is: written by a newer version, open to other users, or not a state store.</summary>
    Unusable,
}
