using DaaCompute.Net.Storage.Sqlite;

namespace DaaCompute.Net.Storage.Tests.Sqlite;

public sealed class SqliteVersionTests
{
    [Fact]
    public void Require_TheOneThatMendsTheLog_IsEnough() => SqliteVersion.Require(3_051_003, "3.51.3");

    [Fact]
    public void Require_TheOneBefore_NamesBothVersions()
    {
        StateStoreException exception =
            Assert.Throws<StateStoreException>(() => SqliteVersion.Require(3_051_002, "3.51.2"));

        Assert.Equal(StateStoreError.Unusable, exception.Error);
        Assert.Contains("3.51.2", exception.Message, StringComparison.Ordinal);
        Assert.Contains("3.51.3", exception.Message, StringComparison.Ordinal);
    }
}
