namespace DaaCompute.Net.Onion.Protocol.Fragments;

/// <summary>What a cell carries. Relays cannot tell the kinds apart.</summary>
internal enum FragmentKind : byte
{
    /// <summary>A piece of a message.</summary>
    Message = 1,

    /// <summary>A cell that its sender sends to itself, to see whether relays forward.</summary>
    Loop = 2,

    /// <summary>Cover traffic, dropped by its recipient.</summary>
    Drop = 3,
}
