using DaaCompute.Net.Crypto.Protocol;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Crypto.Tests.Protocol;

public sealed class NoiseSessionTests
{
    private const int RekeyInterval = 1 << 16;

    public static TheoryData<string> Protocols => NoiseProtocolNames.All;

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Seal_AcrossTheRekeyBoundary_BothDirectionsFollow(string id)
    {
        (ISecureSession left, ISecureSession right) = Establish(NoiseProtocolNames.Find(id));
        using ISecureSession alice = left;
        using ISecureSession bob = right;
        byte[] record = new byte[1 + ISecureSession.TagSize];
        for (int index = 0; index < (2 * RekeyInterval) + 3; index++)
        {
            Pass(alice, bob, record, (byte)index);
            if (index % 3 == 0)
            {
                // The other direction counts for itself.
                Pass(bob, alice, record, (byte)~index);
            }
        }

        Assert.Equal((2 * RekeyInterval) + 3, alice.RecordsSealed);
    }

    [Fact]
    public void Seal_AtTheRekeyBoundary_UsesTheKeyThatNoiseDerives()
    {
        byte[] key = [.. Enumerable.Range(1, 32).Select(value => (byte)value)];
        using RecordProtection direction = new(CipherOf(key, nonce: RekeyInterval - 1), RekeyInterval);
        direction.Seal(new byte[20]);
        byte[] record = new byte[20];
        direction.Seal(record);

        // Noise 4.2: ENCRYPT(k, 2^64 - 1, empty, 32 zeros), less its tag.
        byte[] next = new byte[48];
        using CipherState old = CipherOf(key, nonce: CipherState.MaxNonce);
        old.Encrypt(default, new byte[32], next);
        byte[] expected = new byte[20];
        using CipherState fresh = CipherOf(next[..32], nonce: RekeyInterval);
        fresh.Encrypt(default, new byte[4], expected);
        Assert.Equal(expected, record);
    }

