using System.Net;
using DaaCompute.Net.Transport.Protocol;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace DaaCompute.Net.Transport.Tests.Protocol;

public sealed class ConnectionAdmissionTests
{
    private static readonly TimeSpan Start = TimeSpan.FromHours(1);

    private readonly ResourceLimitOptions _limits = new();

    [Fact]
    public void TryAdmit_SystemFull_NamesTheSetting()
    {
        ConnectionAdmission admission = new(_limits, 1, []);
        Assert.True(admission.TryAdmitOutbound(out AdmissionTicket? ticket, out _));

        Assert.False(admission.TryAdmitOutbound(out _, out AdmissionRefusal? outbound));
        Assert.False(admission.TryAdmitInbound(At("192.0.2.1"), Start, out _, out AdmissionRefusal? inbound));

        Assert.Equal(outbound, inbound);
        ResourceLimitException exception = inbound.ToException();
        Assert.Equal(("DaaCompute:Transport:Limits:Connections", 1L), (exception.Setting, exception.Limit));
        Assert.Contains("connections (1)", exception.Message, StringComparison.Ordinal);
        admission.Release(ticket);
        admission.Release(ticket);
        Assert.Equal(0, admission.Connections);
        Assert.True(admission.TryAdmitInbound(At("192.0.2.1"), Start, out _, out _));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", 8, "AddressConnections")]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", 8, "AddressConnections")]
    [InlineData("2001:db8:0:100::1", "2001:db8:0:1ff::1", 8, "AddressConnections")]
    public void TryAdmitInbound_AddressFull_NamesTheSetting(string first, string last, int count, string setting)
    {
        ConnectionAdmission admission = new(_limits, 1_000, []);
        for (int index = 0; index < count; index++)
        {
            admission.EndHandshake(Admit(admission, index % 2 == 0 ? first : last, Start));
        }

        Assert.False(admission.TryAdmitInbound(At(first), Start, out _, out AdmissionRefusal? refusal));
        Assert.Equal((setting, count), (refusal.Setting, (int)refusal.Value));
        Assert.True(admission.TryAdmitInbound(At("198.51.100.1"), Start, out _, out _));
    }

    [Fact]
    public void TryAdmitInbound_SiteFull_NamesTheSetting()
    {
        ConnectionAdmission admission = new(_limits, 1_000, []);
        for (int index = 0; index < 64; index++)
        {
            admission.EndHandshake(Admit(admission, $"2001:db8:7:{index << 8:x}::1", Start));
        }

        Assert.False(admission.TryAdmitInbound(At("2001:db8:7:ff00::1"), Start, out _, out AdmissionRefusal? refusal));
        Assert.Equal(("NetworkConnections", 64L), (refusal.Setting, refusal.Value));
        Assert.True(admission.TryAdmitInbound(At("2001:db8:8::1"), Start, out _, out _));
    }

    [Fact]
    public void TryAdmitInbound_BurstUsedUp_RefillsWithTime()
    {
        ConnectionAdmission admission = new(_limits, 1_000, []);
        for (int index = 0; index < 16; index++)
        {
            admission.Release(Admit(admission, "192.0.2.1", Start));
        }

        Assert.False(admission.TryAdmitInbound(At("192.0.2.1"), Start, out _, out AdmissionRefusal? refusal));
        Assert.Equal("AddressHandshakeBurst", refusal.Setting);
        Assert.True(admission.TryAdmitInbound(At("192.0.2.2"), Start, out _, out _));
        Assert.False(admission.TryAdmitInbound(At("192.0.2.1"), Start + TimeSpan.FromSeconds(4.9), out _, out _));
        Assert.True(admission.TryAdmitInbound(At("192.0.2.1"), Start + TimeSpan.FromSeconds(5.1), out _, out _));
        Assert.False(admission.TryAdmitInbound(At("192.0.2.1"), Start + TimeSpan.FromSeconds(5.2), out _, out _));
    }

    [Fact]
    public void TryAdmitInbound_Loopback_IsHeldToHalfOpenHandshakesAlone()
    {
        ConnectionAdmission admission = new(_limits, 1_000, []);
        List<AdmissionTicket> tickets = [];
        for (int index = 0; index < 32; index++)
        {
            tickets.Add(Admit(admission, "127.0.0.1", Start));
        }

        Assert.False(admission.TryAdmitInbound(At("127.0.0.1"), Start, out _, out AdmissionRefusal? refusal));
        Assert.Equal(("AddressHalfOpenHandshakes", 32L), (refusal.Setting, refusal.Value));
        tickets.ForEach(admission.EndHandshake);
        for (int index = 0; index < 100; index++)
        {
            admission.EndHandshake(Admit(admission, "127.0.0.1", Start));
        }

        Assert.Equal(132, admission.Connections);
    }

    [Fact]
    public void TryAdmitInbound_LoopbackLimitedByOption_IsLimited()
    {
        _limits.LimitLoopback = true;
        ConnectionAdmission admission = new(_limits, 1_000, []);
        for (int index = 0; index < 8; index++)
        {
            admission.EndHandshake(Admit(admission, "127.0.0.1", Start));
        }

        Assert.False(admission.TryAdmitInbound(At("127.0.0.1"), Start, out _, out AdmissionRefusal? refusal));
        Assert.Equal("AddressConnections", refusal.Setting);
    }

    [Fact]
    public void TryAdmitInbound_AllowListed_NoLimitPerAddressHolds()
    {
        ConnectionAdmission admission = new(_limits, 1_000, [IPNetwork.Parse("10.0.0.0/8")]);
        for (int index = 0; index < 100; index++)
        {
            Admit(admission, "10.1.2.3", Start);
        }

        Assert.Equal(100, admission.HalfOpen);
        Assert.Equal(0, admission.Addresses);
    }

    [Fact]
    public void TryAdmitInbound_NoIpAddress_OnlyTheTotalsHold()
    {
        ConnectionAdmission admission = new(_limits, 100, []);
        for (int index = 0; index < 100; index++)
        {
            Assert.True(admission.TryAdmitInbound(Multiaddress.Parse("/memory/7"), Start, out _, out _));
        }

        Assert.False(admission.TryAdmitInbound(Multiaddress.Parse("/memory/7"), Start, out _, out _));
    }

    [Fact]
    public void TryAdmitInbound_AllHandshakesTaken_TheOldestOfTheBusiestAddressGivesWay()
    {
        ConnectionAdmission admission = new(_limits, 1_000, []);
        List<int> evicted = [];
        for (int index = 0; index < 128; index++)
        {
            // One honest address holds the oldest handshake; twenty others hoard the rest.
            int number = index;
            AdmissionTicket ticket = Admit(admission, index == 0 ? "192.0.2.200" : $"192.0.2.{index % 20}", Start);
            ticket.Evict = () => evicted.Add(number);
        }

        AdmissionTicket honest = Admit(admission, "192.0.2.201", Start);

        Assert.Equal([1], evicted);
        Assert.Equal(128, admission.HalfOpen);
        Assert.True(honest.IsHalfOpen);
    }

    [Fact]
    public void TryAdmitInbound_EndlessAddresses_StaysBounded()
    {
        ConnectionAdmission admission = new(_limits, 1_000, []);
        for (uint index = 0; index < 40_000; index++)
        {
            IPAddress address = new([203, (byte)(index >> 16), (byte)(index >> 8), (byte)index]);
            admission.Release(Admit(admission, address.ToString(), Start));
        }

        Assert.InRange(admission.Addresses, 1, 16_384);
    }

    /// <summary>Whatever comes and goes, nothing is counted twice or forgotten, and no limit is passed.</summary>
    [Property]
    public Property TryAdmitInbound_AnyOrder_LimitsHoldAndEverythingIsGivenBack()
    {
        Gen<(int Host, int Action, int Pick)[]> steps = Gen.ArrayOf(
            from host in Gen.Choose(1, 6)
            from action in Gen.Choose(0, 3)
            from pick in Gen.Choose(0, 1_000)
            select (host, action, pick));
        return Prop.ForAll(steps.ToArbitrary(), taken =>
        {
            _limits.AddressHalfOpenHandshakes = 3;
            _limits.HalfOpenHandshakes = 7;
            ConnectionAdmission admission = new(_limits, 20, []);
            List<AdmissionTicket> held = [];
            TimeSpan now = Start;
            foreach ((int host, int action, int pick) in taken)
            {
                now += TimeSpan.FromSeconds(pick % 3);
                if (action <= 1)
                {
                    if (admission.TryAdmitInbound(At($"192.0.2.{host}"), now, out AdmissionTicket? ticket, out _))
                    {
                        held.Add(ticket);
                    }
                }
                else if (held.Count > 0)
                {
                    AdmissionTicket ticket = held[pick % held.Count];
                    if (action == 2)
                    {
                        admission.EndHandshake(ticket);
                    }
                    else
                    {
                        admission.Release(ticket);
                        held.Remove(ticket);
                    }
                }

                Assert.Equal(held.Count, admission.Connections);
                Assert.Equal(held.Count(ticket => ticket.IsHalfOpen), admission.HalfOpen);
                Assert.InRange(admission.HalfOpen, 0, 7);
                Assert.InRange(admission.Connections, 0, 20);
                Assert.All(held.GroupBy(ticket => ticket.Host), group => Assert.InRange(group.Count(), 0, 8));
                Assert.All(
                    held.Where(ticket => ticket.IsHalfOpen).GroupBy(ticket => ticket.Host),
                    group => Assert.InRange(group.Count(), 0, 3));
            }

            held.ToList().ForEach(admission.Release);
            Assert.Equal((0, 0), (admission.Connections, admission.HalfOpen));
        });
    }

    private static AdmissionTicket Admit(ConnectionAdmission admission, string address, TimeSpan now)
    {
        Assert.True(admission.TryAdmitInbound(At(address), now, out AdmissionTicket? ticket, out AdmissionRefusal? refusal), refusal?.Setting);
        return ticket;
    }

    private static Multiaddress At(string address) =>
        Multiaddress.FromEndPoint(new IPEndPoint(IPAddress.Parse(address), 4001));
}
