using DaaCompute.Net.Transport;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Tests;

public sealed class DaaComputeServiceCollectionExtensionsTests
{
    [Fact]
    public async Task AddDaaCompute_InAHost_StartsAndStopsWithIt()
    {
        HostApplicationBuilder host = Host.CreateApplicationBuilder();
        host.Services.AddDaaCompute().Use(NodePresets.Loopback);
        using IHost app = host.Build();

        await app.StartAsync();
        DaaComputeNetwork network = app.Services.GetRequiredService<DaaComputeNetwork>();
        Assert.NotEmpty(network.LocalPeer.Addresses);
        await app.StopAsync();
    }

    [Fact]
    public void AddDaaCompute_Section_BindsEveryLayer()
    {
        ConfigurationManager configuration = new();
        configuration["DaaCompute:StopTimeout"] = "00:00:07";
        configuration["DaaCompute:Transport:ConnectionStrategy:MaxPeers"] = "21";
        ServiceCollection services = new();
        services.AddDaaCompute(configuration.GetSection("DaaCompute"));
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Equal(
            TimeSpan.FromSeconds(7),
            provider.GetRequiredService<IOptions<DaaComputeNetworkOptions>>().Value.StopTimeout);
        Assert.Equal(21, provider.GetRequiredService<IOptions<TransportOptions>>().Value.ConnectionStrategy.MaxPeers);
    }

    [Fact]
    public void Use_Preset_StandsUnderWhatIsConfigured()
    {
        ConfigurationManager configuration = new();
        configuration["DaaCompute:Transport:Role"] = "RegionalHub";
        configuration["DaaCompute:Transport:ListenAddresses:0"] = "/ip4/127.0.0.1/tcp/4321";
        ServiceCollection services = new();
        services.AddDaaCompute(configuration.GetSection("DaaCompute")).Use(NodePresets.SuperNode);
        using ServiceProvider provider = services.BuildServiceProvider();
        TransportOptions options = provider.GetRequiredService<IOptions<TransportOptions>>().Value;

        Assert.Equal(NodeRole.RegionalHub, options.Role);
        Assert.Equal(["/ip4/127.0.0.1/tcp/4321"], options.ListenAddresses);
    }

    [Theory]
    [InlineData(nameof(NodePresets.Leaf), NodeRole.Leaf)]
    [InlineData(nameof(NodePresets.RegionalHub), NodeRole.RegionalHub)]
    [InlineData(nameof(NodePresets.SuperNode), NodeRole.SuperNode)]
    [InlineData(nameof(NodePresets.Loopback), NodeRole.Leaf)]
    public void Use_EachPreset_SetsItsRoleAndListens(string preset, NodeRole role)
    {
        ServiceCollection services = new();
        services.AddDaaCompute().Use(preset switch
        {
            nameof(NodePresets.Leaf) => NodePresets.Leaf,
            nameof(NodePresets.RegionalHub) => NodePresets.RegionalHub,
            nameof(NodePresets.SuperNode) => NodePresets.SuperNode,
            _ => NodePresets.Loopback,
        });
        using ServiceProvider provider = services.BuildServiceProvider();
        TransportOptions options = provider.GetRequiredService<IOptions<TransportOptions>>().Value;

        Assert.Equal(role, options.Role);
        Assert.Single(options.ListenAddresses);
    }
}
