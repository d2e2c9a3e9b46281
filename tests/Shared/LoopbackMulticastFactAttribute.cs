using System.Net;
using System.Net.Sockets;

namespace DaaCompute.Net.Testing;

/// <summary>A test that needs multicast over the loopback interface; where the system delivers none, it is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LoopbackMulticastFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Obstacle = new(FindObstacle);

    public LoopbackMulticastFactAttribute() => Skip = Obstacle.Value;

    /// <summary>Sends one datagram to a group of this test's own and waits for it to come back.</summary>
    private static string? FindObstacle()
    {
        try
        {
            IPAddress group = IPAddress.Parse("239.255.42.99");
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Any, 0));
            byte[] loopback = IPAddress.Loopback.GetAddressBytes();
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, loopback);
            socket.SetSocketOption(
                SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(group, IPAddress.Loopback));
            socket.SendTo([1], new IPEndPoint(group, ((IPEndPoint)socket.LocalEndPoint!).Port));
            return socket.Poll(TimeSpan.FromSeconds(5), SelectMode.SelectRead)
                ? null
                : "This system delivers no multicast over loopback.";
        }
        catch (SocketException exception)
        {
            return $"This system has no multicast over loopback: {exception.Message}.";
        }
    }
}
