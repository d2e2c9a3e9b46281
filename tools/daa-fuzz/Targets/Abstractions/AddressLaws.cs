namespace DaaCompute.Net.Fuzz.Targets.Abstractions;

/// <summary>What holds for every address, wherever it came from.</summary>
internal static class AddressLaws
{
    public static void Check(Multiaddress address)
    {
        FuzzFindingException.Require(
            Multiaddress.TryParse(address.ToString(), out Multiaddress? parsed) && parsed.Equals(address),
            $"the text form is another address: {address}");
        FuzzFindingException.Require(
            Multiaddress.TryDecode(address.Bytes.Span, out Multiaddress? decoded) && decoded.Equals(address),
            "the binary form is another address");
        FuzzFindingException.Require(
            !address.ToString().Any(char.IsControl), "the text form holds a control character");
        FuzzFindingException.Require(
            address.GetHashCode() == decoded.GetHashCode() && address.Components.Length <= Multiaddress.MaxComponents,
            "equal addresses differ");
        PeerId? peer = address.PeerId;
        Multiaddress? bare = address.WithoutPeer();
        FuzzFindingException.Require(
            peer is null || bare is null || bare.Components.Length + 1 == address.Components.Length,
            "the peer is not the last step");
        if (address.ToIPEndPoint() is { } endPoint && address.Components[1].Protocol.Name == "tcp")
        {
            Multiaddress made = Multiaddress.FromEndPoint(endPoint);
            FuzzFindingException.Require(made.ToIPEndPoint() is not null, "an end point's address has none");
        }
    }
}
