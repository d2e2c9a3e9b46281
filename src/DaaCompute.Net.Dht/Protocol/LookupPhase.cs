namespace DaaCompute.Net.Dht.Protocol;

/// <summary>Where a candidate of a lookup stands.</summary>
internal enum LookupPhase
{
    /// <summary>Somebody named it.</summary>
    Heard,

    /// <summary>It has been asked.</summary>
    Asked,

    /// <summary>It answered.</summary>
    Answered,

    /// <summary>It did not answer, or nobody whose word counts named it.</summary>
    Dropped,
}
