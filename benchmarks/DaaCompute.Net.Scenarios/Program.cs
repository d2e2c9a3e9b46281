using DaaCompute.Net.Scenarios;
using DaaCompute.Net.Scenarios.Gossip;
using DaaCompute.Net.Scenarios.SecureLink;

IScenario[] scenarios = [new SecureLinkScenario(), new GossipScenario()];
IScenario? scenario = scenarios.FirstOrDefault(candidate => args is [string name, ..] && candidate.Name == name);
if (scenario is null)
{
    Console.Error.WriteLine($"usage: DaaCompute.Net.Scenarios {string.Join('|', scenarios.Select(known => known.Name))} [part ...]");
    return 2;
}

Bars bars = new(Console.Out);
await scenario.RunAsync(bars, args[1..]);
return bars.AllReached ? 0 : 1;
