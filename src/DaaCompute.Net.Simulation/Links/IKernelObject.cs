namespace DaaCompute.Net.Simulation.Links;

/// <summary>One end of a connection, as the kernel under its process keeps it.</summary>
internal interface IKernelObject
{
    /// <summary>Drops what it still meant to send; its process or machine is gone.</summary>
    void Drop();

    /// <summary>Tells the other end that this one is no more, as a kernel does for a process.</summary>
    void SendReset();

    /// <summary>A reset has arrived from the other end.</summary>
    void Break(string reason);
}
