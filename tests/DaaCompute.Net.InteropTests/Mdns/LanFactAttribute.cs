using System.Net.NetworkInformation;

namespace DaaCompute.Net.InteropTests.Mdns;

/// <summary>A fact that needs js-libp2p, and an interface beside loopback, for its mDNS joins no other.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LanFactAttribute : FactAttribute
{
    public LanFactAttribute() => Skip = JsRuntime.Missing ?? (HasLan() ? null : "this machine has no interface beside loopback");

    private static bool HasLan() => NetworkInterface.GetAllNetworkInterfaces().Any(card =>
        card.OperationalStatus == OperationalStatus.Up
        && card.SupportsMulticast
        && card.NetworkInterfaceType != NetworkInterfaceType.Loopback
        && card.GetIPProperties().UnicastAddresses.Any(unicast => unicast.Address.GetAddressBytes().Length == 4));
}
