using System.Net;
using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Tests.Runtime;
using DaaCompute.Net.Transport.Wire;
using FsCheck;
using FsCheck.Xunit;

namespace DaaCompute.Net.Transport.Tests.Protocol;

/// <summary>Many nodes on one link that loses datagrams, in virtual time, through the real bytes.</summary>
public sealed class MdnsLinkTests
{
    [Property(MaxTest = 20)]
    public void Link_LosesATenthOfAllDatagrams_EveryoneKnowsEveryoneWithinAMinute(PositiveInt seed)
    {
        Link link = new(count: 12, loss: 0.1, seed: seed.Get);

        link.Run(TimeSpan.FromMinutes(1));

        Assert.All(link.Nodes, node => Assert.Equal(11, node.Found.Count));
    }

    [Fact]
    public void Link_AnHourOfRest_CostsLittle()
    {
        Link link = new(count: 12, loss: 0, seed: 1);
        link.Run(TimeSpan.FromMinutes(5));
        int before = link.Sent;

        link.Run(TimeSpan.FromHours(1));

        // Each record has to be asked for again within its 120 s; one question serves all askers, known answers stay unsaid.
        Assert.InRange(link.Sent - before, 1, 1_000);
        Assert.All(link.Nodes, node => Assert.Equal(11, node.Querier.Count));
    }

    [Fact]
    public void Link_ANodeLeaves_TheOthersForget()
    {
        Link link = new(count: 5, loss: 0, seed: 1);
        link.Run(TimeSpan.FromMinutes(1));

        link.Leave(0);
        link.Run(TimeSpan.FromSeconds(2));

        Assert.All(link.Nodes.Skip(1), node => Assert.Equal(3, node.Querier.Count));
    }

    private sealed record Node(MdnsResponder Responder, MdnsQuerier Querier, IPEndPoint EndPoint)
    {
        public SortedSet<PeerId> Found { get; } = [];
    }

    private sealed class Link
    {
        private readonly Random _random;
        private readonly double _loss;
        private TimeSpan _now;

        public Link(int count, double loss, int seed)
        {
            (_random, _loss) = (new Random(seed), loss);
            for (int index = 0; index < count; index++)
            {
                TestEntropy entropy = new(seed + index);
                string name = MdnsNames.NewPeerName(entropy);
                Node node = new(
                    new MdnsResponder(name, new TestIdentity((byte)(index + 1)).PeerId, entropy),
                    new MdnsQuerier(name, entropy),
                    new IPEndPoint(new IPAddress([192, 0, 2, (byte)(index + 1)]), 5353));
                node.Responder.Offer([Multiaddress.FromEndPoint(node.EndPoint)], TimeSpan.Zero);
                node.Querier.Start(TimeSpan.Zero);
                Nodes.Add(node);
            }
        }

        public List<Node> Nodes { get; } = [];

        public int Sent { get; private set; }

        public void Run(TimeSpan duration)
        {
            TimeSpan end = _now + duration;
            while (Nodes.SelectMany(node => (TimeSpan?[])[node.Querier.Due, node.Responder.Due]).Min() is TimeSpan due && due <= end)
            {
                _now = due > _now ? due : _now;
                foreach (Node node in Nodes)
                {
                    foreach (MdnsMessage query in node.Querier.Poll(_now))
                    {
                        Deliver(node, query);
                    }

                    if (node.Responder.Poll(_now) is MdnsMessage response)
                    {
                        Deliver(node, response);
                    }
                }
            }

            _now = end;
        }

        public void Leave(int index)
        {
            Node node = Nodes[index];
            Deliver(node, node.Responder.Goodbye()!);
            Nodes.RemoveAt(index);
            Nodes.Insert(0, node with { Querier = new MdnsQuerier("gone", new TestEntropy(0)) });
        }

        private void Deliver(Node from, MdnsMessage message)
        {
            Sent++;
            byte[] bytes = message.Encode();
            Assert.InRange(bytes.Length, 12, 1_400);
            foreach (Node node in Nodes.Where(_ => _random.NextDouble() >= _loss))
            {
                Assert.True(MdnsMessage.TryDecode(bytes, out MdnsMessage? read));
                if (read.IsResponse)
                {
                    node.Found.UnionWith(node.Querier.Receive(read, _ => true, _now).Select(peer => peer.Id));
                }
                else if (node != from)
                {
                    node.Querier.Overhear(read, _now);
                    node.Responder.Receive(read, from.EndPoint, isLegacy: false, _now);
                }
            }
        }
    }
}
