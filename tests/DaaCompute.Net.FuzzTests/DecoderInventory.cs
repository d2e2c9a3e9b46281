using System.Buffers;
using System.IO.Pipelines;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace DaaCompute.Net.Fuzz;

/// <summary>What in the packages looks like a decoder: a method named as one that takes bytes or text.</summary>
internal static partial class DecoderInventory
{
    private const string Primitive = "a primitive that takes any bytes of one length; the targets above it run it";
    private const string Own = "takes this node's own secret, not a peer's bytes";
    private const string Mover = "moves bytes and reads nothing in them";
    private const string Platform = "needs OpenSSL 3.5; the length and modulus checks before it are those of the managed provider";
    private const string Imitation = "an imitation for simulations, which are not fed from outside";

    private static readonly Type[] Inputs =
    [
        typeof(ReadOnlySpan<byte>), typeof(Span<byte>), typeof(ReadOnlyMemory<byte>), typeof(Memory<byte>), typeof(byte[]),
        typeof(ReadOnlySequence<byte>), typeof(Stream), typeof(PipeReader),
    ];

    private static readonly Type[] Texts = [typeof(string), typeof(ReadOnlySpan<char>)];

    /// <summary>What looks like a decoder of foreign bytes and is none, with the reason.</summary>
    public static IReadOnlyDictionary<string, string> Excluded { get; } = new Dictionary<string, string>
    {
        ["AesGcm256Cipher.ImportKey"] = Primitive,
        ["AesGcm256Key.TryOpen"] = Primitive,
        ["BouncyCastleChaCha20Poly1305Cipher.ImportKey"] = Primitive,
        ["BouncyCastleChaCha20Poly1305Key.TryOpen"] = Primitive,
        ["BouncyCastleMlDsa65.ImportSeed"] = Own,
        ["BouncyCastleMlDsaVerificationKey.Verify"] = Primitive,
        ["BouncyCastleMlKem768.ImportSeed"] = Own,
        ["ChaCha20Poly1305Cipher.ImportKey"] = Primitive,
        ["ChaCha20Poly1305Key.TryOpen"] = Primitive,
        ["ContentKey.FromText"] = "reads what the caller names",
        ["DnsName.Parse"] = "reads names that this code spells out",
        ["DuplexStream.Read"] = Mover,
        ["DuplexStream.ReadAsync"] = Mover,
        ["Ed25519Scheme.ImportSeed"] = Own,
        ["Ed25519VerificationKey.Verify"] = Primitive,
        ["GroupRecords.From"] = "makes what this node sends",
        ["InMemoryMulticastLink.ReceiveAsync"] = Mover,
        ["InMemoryPipe.ReadAsync"] = Mover,
        ["InMemoryTransportConnection.ReceiveAsync"] = Mover,
        ["OrderedLog.TakeAsync"] = "keeps what has been read",
        ["PlatformMlDsa65.ImportPublicKey"] = Platform,
        ["PlatformMlDsa65.ImportSeed"] = Own,
        ["PlatformMlDsaVerificationKey.Verify"] = Platform,
        ["PlatformMlKem768.ImportEncapsulationKey"] = Platform,
        ["PlatformMlKem768.ImportSeed"] = Own,
        ["Segment.Read"] = Mover,
        ["PrefixedStream.ReadAsync"] = Mover,
        ["SimulatedConnection.ReceiveAsync"] = Mover,
        ["SimulatedKeyEncapsulation.ImportEncapsulationKey"] = Imitation,
        ["SimulatedKeyEncapsulation.ImportSeed"] = Imitation,
        ["SimulatedPeerStream.Receive"] = Mover,
        ["SimulatedPipe.Read"] = Mover,
        ["SimulatedSignatureScheme.ImportPublicKey"] = Imitation,
        ["SimulatedSignatureScheme.ImportSeed"] = Imitation,
        ["SimulatedVerificationKey.Verify"] = Imitation,
        ["TcpTransportConnection.ReceiveAsync"] = Mover,
        ["TransportConnectionStream.ReadAsync"] = Mover,
        ["UdpMulticastLink.ReceiveAsync"] = Mover,
        ["WebSocketTransportConnection.ReceiveAsync"] = Mover,
        ["Multiaddress.FromEndPoint"] = "its text is a protocol's name that the caller chooses",
    };

    public static IEnumerable<MethodInfo> Find() =>
        from path in Directory.EnumerateFiles(AppContext.BaseDirectory, "DaaCompute.Net*.dll")
        where !path.EndsWith("Tests.dll", StringComparison.Ordinal)
        from type in Assembly.LoadFrom(path).GetTypes()
        where !type.IsInterface && !IsGenerated(type)
        from method in type.GetMethods(
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where !method.IsPrivate && Decoding().IsMatch(method.Name) && !IsGenerated(method)
        where TakesInput(type, method)
        select method;

    public static string NameOf(MethodInfo method) => NameOf(method.DeclaringType!, method.Name);

    public static string NameOf(Type type, string method) => $"{type.Name.Split('`')[0]}.{method}";

    private static bool TakesInput(Type type, MethodInfo method) =>
        (type.Name.EndsWith("Reader", StringComparison.Ordinal) && method.GetParameters().Length == 0 && method.ReturnType == typeof(bool))
        || Takes(method, Inputs)
        || (type.Namespace?.EndsWith(".Wire", StringComparison.Ordinal) == true && method.GetParameters().Length > 0)
        || (Takes(method, Texts) && DecodingText().IsMatch(method.Name));

    private static bool Takes(MethodInfo method, Type[] types) => method.GetParameters().Any(parameter => !parameter.IsOut
        && types.Contains(parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType));

    // Protobuf's classes are reached through the codecs that use them.
    private static bool IsGenerated(MemberInfo member) =>
        member.Name.Contains('<', StringComparison.Ordinal)
        || member.IsDefined(typeof(CompilerGeneratedAttribute))
        || member.DeclaringType is { } outer && IsGenerated(outer)
        || member is Type { Namespace: { } space } && space.EndsWith(".Proto", StringComparison.Ordinal);

    [GeneratedRegex("^(Try)?(Read|Decode|Parse|Open|Take|Receive(?!d)|Feed|From|Import|Deserialize|Peel|Verify)")]
    private static partial Regex Decoding();

    // Others take text to be told a file or a name by this node itself.
    [GeneratedRegex("^(Try)?(Decode|Parse|From|Receive)")]
    private static partial Regex DecodingText();
}
