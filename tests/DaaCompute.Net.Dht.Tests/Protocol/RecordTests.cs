using DaaCompute.Net.Dht.Protocol;
using DaaCompute.Net.Dht.Tests.Fakes;

namespace DaaCompute.Net.Dht.Tests.Protocol;

public sealed class RecordTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(48);
    private static readonly ContentKey Key = ContentKey.ForContent("x"u8);

    [Fact]
    public void Providers_AfterTheirLifetime_AreGoneUnlessRenewed()
    {
        ProviderRecords records = new(new RecordLimits(Lifetime, 10, 10, 10));
        records.Add(Key, TestPeers.Id(1), [], Start);
        records.Add(Key, TestPeers.Id(2), [], Start);
        records.Add(Key, TestPeers.Id(2), [], Start.AddHours(22));

        Assert.Equal(2, records.Find(Key, 10, Start.AddHours(47)).Length);
        Assert.Equal(TestPeers.Id(2), Assert.Single(records.Find(Key, 10, Start.AddHours(49))).Provider);
        Assert.Equal((Key, TestPeers.Id(1)), Assert.Single(records.Sweep(Start.AddHours(49))));
        Assert.Equal(1, records.Count);
        records.Sweep(Start.AddHours(80));
        Assert.Equal(0, records.Count);
    }

    [Fact]
    public void Providers_KeyFull_KeepsTheOldOnesUntilTheyExpire()
    {
        ProviderRecords records = new(new RecordLimits(Lifetime, 3, 10, 100));
        foreach (int number in Enumerable.Range(1, 3))
        {
            Assert.True(records.Add(Key, TestPeers.Id(number), [], Start.AddHours(number)));
        }

        Assert.False(records.Add(Key, TestPeers.Id(4), [], Start.AddHours(4)));
        Assert.True(records.Add(Key, TestPeers.Id(3), [], Start.AddHours(4)));
        Assert.True(records.Add(Key, TestPeers.Id(4), [], Start.AddHours(49)));
        Assert.Equal(3, records.Count);
    }

    [Fact]
    public void Providers_OnePeerWithManyKeys_IsHeldToItsShareAndTheTotal()
    {
        ProviderRecords records = new(new RecordLimits(Lifetime, 10, MaxPerPeer: 5, MaxTotal: 8));

        Assert.Equal(5, Enumerable.Range(0, 20).Count(number => records.Add(KeyOf(number), TestPeers.Id(1), [], Start)));
        Assert.Equal(3, Enumerable.Range(0, 20).Count(number => records.Add(KeyOf(number), TestPeers.Id(2), [], Start)));
        Assert.True(records.Remove(KeyOf(0), TestPeers.Id(1)));
        Assert.True(records.Add(KeyOf(9), TestPeers.Id(1), [], Start));
    }

    [Fact]
    public void Providers_MoreThanAnAnswerHolds_TakeTurns()
    {
        ProviderRecords records = new(new RecordLimits(Lifetime, 1000, 10, 1000));
        foreach (int number in Enumerable.Range(0, 30))
        {
            records.Add(Key, TestPeers.Id(number), [], Start);
        }

        HashSet<PeerId> seen = [.. Enumerable.Range(0, 3).SelectMany(_ => records.Find(Key, 10, Start)).Select(r => r.Provider)];

        Assert.Equal(30, seen.Count);
    }

    [Fact]
    public void Values_Put_KeepsTheBestAndRenewsTheSame()
    {
        ValueRecords values = new(new RecordLimits(Lifetime, 1, 10, 10), Validators());
        ContentKey key = ContentKey.FromText("/test/a");
        byte[] older = NewestValidator.Value(1, "a");
        byte[] newer = NewestValidator.Value(2, "b");

        Assert.Equal(newer, values.Put(key, newer, TestPeers.Id(1), Start)!.Value.ToArray());
        Assert.Equal(newer, values.Put(key, older, TestPeers.Id(2), Start.AddHours(10))!.Value.ToArray());
        Assert.Null(values.Find(key, Start.AddHours(48)));
        values.Put(key, newer, TestPeers.Id(1), Start.AddHours(22));
        Assert.NotNull(values.Find(key, Start.AddHours(48)));
        Assert.Equal(key, Assert.Single(values.Sweep(Start.AddHours(71))));
    }

    [Fact]
    public void Values_OnePeerWithMany_IsHeldToItsShareAndTheTotal()
    {
        ValueRecords values = new(new RecordLimits(Lifetime, 1, MaxPerPeer: 2, MaxTotal: 3), Validators());

        Assert.Equal(2, Enumerable.Range(0, 9).Count(number => Put(number, 1) is not null));
        Assert.Equal(1, Enumerable.Range(10, 9).Count(number => Put(number, 2) is not null));

        ValueRecord? Put(int number, int peer) => values.Put(
            ContentKey.FromText($"/test/{number}"), NewestValidator.Value(1, "v"), TestPeers.Id(peer), Start);
    }

    [Theory]
    [InlineData("/test/a", true)]
    [InlineData("/test/", false)]
    [InlineData("/test", false)]
    [InlineData("test/a", false)]
    [InlineData("//a", false)]
    [InlineData("/other/a", false)]
    public void Validators_KeyWithoutKnownNamespace_IsRefused(string key, bool valid)
    {
        RecordValidators validators = Validators();

        Assert.Equal(valid, validators.IsValid(ContentKey.FromText(key), NewestValidator.Value(1, "v")));
        Assert.Equal(valid, Record.Exception(() => validators.Demand(ContentKey.FromText(key))) is null);
    }

    [Fact]
    public void Selection_PeersDisagree_TakesTheBestAndNamesTheOutdated()
    {
        ContentKey key = ContentKey.FromText("/test/a");
        ValueSelection selection = new(key, Validators(), quorum: 3);
        selection.Offer(TestPeers.Id(1), NewestValidator.Value(1, "old"));
        selection.Offer(TestPeers.Id(2), new byte[2]);
        selection.Offer(TestPeers.Id(3), NewestValidator.Value(2, "new"));
        Assert.False(selection.IsComplete);
        selection.Offer(null, NewestValidator.Value(1, "old"));

        Assert.True(selection.IsComplete);
        Assert.Equal(NewestValidator.Value(2, "new"), selection.Best!.Value.ToArray());
        Assert.Equal([TestPeers.Id(1)], selection.Outdated);
        Assert.Equal([TestPeers.Id(3)], selection.Holders);
    }

    [Fact]
    public void Schedule_Announced_IsDueWithinTheLastTenthOfTheInterval()
    {
        RepublishSchedule schedule = new(TimeSpan.FromHours(22), new TestEntropy(1));
        foreach (int number in Enumerable.Range(0, 50))
        {
            schedule.Announced(KeyOf(number), Start);
        }

        Assert.Empty(schedule.Due(Start.AddHours(19.7), 100));
        Assert.Equal(50, schedule.Due(Start.AddHours(22), 100).Count);
        Assert.Equal(7, schedule.Due(Start.AddHours(22), 7).Count);
        Assert.True(schedule.Remove(KeyOf(3)));
        schedule.Retry(KeyOf(4), Start.AddHours(30));
        Assert.Equal(48, schedule.Due(Start.AddHours(22), 100).Count);
        Assert.Equal(49, schedule.Count);
    }

    [Fact]
    public void Budget_Burst_IsGivenOnceAndRefills()
    {
        RequestBudget budget = new(perSecond: 2, burst: 5);

        Assert.Equal(5, Enumerable.Range(0, 9).Count(_ => budget.TryTake(TestPeers.Id(1), Start)));
        Assert.True(budget.TryTake(TestPeers.Id(2), Start));
        Assert.Equal(2, Enumerable.Range(0, 9).Count(_ => budget.TryTake(TestPeers.Id(1), Start.AddSeconds(1))));
        Assert.Equal(5, Enumerable.Range(0, 9).Count(_ => budget.TryTake(TestPeers.Id(1), Start.AddHours(1))));
    }

    [Theory]
    [InlineData("1220" + "00000000000000000000000000000000000000000000000000000000000000ff", true)]
    [InlineData("1221" + "00000000000000000000000000000000000000000000000000000000000000ff", false)]
    [InlineData("0155", false)]
    [InlineData("1200", false)]
    [InlineData("", false)]
    public void Multihash_Bytes_AreOneOrNone(string bytes, bool valid) =>
        Assert.Equal(valid, Multihash.IsValid(Convert.FromHexString(bytes)));

    private static RecordValidators Validators() => new([new NewestValidator()], 1000);

    private static ContentKey KeyOf(int number) => ContentKey.ForContent(BitConverter.GetBytes(number));
}
