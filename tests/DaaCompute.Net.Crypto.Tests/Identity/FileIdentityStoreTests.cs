using System.Security.Cryptography;
using System.Text;
using DaaCompute.Net.Crypto.Identity;
using DaaCompute.Net.Crypto.Signatures;
using DaaCompute.Net.Crypto.Tests.Vectors;
using Microsoft.Extensions.Logging.Abstractions;

namespace DaaCompute.Net.Crypto.Tests.Identity;

public sealed class FileIdentityStoreTests : IDisposable
{
    private const string Passphrase = "correct horse battery staple";

    private readonly TemporaryFolder _folder = new();
    private readonly CountingEntropySource _entropy = new(1);
    private readonly BouncyCastleMlDsa65 _scheme = new(new CountingEntropySource(2));

    private string FilePath => _folder.File("identity.pem");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData(Passphrase)]
    public void LoadOrCreate_Twice_GivesTheSameIdentity(string? passphrase)
    {
        INodeIdentity first = Store(passphrase).LoadOrCreate();
        INodeIdentity second = Store(passphrase).LoadOrCreate();
        Assert.Equal(first.PublicKey, second.PublicKey);
        Assert.Equal(PeerKeyType.MlDsa65, first.PublicKey.Type);

        byte[] signature = new byte[first.SignatureSize];
        second.Sign([1], [2], signature);
        using IVerificationKey key = _scheme.ImportPublicKey(first.PublicKey.Data.Span);
        Assert.True(key.Verify([1], [2], signature));
    }

    [Fact]
    public void LoadOrCreate_NewFile_HoldsTheSeedAsRfc9881HasIt()
    {
        INodeIdentity identity = Store().LoadOrCreate();
        string text = File.ReadAllText(FilePath);
        Assert.StartsWith($"PeerId: {identity.PeerId}\n-----BEGIN PRIVATE KEY-----\n", text, StringComparison.Ordinal);
        byte[] der = Convert.FromBase64String(string.Concat(text.Split('\n').Skip(2).TakeWhile(line => line[0] != '-')));
        Assert.Equal(54, der.Length);
        Assert.Equal("3034020100300B060960864801650304031204228020", Convert.ToHexString(der[..22]));

        using ISigningKey key = _scheme.ImportSeed(der.AsSpan(22));
        byte[] encoded = new byte[_scheme.PublicKeySize];
        key.ExportPublicKey(encoded);
        Assert.Equal(identity.PublicKey.Data, encoded);
        Assert.Equal([FilePath], Directory.GetFiles(_folder.Path));
    }

    [UnixFact]
    public void LoadOrCreate_NewFolderAndFile_AreTheOwnersAlone()
    {
        string path = Path.Combine(_folder.Path, "a", "b", "identity.pem");
        Store(path: path).LoadOrCreate();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(path));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, ModeOf(Path.GetDirectoryName(path)!));
    }

    [UnixFact]
    public void LoadOrCreate_FileOpenToOthers_NamesTheCommand()
    {
        Store().LoadOrCreate();
        SetMode(FilePath, ModeOf(FilePath) | UnixFileMode.GroupRead);
        Refused($"chmod 600 '{FilePath}'");
        SetMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Store().LoadOrCreate();
    }

    [UnixFact]
    public void LoadOrCreate_FolderOpenToOthers_NamesTheCommandAndWritesNothing()
    {
        SetMode(_folder.Path, ModeOf(_folder.Path) | UnixFileMode.GroupWrite);
        Refused($"chmod 700 '{_folder.Path}'");
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void LoadOrCreate_WrongPassphrase_NamesTheSetting()
    {
        Store(Passphrase).LoadOrCreate();
        Refused("DaaCompute:Crypto:IdentityPassphrase", "wrong");
        Refused("DaaCompute:Crypto:IdentityPassphrase", passphrase: null);
    }

    [Fact]
    public void LoadOrCreate_OpenFileWherePassphraseIsSet_IsRefused()
    {
        Store().LoadOrCreate();
        Refused("openssl pkcs8 -topk8", Passphrase);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Passphrase)]
    public void LoadOrCreate_TruncatedAnywhere_IsRefused(string? passphrase)
    {
        Store(passphrase).LoadOrCreate();
        byte[] whole = File.ReadAllBytes(FilePath);
        for (int length = 0; length < whole.Length - 2; length += passphrase is null ? 1 : 40)
        {
            File.WriteAllBytes(FilePath, whole[..length]);
            Refused("Restore it from a backup", passphrase);
        }
    }

    [Fact]
    public void LoadOrCreate_AnyByteOfTheKeyChanged_IsRefused()
    {
        Store().LoadOrCreate();
        byte[] whole = File.ReadAllBytes(FilePath);
        int start = Encoding.ASCII.GetString(whole).IndexOf("KEY-----\n", StringComparison.Ordinal) + "KEY-----\n".Length;
        for (int index = start; index < start + 72; index++)
        {
            byte[] changed = [.. whole];
            changed[index] = changed[index] == (byte)'A' ? (byte)'B' : (byte)'A';
            File.WriteAllBytes(FilePath, changed);
            Assert.Throws<IdentityStoreException>(() => Store().LoadOrCreate());
        }
    }

    [Fact]
    public void LoadOrCreate_OtherAlgorithm_NamesTheConversion()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        WriteFile(key.ExportPkcs8PrivateKeyPem());
        Refused("openssl pkey -provparam ml-dsa.output_formats=seed-only");

        // ML-DSA-44 in the same form: only the object identifier differs.
        byte[] der = Convert.FromHexString("3034020100300B060960864801650304031104228020" + new string('0', 64));
        WriteFile(PemEncoding.WriteString("PRIVATE KEY", der));
        Refused("openssl pkey -provparam ml-dsa.output_formats=seed-only");
    }

    [Fact]
    public void LoadOrCreate_FileOfOpenSslWithoutPeerId_IsRead()
    {
        INodeIdentity identity = Store().LoadOrCreate();
        string text = File.ReadAllText(FilePath);
        WriteFile(text[text.IndexOf('-', StringComparison.Ordinal)..]);
        Assert.Equal(identity.PeerId, Store().LoadOrCreate().PeerId);
    }

    [Fact]
    public void LoadOrCreate_FileThatOpenSslEncrypted_IsRead()
    {
        // OpenSSL 3.5.7: pkcs8 -topk8 -provparam ml-dsa.output_formats=seed-only -v2 aes-256-cbc -iter 600000
        WriteFile(
            """
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            MIGkMGAGCSqGSIb3DQEFDTBTMDIGCSqGSIb3DQEFDDAlBBBAxLPu0XG9Ifb2YnpL
            3CPwAgMJJ8AwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEKj3yO/RCsQIH6Q3
            O4o1njgEQHXBKi6R5RYXEHK/zFjodDyjCoUNHLW1Y9LlJn9Qh/Xa8EJPlTtW1ovY
            GBW4RmNzMA8K0K7LJRbdn0aJJl1dXGI=
            -----END ENCRYPTED PRIVATE KEY-----
            """);
        Assert.Equal("QmUuMawxDftenBi57nHASg1jqk7uuBNHX76HvSrwg6Hq32", Store("pw").LoadOrCreate().PeerId.ToString());
    }

    [Fact]
    public void LoadOrCreate_SeedWithExpandedKey_NamesTheConversion()
    {
        // What OpenSSL writes by default: SEQUENCE { seed, expanded key } inside the private key.
        byte[] der = new byte[4098];
        Convert.FromHexString("30820FFE020100300B060960864801650304031204820FEA30820FE60420").CopyTo(der, 0);
        WriteFile(PemEncoding.WriteString("PRIVATE KEY", der));
        Refused("openssl pkey -provparam ml-dsa.output_formats=seed-only");
    }

    [Fact]
    public void LoadOrCreate_PathIsAFolder_IsRefused()
    {
        Directory.CreateDirectory(FilePath);
        Refused("DaaCompute:Crypto:IdentityPath");
    }

    [Fact]
    public void LoadOrCreate_HugeFile_IsRefusedUnread()
    {
        WriteFile(new string('x', IdentityDocument.MaxLength + 1));
        Refused("DaaCompute:Crypto:IdentityPath");
    }

    [Fact]
    public void LoadOrCreate_ManyAtOnce_AgreeOnOneIdentity()
    {
        INodeIdentity[] identities = new INodeIdentity[8];
        using Barrier barrier = new(identities.Length);
        Thread[] threads =
        [
            .. Enumerable.Range(0, identities.Length).Select(index => new Thread(() =>
            {
                FileIdentityStore store = new(
                    new BouncyCastleMlDsa65(new CountingEntropySource(index)),
                    new CountingEntropySource(100 + index),
                    FilePath,
                    null,
                    NullLogger.Instance);
                barrier.SignalAndWait();
                identities[index] = store.LoadOrCreate();
            })),
        ];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Single(identities.Select(identity => identity.PeerId).Distinct());
        Assert.Equal([FilePath], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void TryCreate_FileExists_LeavesIt()
    {
        Assert.True(PrivateFile.TryCreate(FilePath, "first"u8, _entropy));
        Assert.False(PrivateFile.TryCreate(FilePath, "second"u8, _entropy));
        Assert.Equal("first"u8.ToArray(), PrivateFile.Read(FilePath, 100));
        Assert.Equal([FilePath], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Secrets_NeverAppear_InTextOrExceptions()
    {
        byte[] seed = [.. Enumerable.Range(65, 32).Select(value => (byte)value)];
        FileIdentityStore store = new(
            _scheme, new FixedEntropySource([.. seed, .. new byte[64]]), FilePath, Passphrase, NullLogger.Instance);
        INodeIdentity identity = store.LoadOrCreate();
        string stored = File.ReadAllText(FilePath);
        string said = string.Join(
            '\n',
            identity.ToString(),
            store.ToString(),
            Assert.Throws<IdentityStoreException>(() => Store("wrong").LoadOrCreate()).ToString(),
            Assert.Throws<IdentityStoreException>(() => Store(null).LoadOrCreate()).ToString(),
            stored);
        foreach (string secret in (string[])[Encoding.ASCII.GetString(seed), Convert.ToHexString(seed), Convert.ToBase64String(seed)[..40], Passphrase])
        {
            Assert.DoesNotContain(secret, said, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static UnixFileMode ModeOf(string path) =>
        OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : File.GetUnixFileMode(path);

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private FileIdentityStore Store(string? passphrase = null, string? path = null) =>
        new(_scheme, _entropy, path ?? FilePath, passphrase, NullLogger.Instance);

    private void Refused(string fix, string? passphrase = null)
    {
        IdentityStoreException exception = Assert.Throws<IdentityStoreException>(() => Store(passphrase).LoadOrCreate());
        Assert.Contains(fix, exception.Message, StringComparison.Ordinal);
    }

    private void WriteFile(string text)
    {
        File.WriteAllText(FilePath, text);
        SetMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
