using DaaCompute.Net.Crypto;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.CommandLine.Doctor;

/// <summary>Both ends of an encapsulation get the same secret, and a damaged ciphertext another one.</summary>
internal sealed class KeyEncapsulationCheck : ICheck
{
    public string Name => "key exchange";

    public string Fix => "Set DaaCompute:Crypto:KeyEncapsulation to BouncyCastle, which runs everywhere.";

    public async Task<CheckResult> ExamineAsync(CancellationToken cancellationToken)
    {
        await using ServiceProvider services = new DaaComputeNetworkBuilder().Services.BuildServiceProvider();
        IKeyEncapsulation kem = services.GetRequiredService<IKeyEncapsulation>();
        using IDecapsulationKey secretKey = kem.GenerateKey();
        byte[] encoded = new byte[kem.EncapsulationKeySize];
        secretKey.ExportEncapsulationKey(encoded);
        using IEncapsulationKey publicKey = kem.ImportEncapsulationKey(encoded);
        byte[] ciphertext = new byte[kem.CiphertextSize];
        byte[] sent = new byte[kem.SharedSecretSize];
        byte[] received = new byte[kem.SharedSecretSize];
        publicKey.Encapsulate(ciphertext, sent);
        secretKey.Decapsulate(ciphertext, received);
        bool agree = sent.AsSpan().SequenceEqual(received);
        ciphertext[0] ^= 1;
        secretKey.Decapsulate(ciphertext, received);
        bool reject = !sent.AsSpan().SequenceEqual(received);
        return agree && reject
            ? new CheckResult(Name, Ok: true, $"{kem.Name} encapsulates, decapsulates and rejects a damaged ciphertext")
            : new CheckResult(Name, Ok: false, $"{kem.Name} of {kem.Provider} computes wrongly (agree: {agree}, reject: {reject})", Fix);
    }
}