    [Fact]
    public void SealAndOpen_LastNonceUsed_RefuseForGood()
    {
        byte[] key = new byte[32];
        using RecordProtection sender = new(CipherOf(key, CipherState.MaxNonce - 1), rekeyInterval: null);
        using RecordProtection receiver = new(CipherOf(key, CipherState.MaxNonce - 1), rekeyInterval: null);
        byte[] record = new byte[20];

        sender.Seal(record);
        receiver.Open(record);

        Assert.Throws<ConnectionClosedException>(() => sender.Seal(record));
        Assert.Throws<ConnectionClosedException>(() => sender.Seal(record));
        Assert.Throws<ConnectionClosedException>(() => receiver.Open(record));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Open_ReplayedRecord_IsRefusedAndTheDirectionStaysShut(string id)
    {
        (ISecureSession alice, ISecureSession bob) = Establish(NoiseProtocolNames.Find(id));
        byte[] first = Seal(alice, 1);
        byte[] second = Seal(alice, 2);
        bob.Open((byte[])first.Clone());

        Assert.Throws<ProtocolViolationException>(() => bob.Open((byte[])first.Clone()));
        Assert.Throws<ProtocolViolationException>(() => bob.Open((byte[])second.Clone()));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Open_RecordsOutOfOrder_IsRefused(string id)
    {
        (ISecureSession alice, ISecureSession bob) = Establish(NoiseProtocolNames.Find(id));
        Seal(alice, 1);
        byte[] second = Seal(alice, 2);

        Assert.Throws<ProtocolViolationException>(() => bob.Open(second));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Open_OwnRecordSentBack_IsRefused(string id)
    {
        (ISecureSession alice, _) = Establish(NoiseProtocolNames.Find(id));
        byte[] record = Seal(alice, 1);

        Assert.Throws<ProtocolViolationException>(() => alice.Open(record));
    }

    [Fact]
    public void Open_EveryBitOfARecordFlipped_IsRefused()
    {
        byte[] key = new byte[32];
        byte[] sealed1 = new byte[8 + CipherState.TagSize];
        using CipherState sender = CipherOf(key, nonce: 0);
        sender.Encrypt(default, "gradient"u8, sealed1);
        for (int bit = 0; bit < sealed1.Length * 8; bit++)
        {
            byte[] changed = (byte[])sealed1.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            using RecordProtection receiver = new(CipherOf(key, nonce: 0), rekeyInterval: null);
            Assert.Throws<ProtocolViolationException>(() => receiver.Open(changed));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(65_536)]
    public void SealAndOpen_ImpossibleLength_AreRefused(int length)
    {
        (ISecureSession alice, ISecureSession bob) = Establish(NoiseProtocol.PostQuantum);

        Assert.Throws<ArgumentException>(() => alice.Seal(new byte[length]));
        Assert.Throws<ProtocolViolationException>(() => bob.Open(new byte[length]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65_519)]
    public void SealAndOpen_ExtremeLength_RoundTrips(int length)
    {
        (ISecureSession alice, ISecureSession bob) = Establish(NoiseProtocol.PostQuantum);
        byte[] record = new byte[length + ISecureSession.TagSize];
        record.AsSpan(0, length).Fill(0x5A);

        alice.Seal(record);

        Assert.Equal(length, bob.Open(record));
        Assert.False(record.AsSpan(0, length).ContainsAnyExcept((byte)0x5A));
    }

    [Fact]
    public void SealAndOpen_AfterDispose_AreRefused()
    {
        (ISecureSession alice, ISecureSession bob) = Establish(NoiseProtocol.PostQuantum);
        byte[] record = Seal(alice, 1);
        alice.Dispose();
        bob.Dispose();
        alice.Dispose();

        Assert.Throws<ObjectDisposedException>(() => alice.Seal(new byte[20]));
        Assert.Throws<ObjectDisposedException>(() => bob.Open(record));
    }

    [Fact]
    public void SealAndOpen_SteadyState_AllocateNothing()
    {
        (ISecureSession alice, ISecureSession bob) = Establish(NoiseProtocol.PostQuantum);
        byte[] record = new byte[1_024 + ISecureSession.TagSize];
        Pass(alice, bob, record, 0);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int index = 0; index < 1_000; index++)
        {
            alice.Seal(record);
            bob.Open(record);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public async Task Dispose_WhileAnotherThreadSeals_NeverSealsWithADeadKey()
    {
        (ISecureSession alice, ISecureSession bob) = Establish(NoiseProtocol.PostQuantum);
        List<byte[]> wire = [];
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task sealing = Task.Run(() => Assert.Throws<ObjectDisposedException>(SealUntilDisposed));
        await started.Task;
        alice.Dispose();
        await sealing;

        Assert.Equal(wire.Count, alice.RecordsSealed);
        for (int index = 0; index < wire.Count; index++)
        {
            Assert.Equal(1, bob.Open(wire[index]));
            Assert.Equal((byte)index, wire[index][0]);
        }

        void SealUntilDisposed()
        {
            while (true)
            {
                wire.Add(Seal(alice, (byte)wire.Count));
                started.TrySetResult();
            }
        }
    }

    internal static (ISecureSession Alice, ISecureSession Bob) Establish(NoiseProtocol protocol)
    {
        ISecureHandshake dial = new NoiseNode(protocol, "alice").Dial();
        ISecureHandshake accept = new NoiseNode(protocol, "bob").Accept();
        NoiseNode.Run(dial, accept);
        return (dial.Complete(), accept.Complete());
    }

    private static CipherState CipherOf(byte[] key, ulong nonce)
    {
        CipherState cipher = new(NoiseNode.Cipher);
        cipher.InitializeKey(key);
        cipher.Nonce = nonce;
        return cipher;
    }

    private static byte[] Seal(ISecureSession session, byte value)
    {
        byte[] record = [value, .. new byte[ISecureSession.TagSize]];
        session.Seal(record);
        return record;
    }

    private static void Pass(ISecureSession from, ISecureSession to, byte[] record, byte value)
    {
        record[0] = value;
        from.Seal(record);
        int length = to.Open(record);
        if (length != record.Length - ISecureSession.TagSize || record[0] != value)
        {
            Assert.Fail($"Record {from.RecordsSealed} came out differently.");
        }
    }
}
