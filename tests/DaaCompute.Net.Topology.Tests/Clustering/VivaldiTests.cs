using DaaCompute.Net.Topology.Clustering;
using FsCheck.Xunit;

namespace DaaCompute.Net.Topology.Tests.Clustering;

public sealed class VivaldiTests
{
    [Fact]
    public void Update_ManyRoundTripsInAPlane_EstimatesThemWell()
    {
        Random random = new(5);
        NetworkCoordinate[] truth =
            [.. Enumerable.Range(0, 80).Select(_ => new NetworkCoordinate(random.Next(120), random.Next(120), 1 + random.Next(10), 0))];
        NetworkCoordinate[] learned = [.. truth.Select(_ => NetworkCoordinate.Unknown)];
        for (int round = 0; round < 300; round++)
        {
            for (int node = 0; node < truth.Length; node++)
            {
                int other = random.Next(truth.Length);
                if (other != node)
                {
                    double measured = truth[node].DistanceTo(truth[other]) * (0.95 + (0.1 * random.NextDouble()));
                    learned[node] = Vivaldi.Update(learned[node], learned[other], measured, random.NextDouble() * 6);
                }
            }
        }

        double[] errors =
        [
            .. (from one in Enumerable.Range(0, truth.Length)
                from other in Enumerable.Range(0, one)
                let real = truth[one].DistanceTo(truth[other])
                select Math.Abs(learned[one].DistanceTo(learned[other]) - real) / real).Order(),
        ];
        Assert.True(errors[errors.Length / 2] < 0.05, $"median error {errors[errors.Length / 2]}");
        Assert.True(errors[errors.Length * 9 / 10] < 0.15, $"p90 error {errors[errors.Length * 9 / 10]}");
    }

    [Property]
    public void Update_WhateverAPeerSays_StaysSound(double x, double y, double height, double error, double roundTrip)
    {
        NetworkCoordinate own = new(3, 4, 1, 0.4);
        NetworkCoordinate moved = Vivaldi.Update(own, new NetworkCoordinate(x, y, height, error), roundTrip, 1);
        Assert.True(moved.IsSound);
    }

    [Fact]
    public void Update_TwoAtOnePlace_Part()
    {
        NetworkCoordinate moved = Vivaldi.Update(NetworkCoordinate.Unknown, NetworkCoordinate.Unknown, 40, direction: 0);
        Assert.True(moved.X > 0);
        Assert.Equal(0, moved.Y, 6);
    }
}
