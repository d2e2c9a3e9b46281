using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Wire;
using FsCheck.Xunit;

namespace DaaCompute.Net.Transport.Tests.Protocol;

public sealed class YamuxFlowControlProperties
{
    private const uint MaxWindow = 1024 * 1024;

    /// <summary>Whatever the order of sending, delivering, consuming and crediting, the receiver never holds more than its window.</summary>
    [Property(MaxTest = 300)]
    public bool Windows_AnySchedule_AreNeverOverrun(int[] schedule)
    {
        YamuxStreamState sender = new(isOutbound: true, MaxWindow);
        YamuxReceiveWindow receiver = new(MaxWindow);
        Queue<uint> frames = new();
        Queue<uint> credits = new();
        uint held = 0;
        long now = 1;
        foreach (int step in schedule.SelectMany(static value => new[] { value, value / 7, value / 49 }))
        {
            uint amount = (uint)(step & 0x7FFFFFFF) * 997 % 300_000;
            now += amount % 3;
            switch (((step % 4) + 4) % 4)
            {
                case 0 when sender.TakeSendCredit(amount) is uint sent and > 0:
                    frames.Enqueue(sent);
                    break;
                case 1 when frames.TryDequeue(out uint arrived):
                    if (!receiver.TryDebit(arrived))
                    {
                        return false;
                    }

                    held += arrived;
                    break;
                case 2:
                    uint consumed = Math.Min(held, amount);
                    held -= consumed;
                    if (receiver.Consume(consumed))
                    {
                        credits.Enqueue(receiver.TakeCredit(now, receiver.WantedGrowth(now, roundTrip: 5)));
                    }

                    break;
                case 3 when credits.TryDequeue(out uint credit) && !sender.TryAddSendCredit(credit):
                    return false;
            }

            if (held > receiver.Size || receiver.Size > MaxWindow)
            {
                return false;
            }
        }

        return true;
    }

    [Property]
    public bool FrameReader_BytesCutAnywhere_FindsTheSameHeaders(uint[] lengths, byte cut)
    {
        byte[] bytes = [.. lengths.SelectMany(static length =>
        {
            byte[] header = new byte[YamuxFrame.HeaderSize];
            new YamuxFrame(YamuxFrameType.WindowUpdate, YamuxFlags.None, 1, length).Write(header);
            return header;
        })];
        YamuxFrameReader reader = new();
        List<uint> found = [];
        foreach (byte[] piece in bytes.Chunk((cut % 17) + 1))
        {
            Span<byte> rest = piece;
            while (reader.TryRead(ref rest, out YamuxFrame frame))
            {
                found.Add(frame.Length);
            }
        }

        return found.SequenceEqual(lengths);
    }

    [Fact]
    public void WantedGrowth_WindowEmptiedWithinRoundTrips_DoublesUpToTheMaximum()
    {
        YamuxReceiveWindow window = new(MaxWindow);
        long now = 100;
        for (int update = 0; update < 8; update++)
        {
            Assert.True(window.TryDebit(window.Size / 2));
            Assert.True(window.Consume(window.Size / 2));
            window.TakeCredit(now, window.WantedGrowth(now, roundTrip: 10));
            now += 20;
        }

        Assert.Equal(MaxWindow, window.Size);
    }

    [Fact]
    public void WantedGrowth_SlowReader_StaysAsItIs()
    {
        YamuxReceiveWindow window = new(MaxWindow);
        window.TryDebit(window.Size / 2);
        window.Consume(window.Size / 2);
        window.TakeCredit(100, window.WantedGrowth(100, roundTrip: 10));
        Assert.Equal(0u, window.WantedGrowth(1000, roundTrip: 10));
    }
}
