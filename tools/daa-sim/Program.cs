using System.CommandLine;
using DaaCompute.Net.Sim;

RootCommand root = new("Runs whole simulated networks, each told by one seed.")
{
    RunCommand.Create(),
    SweepCommand.Create(),
    WorkerCommand.Create(),
    ListCommand.Create(),
};
return root.Parse(args).Invoke();
