namespace DaaCompute.Net.Sim.Scenarios.Gossip;

/// <summary>What the Sybils of a gossip scenario do; all of them subscribe, and none forwards anything.</summary>
internal enum GossipAttack
{
    /// <summary>There are no Sybils.</summary>
    None,

    /// <summary>They announce messages that do not exist.</summary>
    IHave,

    /// <summary>They ask for what they were told of, again and again.</summary>
    IWant,

    /// <summary>They graft themselves without pause, back-off or not.</summary>
    Graft,

    /// <summary>They publish what no signature covers.</summary>
    Invalid,

    /// <summary>They take places in meshes and say nothing.</summary>
    Censorship,

    /// <summary>As many as may crowd around a few victims, and say nothing.</summary>
    Eclipse,

    /// <summary>They are there before the honest know each other.</summary>
    ColdBoot,

    /// <summary>They all come at one moment to a network that has been well.</summary>
    Flash,
}
