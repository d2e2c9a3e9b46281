namespace TrainTogether;

/// <summary>How the workers find each other.</summary>
internal enum Discovery
{
    /// <summary>Each is told the first one's address.</summary>
    Bootstrap,

    /// <summary>By multicast DNS on the loopback interface; nobody is told anything.</summary>
    Mdns,

    /// <summary>The first one is the rendezvous point of the others.</summary>
    Rendezvous,
}
