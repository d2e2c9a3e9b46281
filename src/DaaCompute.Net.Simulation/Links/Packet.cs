namespace DaaCompute.Net.Simulation.Links;

/// <summary>Something on its way over an <see cref="OrderedPath{T}"/>.</summary>
internal abstract class Packet
{
    /// <summary>How often it was sent.</summary>
    public int Tries { get; set; }

    /// <summary>When it was first sent, in ticks.</summary>
    public long FirstSent { get; set; }

    /// <summary>Whether the last try was lost.</summary>
    public bool IsLost { get; set; }

    /// <summary>When it arrives or, being lost, is sent again, in ticks.</summary>
    public long Due { get; set; }

    /// <summary>Its bytes on the wire, headers not included.</summary>
    public abstract int Size { get; }

    /// <summary>Gives back what it holds: it was taken, or nobody will take it.</summary>
    public abstract void Release();
}
