namespace DaaCompute.Net;

/// <summary>The five layers of a node, in the order they start.</summary>
public enum NetworkLayer
{
    /// <summary>Keys, identities, ciphers.</summary>
    Cryptography = 1,

    /// <summary>Connections between peers.</summary>
    Transport = 2,

    /// <summary>Finding content and peers, publish/subscribe, onions.</summary>
    Routing = 3,

    /// <summary>Agreement on the network's state.</summary>
    Consensus = 4,

    /// <summary>Training and model exchange.</summary>
    Application = 5,
}
