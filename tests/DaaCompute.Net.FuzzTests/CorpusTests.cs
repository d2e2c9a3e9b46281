namespace DaaCompute.Net.Fuzz;

/// <summary>Every saved input, and changes of it, obey the laws of their decoder.</summary>
public sealed class CorpusTests
{
    private const int MaxBytes = 60_000;

    // Half a second at most for the slowest targets, which run whole handshakes.
    private const int Mutations = 200;

    public static TheoryData<string> Targets => TargetNames.All;

    [Theory]
    [MemberData(nameof(Targets))]
    public void Run_SavedInputs_BreakNoLaw(string name)
    {
        IFuzzTarget target = TargetCatalog.Find(name)!;
        IReadOnlyList<(string Name, byte[] Bytes)> corpus = Corpus.Of(name);
        Assert.NotEmpty(corpus);
        Assert.InRange(corpus.Sum(file => file.Bytes.Length), 1, MaxBytes);
        foreach ((string file, byte[] bytes) in corpus)
        {
            Check(target, bytes, file);
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Run_Seeds_BreakNoLaw(string name)
    {
        IFuzzTarget target = TargetCatalog.Find(name)!;
        byte[][] seeds = [.. target.Seeds()];
        Assert.NotEmpty(seeds);
        for (int number = 0; number < seeds.Length; number++)
        {
            Check(target, seeds[number], $"seed {number}");
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Run_ChangedInputs_BreakNoLaw(string name)
    {
        IFuzzTarget target = TargetCatalog.Find(name)!;
        byte[][] inputs = [.. target.Seeds(), .. Corpus.Of(name).Select(file => file.Bytes)];
        Mutator mutator = new(seed: 42);
        Check(target, [], "nothing");
        for (int number = 0; number < Mutations; number++)
        {
            byte[] changed = mutator.Mutate(inputs[number % inputs.Length], inputs[number * 7 % inputs.Length]);
            Check(target, changed, $"mutation {number}");
        }
    }

    [Fact]
    public void Folders_OfTheCorpus_AreTargets() =>
        Assert.All(Corpus.Targets, name => Assert.NotNull(TargetCatalog.Find(name)));

    private static void Check(IFuzzTarget target, byte[] input, string what)
    {
        Exception? failure = Record.Exception(() => TargetRun.Once(target, input));
        Assert.True(failure is null, $"{target.Name}, {what}: {Convert.ToHexString(input)}\n{failure}");
    }
}
