using System.Buffers;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Sim.Scenarios.Gossip;

/// <summary>What a Sybil sends: RPCs of the pubsub protocol, written by hand, for no honest encoder makes them.</summary>
internal static class SybilRpc
{
    private const int Subscriptions = 1;
    private const int Publish = 2;
    private const int Control = 3;

    /// <summary>A subscription, and a graft behind it.</summary>
    public static byte[] Hello(string topic) => Frame(rpc =>
    {
        rpc.WriteBytes(Subscriptions, Message(change =>
        {
            change.WriteVarint(1, 1);
            change.WriteString(2, topic);
        }));
        rpc.WriteBytes(Control, GraftOf(topic));
    });

    public static byte[] Graft(string topic) => Frame(rpc => rpc.WriteBytes(Control, GraftOf(topic)));

    /// <summary>IHAVEs of made-up ids.</summary>
    public static byte[] IHave(string topic, int messages, int idsEach, IEntropySource entropy) => Frame(rpc =>
        rpc.WriteBytes(Control, Message(control =>
        {
            for (int message = 0; message < messages; message++)
            {
                control.WriteBytes(1, Message(announcement =>
                {
                    announcement.WriteString(1, topic);
                    for (int count = 0; count < idsEach; count++)
                    {
                        byte[] id = new byte[32];
                        entropy.Fill(id);
                        announcement.WriteBytes(2, id);
                    }
                }));
            }
        })));

    /// <summary>An IWANT.</summary>
    public static byte[] IWant(IReadOnlyList<byte[]> ids) => Frame(rpc =>
        rpc.WriteBytes(Control, Message(control => control.WriteBytes(2, Message(wanted =>
        {
            foreach (byte[] id in ids)
            {
                wanted.WriteBytes(1, id);
            }
        })))));

    /// <summary>Messages whose data is noise.</summary>
    public static byte[] Noise(string topic, int messages, IEntropySource entropy) => Frame(rpc =>
    {
        for (int count = 0; count < messages; count++)
        {
            byte[] data = new byte[64];
            entropy.Fill(data);
            rpc.WriteBytes(Publish, Message(message =>
            {
                message.WriteBytes(2, data);
                message.WriteString(4, topic);
            }));
        }
    });

    /// <summary>The ids that an RPC announces, and whether it prunes.</summary>
    public static (List<byte[]> Announced, bool Prunes) Read(ReadOnlySpan<byte> rpc)
    {
        List<byte[]> ids = [];
        bool prunes = false;
        ProtobufReader fields = new(rpc);
        while (fields.Read())
        {
            if (fields.FieldNumber != Control)
            {
                continue;
            }

            ProtobufReader control = new(fields.Bytes);
            while (control.Read())
            {
                prunes |= control.FieldNumber == 4;
                ProtobufReader announcement = new(control.FieldNumber == 1 ? control.Bytes : []);
                while (announcement.Read())
                {
                    if (announcement.FieldNumber == 2)
                    {
                        ids.Add(announcement.Bytes.ToArray());
                    }
                }
            }
        }

        return (ids, prunes);
    }

    private static byte[] GraftOf(string topic) => Message(control =>
        control.WriteBytes(3, Message(graft => graft.WriteString(1, topic))));

    private static byte[] Frame(Action<ProtobufWriter> write)
    {
        byte[] rpc = Message(write);
        ArrayBufferWriter<byte> frame = new();
        UnsignedVarint.Write(frame, (ulong)rpc.Length);
        frame.Write(rpc);
        return frame.WrittenSpan.ToArray();
    }

    private static byte[] Message(Action<ProtobufWriter> write)
    {
        ArrayBufferWriter<byte> output = new();
        write(new ProtobufWriter(output));
        return output.WrittenSpan.ToArray();
    }
}
