using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Transport.Tests;

public sealed class TransportOptionsValidatorTests
{
    [Theory]
    [InlineData("*", true)]
    [InlineData("https://app.example.org", true)]
    [InlineData("http://localhost:5173", true)]
    [InlineData("https://app.example.org/", false)]
    [InlineData("app.example.org", false)]
    [InlineData("", false)]
    public void Validate_WebSocketOrigin_MustBeAnOrigin(string origin, bool expected)
    {
        TransportOptions options = new();
        options.WebSocketOrigins.Add(origin);

        Microsoft.Extensions.Options.ValidateOptionsResult result = new TransportOptionsValidator().Validate(null, options);

        Assert.Equal(expected, result.Succeeded);
        Assert.Equal(!expected, result.FailureMessage?.Contains("DaaCompute:Transport:WebSocketOrigins:0", StringComparison.Ordinal) ?? false);
    }

    private readonly TransportOptionsValidator _validator = new();

    [Fact]
    public void Validate_Defaults_AreTheSpecifications()
    {
        TransportOptions options = new();

        Assert.True(_validator.Validate(null, options).Succeeded);
        ConnectionStrategyOptions strategy = options.ConnectionStrategy;
        Assert.Equal(
            (8, 50, 2, 4, 8),
            (strategy.MinPeers, strategy.MaxPeers, strategy.TargetSuperNodes, strategy.TargetRegional, strategy.TargetLeaf));
        Assert.Equal(TimeSpan.FromSeconds(10), options.HandshakeTimeout);
    }

    public static TheoryData<string, Action<TransportOptions>> Mistakes => new()
    {
        { "DaaCompute:Transport:HandshakeTimeout", o => o.HandshakeTimeout = TimeSpan.Zero },
        { "DaaCompute:Transport:DialTimeout", o => o.DialTimeout = TimeSpan.FromHours(1) },
        { "DaaCompute:Transport:AgentVersion", o => o.AgentVersion = "" },
        { "DaaCompute:Transport:Role", o => o.Role = (NodeRole)9 },
        { "DaaCompute:Transport:ListenAddresses:1", o => Add(o.ListenAddresses, "/ip4/127.0.0.1/tcp/0", "127.0.0.1:4001") },
        { "DaaCompute:Transport:AnnounceAddresses:0", o => o.AnnounceAddresses.Add("x") },
        { "DaaCompute:Transport:Discovery:BootstrapNodes:0", o => o.Discovery.BootstrapNodes.Add("seed.example.org") },
        { "DaaCompute:Transport:Discovery:RendezvousPoints:0", o => o.Discovery.RendezvousPoints.Add("point.example.org") },
        { "DaaCompute:Transport:Discovery:RendezvousNamespace", o => o.Discovery.RendezvousNamespace = new string('a', 256) },
        { "DaaCompute:Transport:Discovery:RendezvousTimeToLive", o => o.Discovery.RendezvousTimeToLive = TimeSpan.FromHours(73) },
        { "DaaCompute:Transport:Discovery:AddressTimeToLive", o => o.Discovery.AddressTimeToLive = TimeSpan.Zero },
        { "DaaCompute:Transport:Limits:PeerInboundStreams", o => o.Limits.PeerInboundStreams = 0 },
        { "DaaCompute:Transport:Limits:Connections", o => o.Limits.Connections = -1 },
        { "DaaCompute:Transport:Limits:AllowList:0", o => o.Limits.AllowList.Add("10.0.0.0/99") },
        { "DaaCompute:Transport:ConnectionStrategy:MaxPeers", o => o.ConnectionStrategy.MaxPeers = 0 },
        { "DaaCompute:Transport:ConnectionStrategy:MinPeers", o => o.ConnectionStrategy.MinPeers = 51 },
        { "DaaCompute:Transport:DialBackoff", o => o.DialBackoff = TimeSpan.FromMinutes(6) },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Validate_Mistake_NamesTheSetting(string setting, Action<TransportOptions> spoil)
    {
        TransportOptions options = new();
        spoil(options);

        ValidateOptionsResult result = _validator.Validate(null, options);

        Assert.True(result.Failed);
        Assert.Contains(setting, result.FailureMessage, StringComparison.Ordinal);
    }

    private static void Add(IList<string> list, params string[] values)
    {
        foreach (string value in values)
        {
            list.Add(value);
        }
    }
}
