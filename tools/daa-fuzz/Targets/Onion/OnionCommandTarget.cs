using DaaCompute.Net.Onion.Protocol.Packet;
using DaaCompute.Net.Onion.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Onion;

/// <summary>A hop's orders, of which each has one encoding.</summary>
[Decodes(typeof(HopCommand), nameof(HopCommand.TryRead))]
internal sealed class OnionCommandTarget : CodecTarget<HopCommand>
{
    public override string Name => "onion-command";

    protected override bool IsCanonical => true;

    public override IEnumerable<byte[]> Seeds() =>
    [
        Encode(new HopCommand { Action = HopAction.Deliver }),
        Encode(new HopCommand { Action = HopAction.Forward, Delay = TimeSpan.FromSeconds(3) }),
    ];

    protected override bool TryDecode(ReadOnlySpan<byte> input, out HopCommand value)
    {
        value = default;
        return input.Length == OnionLayout.CommandSize && HopCommand.TryRead(input, out value);
    }

    protected override byte[] Encode(HopCommand value)
    {
        byte[] bytes = new byte[OnionLayout.CommandSize];
        value.Write(bytes);
        return bytes;
    }
}
