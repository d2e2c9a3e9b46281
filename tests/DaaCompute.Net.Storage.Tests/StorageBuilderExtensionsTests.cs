using DaaCompute.Net.Storage.InMemory;
using DaaCompute.Net.Storage.Sqlite;
using DaaCompute.Net.Storage.Tests.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Storage.Tests;

public sealed class StorageBuilderExtensionsTests : IDaaComputeBuilder, IDisposable
{
    private readonly StoreFolder _folder = new();

    public IServiceCollection Services { get; } = new ServiceCollection().AddLogging().AddMetrics();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task UseSqliteStateStore_Started_OpensBeneathTheOtherLayersAndClosesCleanly()
    {
        this.UseSqliteStateStore(options => options.Path = _folder.Database);
        await using (ServiceProvider provider = Services.BuildServiceProvider())
        {
            ILayerService layer = Assert.Single(provider.GetServices<ILayerService>());
            Assert.Equal(NetworkLayer.Cryptography, layer.Layer);
            await layer.StartAsync(CancellationToken.None);
            IStateStore store = provider.GetRequiredService<IStateStore>();
            await store.CommitAsync([new StateChange("c", new byte[] { 1 }, new byte[] { 2 })], CancellationToken.None);
            await layer.StopAsync(CancellationToken.None);
            Assert.False(File.Exists(_folder.Marker));
        }

        await using SqliteStateStore again = await _folder.OpenAsync();
        Assert.NotNull(await again.GetAsync("c", new byte[] { 1 }, CancellationToken.None));
    }

    [Fact]
    public void UseSqliteStateStore_NoPath_FailsAtStartAndNamesIt()
    {
        this.UseSqliteStateStore();
        using ServiceProvider provider = Services.BuildServiceProvider();

        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains("DaaCompute:Storage:Path", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UseInMemoryStateStore_AfterSqlite_Wins()
    {
        this.UseSqliteStateStore().UseInMemoryStateStore();
        await using ServiceProvider provider = Services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();

        Assert.IsType<InMemoryStateStore>(provider.GetRequiredService<IStateStore>());
        foreach (ILayerService layer in provider.GetServices<ILayerService>())
        {
            await layer.StartAsync(CancellationToken.None);
            await layer.StopAsync(CancellationToken.None);
        }
    }

    [Fact]
    public void UseSqliteStateStore_AfterAnother_Wins()
    {
        this.UseInMemoryStateStore().UseSqliteStateStore(options => options.Path = _folder.Database);

        Assert.Equal(typeof(SqliteStateStore), Assert.Single(Services, service => service.ServiceType == typeof(IStateStore)).ImplementationType);
    }
}
